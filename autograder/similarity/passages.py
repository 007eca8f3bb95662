"""Finds the lines of code that two notebooks share, and which passages of one match which of the other."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from autograder.similarity.code import RUN_LENGTH, Hashes, NotebookCode
from autograder.similarity.rarity import RunCounts


@dataclass(frozen=True)
class SharedLine:
    """A shared line: how many notebooks of the class have it, and the number of its passage."""

    holders: int
    passage: int


@dataclass(frozen=True)
class SharedLines:
    """The shared lines of two notebooks, by their index among the lines of each."""

    first: dict[int, SharedLine]
    second: dict[int, SharedLine]

    @property
    def rare(self) -> int:
        """Return how many of the shared lines no other notebook of the class has."""
        return sum(line.holders <= 2 for line in self.first.values())


def shared_lines(first: NotebookCode, second: NotebookCode, counted: RunCounts) -> SharedLines:
    """Return the lines that two notebooks share, whatever their names, numbers and comments."""
    common = np.intersect1d(first.hashes, second.hashes)
    holders = [_holders(code, common, counted) for code in (first, second)]
    first_lines, second_lines = (_lines(code, counts) for code, counts in zip((first, second), holders, strict=True))
    passages = _passages(first, first_lines)
    of_run = _of_runs(first, common, passages)
    return SharedLines(
        {line: SharedLine(count, passages[line]) for line, count in first_lines.items()},
        {line: SharedLine(count, passage) for line, count, passage in _matched(second, second_lines, of_run)},
    )


def _holders(code: NotebookCode, common: Hashes, counted: RunCounts) -> NDArray[np.int64]:
    """For each word how many notebooks hold the commonest shared run that it is in, 0 where it is in none, (W,).

    A run over the border of two passages is rare even where one of them is not.
    """
    most_holders = np.zeros(len(code.own), dtype=np.int64)
    shared = np.isin(code.hashes, common)
    counts = counted.holders(code.hashes[shared])
    for step in range(RUN_LENGTH):
        np.maximum.at(most_holders, code.starts[shared] + step, counts)
    return most_holders


def _lines(code: NotebookCode, holders: NDArray[np.int64]) -> dict[int, int]:
    """The lines of which at least half of the author's own words are shared, and how many hold such a line."""
    lines, counts = code.line_of[code.own], holders[code.own]
    holders_of = {}
    for line in np.unique(lines[counts > 0]).tolist():
        within = counts[lines == line]
        shared_counts = within[within > 0]
        if 2 * len(shared_counts) >= len(within):
            holders_of[line] = int(np.median(shared_counts))
    return holders_of


def _passages(code: NotebookCode, lines: dict[int, int]) -> dict[int, int]:
    """The number of the passage of each line, from 1: shared lines of one cell with no other code between them."""
    passage_of: dict[int, int] = {}
    passage, cell = 0, 0  # the cell of the line before, 0 where that is not shared
    for line in np.unique(code.line_of).tolist():
        line_cell = code.lines[line].cell if line in lines else 0
        if line_cell:
            passage += line_cell != cell
            passage_of[line] = passage
        cell = line_cell
    return passage_of


def _of_runs(code: NotebookCode, common: Hashes, passages: dict[int, int]) -> dict[int, int]:
    """For each shared run the passage that most of its words are in."""
    passage_of: dict[int, int] = {}
    shared = np.isin(code.hashes, common)
    for start, run in zip(code.starts[shared].tolist(), code.hashes[shared].tolist(), strict=True):
        within = [passages[line] for line in code.line_of[start : start + RUN_LENGTH].tolist() if line in passages]
        if within and run not in passage_of:
            passage_of[run] = max(set(within), key=within.count)
    return passage_of


def _matched(code: NotebookCode, lines: dict[int, int], of_run: dict[int, int]) -> list[tuple[int, int, int]]:
    """The shared lines of the second: place, holders, and the passage of the first that most of their words match."""
    votes: dict[int, list[int]] = {}
    for start, run in zip(code.starts.tolist(), code.hashes.tolist(), strict=True):
        if run in of_run:
            for line in code.line_of[start : start + RUN_LENGTH].tolist():
                votes.setdefault(line, []).append(of_run[run])
    matches = []
    for line, count in sorted(lines.items()):
        voted = votes.get(line, [])
        matches.append((line, count, max(set(voted), key=voted.count) if voted else 0))
    return matches
