"""A cell made fit for grading, what was changed in it, and the machine that it will run on."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class ScaledValue:
    """A number or loop that was scaled down: `written` is what the student wrote, `used` is what runs instead."""

    cell: int
    name: str
    written: str
    used: str


@dataclass(frozen=True)
class RewrittenCell:
    """A cell as it will run, after rewriting.

    `skipped` holds the commands that are not run, as written; `missing` the modules that this machine does not
    have; `folders` the folders that the cell expects to be there, all of them inside the machine's root.
    """

    source: str
    scaled: tuple[ScaledValue, ...] = ()
    skipped: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    folders: tuple[Path, ...] = ()


@dataclass(frozen=True)
class Machine:
    """What the cells will run on: working directory, whether it has a GPU, and which modules are there."""

    root: Path
    cuda: bool
    has_module: Callable[[str], bool]
