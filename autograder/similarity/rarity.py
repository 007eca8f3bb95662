"""Measures how rare shared code is in a class."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from autograder.similarity.code import Hashes

FEW = 64  # holders; up to here the pairs of a run are listed, beyond they are multiplied out
BLOCK = 1 << 22

Scores = NDArray[np.float64]


@dataclass(frozen=True)
class RunCounts:
    """How many of `size` notebooks contain each run that at least two contain; `runs` is sorted."""

    runs: Hashes
    counts: NDArray[np.int64]
    size: int

    def holders(self, runs: Hashes) -> NDArray[np.int64]:
        """Return how many notebooks contain each of the given runs, in the same shape."""
        if not len(self.runs):
            return np.ones(len(runs), dtype=np.int64)
        places = np.searchsorted(self.runs, runs).clip(max=len(self.runs) - 1)
        holders: NDArray[np.int64] = np.where(self.runs[places] == runs, self.counts[places], 1)
        return holders

    def weight(self, holders: NDArray[np.int64]) -> Scores:
        """Return the weights of shared runs: 1 if only two notebooks contain it, falling to 0 if half of them do."""
        scale = np.log(max(self.size, 3) / 2)
        weights = np.log(max(self.size, 3) / np.maximum(holders, 2)) / scale
        scores: Scores = np.where((holders <= 2) | (holders <= self.size / 2), weights, 0.0)
        return scores


def count_runs(notebooks: Sequence[Hashes]) -> RunCounts:
    """Count how many notebooks contain each run; the runs of one notebook must be distinct."""
    runs, counts = np.unique(np.concatenate([*notebooks, np.empty(0, np.uint64)]), return_counts=True)
    return RunCounts(runs[counts > 1], counts[counts > 1].astype(np.int64), len(notebooks))


def rarity_scores(notebooks: Sequence[Hashes], counted: RunCounts) -> Scores:
    """Return the total weight of the runs that each two of N notebooks share, (N, N), above the diagonal."""
    size = len(notebooks)
    total = np.zeros((size, size))
    for holders, owners in _shared(notebooks, counted):
        weight = float(counted.weight(np.array([holders]))[0])
        if weight > 0:
            together = _listed(owners, size) if holders <= FEW else _multiplied(owners, size)
            total += weight * together
    return np.triu(total, 1)


def _shared(notebooks: Sequence[Hashes], counted: RunCounts) -> Iterator[tuple[int, NDArray[np.int64]]]:
    """How many hold a run, and for some runs that so many hold their notebooks, in order: (R, holders)."""
    everyone = np.concatenate([np.full(len(held), place) for place, held in enumerate(notebooks)])
    everything = np.concatenate(notebooks)
    holders = counted.holders(everything)
    for count in np.unique(holders[holders > 1]).tolist():
        chosen = holders == count
        order = np.argsort(everything[chosen], kind="stable")
        owners = everyone[chosen][order].reshape(-1, count)
        step = max(1, BLOCK // (count * count if count <= FEW else len(notebooks)))
        yield from ((count, owners[start : start + step]) for start in range(0, len(owners), step))


def _listed(owners: NDArray[np.int64], size: int) -> Scores:
    left, right = np.triu_indices(owners.shape[1], 1)
    pairs = owners[:, left] * size + owners[:, right]
    return np.bincount(pairs.ravel(), minlength=size * size).reshape(size, size).astype(np.float64)


def _multiplied(owners: NDArray[np.int64], size: int) -> Scores:
    held = np.zeros((len(owners), size), dtype=np.float32)
    np.put_along_axis(held, owners, 1.0, axis=1)
    return (held.T @ held).astype(np.float64)
