"""An attack as its file declares it, and the notebook that it makes."""

import ctypes
import re
import sys
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import jupytext
import nbformat

FOLDER = Path(__file__).parents[1]
LAB = FOLDER / "lab"
HEADER = re.compile(r"\A# /// attack\n((?:#.*\n)+?)# ///\n")
LEVELS = ("none", "user", "weak", "namespaces", "namespaces+cgroup")  # from the weakest up
LANDLOCK_CREATE_RULESET = 444


@dataclass(frozen=True)
class Attack:
    """One file: what it says of itself, and its own cells as text."""

    name: str
    tries: str
    weakest: str
    expected: dict[str, str]
    cells: str
    cell: tuple[str, ...] = ("ok",)
    at: str = "end"
    bites: bool = False
    landlock: int = 0

    def runs_at(self, level: str) -> bool:
        """Whether this attack must be harmless at a level of this machine."""
        known = level != "weak" or landlock() >= self.landlock
        return LEVELS.index(level) >= LEVELS.index(self.weakest) and known


@cache
def attacks() -> list[Attack]:
    """Every attack, by name."""
    return [read(path) for path in sorted(FOLDER.glob("*.py"))]


def read(path: Path) -> Attack:
    """An attack as its file declares it."""
    text = path.read_text("utf-8")
    lines = HEADER.match(text)[1].splitlines()
    declared = tomllib.loads("\n".join(line.removeprefix("#").removeprefix(" ") for line in lines))
    cell = tuple(declared.pop("cell", ("ok",)))
    return Attack(path.stem, weakest=declared.pop("from"), cells=HEADER.sub("", text), cell=cell, **declared)


def landlock() -> int:
    """The version of Landlock that this machine has; 0 or less where it has none."""
    if not sys.platform.startswith("linux"):
        return 0
    return ctypes.CDLL(None).syscall(ctypes.c_long(LANDLOCK_CREATE_RULESET), None, ctypes.c_size_t(0), 1)


def notebook(text: str, at: str) -> nbformat.NotebookNode:
    """The base notebook with the cells of a text before or behind its own."""
    base, own = (jupytext.reads(t, "py:percent") for t in ((LAB / "base.py").read_text("utf-8"), text))
    base.cells = own.cells + base.cells if at == "start" else base.cells + own.cells
    return base


def last_cell(attack: Attack) -> int:
    """The place in its notebook of an attack's last cell."""
    own = len(jupytext.reads(attack.cells, "py:percent").cells)
    base = len(jupytext.reads((LAB / "base.py").read_text("utf-8"), "py:percent").cells)
    return own - 1 if attack.at == "start" else base + own - 1
