"""The text files that were not handed in and were replaced, as the student's process reports them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

MOST = 20
LONGEST = 200


@dataclass(frozen=True)
class ReplacedFile:
    """A text file that a cell asked for, by its index, and the name of the provided text that it was given instead."""

    cell: int
    name: str
    used: str


def read_replaced_files(answer: Any, cells: Mapping[int, int], known: frozenset[str]) -> tuple[ReplacedFile, ...]:
    """Make sense of the process's answer, which may be anything; what makes none is left out.

    `cells` maps the numbers that stand for cells in the process to their indices, `known` are the provided names.
    """
    files = []
    for entry in answer[:MOST] if isinstance(answer, list) else ():
        cell, name, used = entry if isinstance(entry, list | tuple) and len(entry) == 3 else (None, None, None)
        if type(cell) is int and cell in cells and isinstance(name, str) and isinstance(used, str) and used in known:
            files.append(ReplacedFile(cells[cell], name[:LONGEST], used))
    return tuple(files)
