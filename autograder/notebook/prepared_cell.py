"""A rewritten code cell, a record of what was changed in it, and the machine that it will run on."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class ScaledValue:
    """A number or loop that was scaled down for grading.

    `cell` is the index of the code cell, `written` what the student wrote, `used` what runs instead.
    """

    cell: int
    name: str
    written: str
    used: str


@dataclass(frozen=True)
class RewrittenCell:
    """A code cell as it will run, after rewriting.

    `skipped` holds the commands that are not run, as written. `missing` names the modules that this machine does not
    have, and `stand_ins` the globals that stand for one of them, or use one, where that may matter to an answer.
    `folders` are those that the cell expects to exist, all of them under the machine's root.
    """

    source: str
    scaled: tuple[ScaledValue, ...] = ()
    skipped: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    stand_ins: tuple[str, ...] = ()
    folders: tuple[Path, ...] = ()


@dataclass(frozen=True)
class Machine:
    """The machine that cells will run on: its working directory, whether it has a GPU, and which modules it has."""

    root: Path
    cuda: bool
    has_module: Callable[[str], bool]
