"""What the code of one notebook is made of, and how much of it everybody was given."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from autograder.similarity.grams import Hashes, grams
from autograder.similarity.tokens import Word, lexemes, own_names, words

RUN = 20  # words: two lines or three; shorter runs are alike by chance


@dataclass(frozen=True)
class Line:
    """A line of code and the number of its cell, counted from 1 over all cells as a notebook shows them."""

    cell: int
    text: str


@dataclass(frozen=True)
class Given:
    """What the student version contains: its cells, each as words, and its runs of words."""

    cells: frozenset[tuple[str, ...]]
    grams: Hashes

    def has(self, cell: Sequence[Word]) -> bool:
        """Whether a cell stands in the student version, whatever its comments, numbers and names."""
        return tuple(word.text for word in cell) in self.cells


@dataclass(frozen=True)
class Code:
    """The cells of a notebook that were not given as they are, one after another.

    `lines` are their lines, and `line_of` the place there of each word, (W,). `own` tells the words that are in no run
    of the student version, (W,). `starts` are the places of the words where a run of RUN begins, at least half of it
    own, and `grams` the hashes of these runs, (S,).
    """

    lines: tuple[Line, ...]
    line_of: NDArray[np.int64]
    own: NDArray[np.bool_]
    starts: NDArray[np.int64]
    grams: Hashes

    @property
    def own_lines(self) -> int:
        """How many lines have a word of the author's."""
        return len(np.unique(self.line_of[self.own]))


def given(cells: Iterable[str]) -> Given:
    """What the code cells of the student version contain."""
    read = [lexemes(_unified(cell)) for cell in cells]
    own = own_names(read)
    found = [tuple(word.text for word in words(cell, own)) for cell in read]
    return Given(frozenset(found), np.unique(grams([text for cell in found for text in cell], RUN)))


def code(cells: Iterable[tuple[int, str]], known: Given) -> Code:
    """Read code cells, each with its number; what is given cell by cell is left out."""
    unified = [(number, _unified(source)) for number, source in cells]
    own = own_names(lexemes(source) for _, source in unified)
    lines: list[Line] = []
    texts: list[str] = []
    line_of: list[int] = []
    for number, source in unified:
        cell = words(lexemes(source), own)
        if known.has(cell):
            continue
        line_of += [len(lines) + word.line for word in cell]
        texts += [word.text for word in cell]
        lines += [Line(number, text) for text in source.split("\n")]
    runs = grams(texts, RUN)
    mine = ~spread(np.flatnonzero(np.isin(runs, known.grams)), len(texts))
    before = np.concatenate([[0], mine.cumsum()])
    starts = np.flatnonzero(before[RUN:] - before[: len(runs)] >= RUN / 2)
    return Code(tuple(lines), np.array(line_of, dtype=np.int64), mine, starts, runs[starts])


def spread(starts: NDArray[np.int64], count: int) -> NDArray[np.bool_]:
    """Which of `count` words are in a run that begins at one of the starts, (count,)."""
    steps = np.zeros(count + 1, dtype=np.int64)
    np.add.at(steps, starts, 1)
    np.add.at(steps, starts + RUN, -1)
    return steps.cumsum()[:count] > 0


def _unified(source: str) -> str:
    return source.replace("\r\n", "\n").replace("\r", "\n")
