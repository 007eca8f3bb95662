"""Represents the code of one notebook as hashed runs of tokens, without what the student version contains."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from autograder.similarity.tokens import NormalizedToken, normalized_tokens, own_names, source_tokens

Hashes = NDArray[np.uint64]
FACTORS = np.random.default_rng(0).integers(1, 1 << 63, 64, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
RUN_LENGTH = 20  # words: two lines or three; shorter runs are alike by chance


@dataclass(frozen=True)
class CodeLine:
    """A line of code, and the number of its cell, counted from 1 over all cells of the notebook."""

    cell: int
    text: str


@dataclass(frozen=True)
class TemplateCode:
    """The code of the student version: its cells as normalized tokens, and the hashes of its runs of tokens."""

    cells: frozenset[tuple[str, ...]]
    hashes: Hashes

    def has(self, cell: Sequence[NormalizedToken]) -> bool:
        """Return whether a cell is in the student version, apart from comments, numbers and own names."""
        return tuple(word.text for word in cell) in self.cells


@dataclass(frozen=True)
class NotebookCode:
    """The code of a notebook, without the cells that are unchanged from the student version.

    It has W tokens and S runs of RUN_LENGTH tokens. `line_of` is the index into `lines` of each token, shape (W,).
    `own` marks the tokens that are in no run of the student version, (W,). `starts` are the token indices where a run
    begins of which at least half is own, (S,), and `hashes` the hashes of these runs, (S,).
    """

    lines: tuple[CodeLine, ...]
    line_of: NDArray[np.int64]
    own: NDArray[np.bool_]
    starts: NDArray[np.int64]
    hashes: Hashes

    @property
    def own_lines(self) -> int:
        """Return how many lines have a token that is not from the student version."""
        return len(np.unique(self.line_of[self.own]))


def template_code(cells: Iterable[str]) -> TemplateCode:
    """Return the normalized code of the student version's code cells."""
    cell_tokens = [source_tokens(_unified(cell)) for cell in cells]
    names = own_names(cell_tokens)
    normalized = [tuple(word.text for word in normalized_tokens(cell, names)) for cell in cell_tokens]
    return TemplateCode(
        frozenset(normalized), np.unique(hash_runs([text for cell in normalized for text in cell], RUN_LENGTH))
    )


def notebook_code(cells: Iterable[tuple[int, str]], template: TemplateCode) -> NotebookCode:
    """Return the code of a notebook's numbered cells, without the cells of the student version."""
    unified = [(number, _unified(source)) for number, source in cells]
    names = own_names(source_tokens(source) for _, source in unified)
    lines: list[CodeLine] = []
    texts: list[str] = []
    line_of: list[int] = []
    for number, source in unified:
        cell = normalized_tokens(source_tokens(source), names)
        if template.has(cell):
            continue
        line_of += [len(lines) + word.line for word in cell]
        texts += [word.text for word in cell]
        lines += [CodeLine(number, text) for text in source.split("\n")]
    runs = hash_runs(texts, RUN_LENGTH)
    own = ~words_in_runs(np.flatnonzero(np.isin(runs, template.hashes)), len(texts))
    before = np.concatenate([[0], own.cumsum()])
    starts = np.flatnonzero(before[RUN_LENGTH:] - before[: len(runs)] >= RUN_LENGTH / 2)
    return NotebookCode(tuple(lines), np.array(line_of, dtype=np.int64), own, starts, runs[starts])


def words_in_runs(starts: NDArray[np.int64], count: int) -> NDArray[np.bool_]:
    """Return, as an array of shape (count,), which tokens are in a run that begins at one of the starts."""
    steps = np.zeros(count + 1, dtype=np.int64)
    np.add.at(steps, starts, 1)
    np.add.at(steps, starts + RUN_LENGTH, -1)
    return steps.cumsum()[:count] > 0


def hash_runs(texts: Sequence[str], length: int) -> Hashes:
    """Return the hash of each run of `length` consecutive texts, in order, shape (len(texts) - length + 1,).

    It is a multilinear hash modulo 2^64, the same on every machine; two different runs share one as rarely as two
    random 64-bit numbers are equal.
    """
    if len(texts) < length:
        return np.empty(0, dtype=np.uint64)
    values = np.array([_value(text) for text in texts], dtype=np.uint64)
    runs = np.lib.stride_tricks.sliding_window_view(values, length)  # (len - length + 1, length)
    sums: Hashes = (runs * FACTORS[:length]).sum(axis=1, dtype=np.uint64)
    return sums ^ (sums >> np.uint64(32))


@lru_cache(maxsize=1 << 16)
def _value(text: str) -> int:
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big")


def _unified(source: str) -> str:
    return source.replace("\r\n", "\n").replace("\r", "\n")
