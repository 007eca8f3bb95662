"""The lines of code that two notebooks share, and which passages of one match which of the other."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from autograder.similarity.code import RUN_LENGTH, Hashes, NotebookCode
from autograder.similarity.rarity import RunCounts


@dataclass(frozen=True)
class SharedLine:
    """A shared line: how many notebooks of the class have it, and the number of the passage that it is in."""

    holders: int
    passage: int


@dataclass(frozen=True)
class SharedLines:
    """The shared lines of two notebooks, by their places among the lines of each."""

    first: dict[int, SharedLine]
    second: dict[int, SharedLine]

    @property
    def rare(self) -> int:
        """Return how many lines of the first notebook nobody else in the class has."""
        return sum(line.holders <= 2 for line in self.first.values())


def shared_lines(first: NotebookCode, second: NotebookCode, counted: RunCounts) -> SharedLines:
    """Find the lines of two notebooks that stand in both, whatever their names, numbers and comments."""
    common = np.intersect1d(first.hashes, second.hashes)
    holders = [_holders(code, common, counted) for code in (first, second)]
    left, right = (_lines(code, found) for code, found in zip((first, second), holders, strict=True))
    passages = _passages(first, left)
    of_run = _of_runs(first, common, passages)
    return SharedLines(
        {line: SharedLine(count, passages[line]) for line, count in left.items()},
        {line: SharedLine(count, passage) for line, count, passage in _matched(second, right, of_run)},
    )


def _holders(code: NotebookCode, common: Hashes, counted: RunCounts) -> NDArray[np.int64]:
    """For each word how many notebooks hold the commonest shared run that it is in, 0 where it is in none, (W,).

    A run over the border of two passages is rare even where one of them is not.
    """
    found = np.zeros(len(code.own), dtype=np.int64)
    shared = np.isin(code.hashes, common)
    counts = counted.holders(code.hashes[shared])
    for step in range(RUN_LENGTH):
        np.maximum.at(found, code.starts[shared] + step, counts)
    return found


def _lines(code: NotebookCode, holders: NDArray[np.int64]) -> dict[int, int]:
    """The lines of which at least half of the author's own words are shared, and how many hold such a line."""
    lines, counts = code.line_of[code.own], holders[code.own]
    found = {}
    for line in np.unique(lines[counts > 0]).tolist():
        within = counts[lines == line]
        held = within[within > 0]
        if 2 * len(held) >= len(within):
            found[line] = int(np.median(held))
    return found


def _passages(code: NotebookCode, lines: dict[int, int]) -> dict[int, int]:
    """The number of the passage of each line, from 1: shared lines of one cell with no other code between them."""
    found: dict[int, int] = {}
    passage, cell = 0, 0  # the cell of the line before, 0 where that is not shared
    for line in np.unique(code.line_of).tolist():
        here = code.lines[line].cell if line in lines else 0
        if here:
            passage += here != cell
            found[line] = passage
        cell = here
    return found


def _of_runs(code: NotebookCode, common: Hashes, passages: dict[int, int]) -> dict[int, int]:
    """For each shared run the passage that most of its words are in."""
    found: dict[int, int] = {}
    shared = np.isin(code.hashes, common)
    for start, run in zip(code.starts[shared].tolist(), code.hashes[shared].tolist(), strict=True):
        within = [passages[line] for line in code.line_of[start : start + RUN_LENGTH].tolist() if line in passages]
        if within and run not in found:
            found[run] = max(set(within), key=within.count)
    return found


def _matched(code: NotebookCode, lines: dict[int, int], of_run: dict[int, int]) -> list[tuple[int, int, int]]:
    """The shared lines of the second: place, holders, and the passage of the first that most of their words match."""
    votes: dict[int, list[int]] = {}
    for start, run in zip(code.starts.tolist(), code.hashes.tolist(), strict=True):
        if run in of_run:
            for line in code.line_of[start : start + RUN_LENGTH].tolist():
                votes.setdefault(line, []).append(of_run[run])
    found = []
    for line, count in sorted(lines.items()):
        voted = votes.get(line, [])
        found.append((line, count, max(set(voted), key=voted.count) if voted else 0))
    return found
