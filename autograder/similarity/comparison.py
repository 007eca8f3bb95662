"""Compares the notebooks of a class and finds the pairs that share what few others have."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations

import numpy as np

from autograder.errors import AutograderError, SimilarityError, SubmissionError
from autograder.intake.entry import Entry
from autograder.lab.declaration import Lab
from autograder.similarity.rarity import RunCounts, Scores, count_runs, rarity_scores
from autograder.similarity.reading import ComparedNotebook, StudentVersion, read_notebook, read_student_version
from autograder.workers.pool import Workers

LEAST = 1.0  # lines that only two have, or as much: below, every two have something in common
MOST_NOTEBOOKS = 3000  # beyond, the tables of all pairs take more than half a gigabyte
FAMILY = 5  # notebooks with one seed; a number that more have is an example that went around, and nobody's
ENOUGH = 10  # notebooks, for what is usual among them to mean anything


@dataclass(frozen=True)
class NotebookPair:
    """Two notebooks, by their indices, the smaller first, and what they share.

    `lines` adds up the shared lines of code, each weighted by its rarity: 1 if only these two have it, 0 if most have
    it. `numbers` does the same for numbers in outputs. `seeds` are personal random seeds that both contain.
    """

    first: int
    second: int
    lines: float
    numbers: float
    seeds: tuple[int, ...] = ()


@dataclass(frozen=True)
class UsualOverlap:
    """The usual overlap in a class, in lines: half of the pairs share at most `half`, 99 in 100 at most `most`."""

    half: float
    most: float


@dataclass(frozen=True)
class UncomparedFile:
    """A file that was not compared, and the error that prevented it."""

    source: str
    fault: AutograderError


@dataclass(frozen=True)
class Comparison:
    """The result of a comparison: the most similar pairs first; `more` counts the remaining pairs.

    `usual` is None in a class that is too small; `code` and `numbers` count the notebooks that contain each run.
    """

    notebooks: tuple[ComparedNotebook, ...]
    uncompared: tuple[UncomparedFile, ...]
    pairs: tuple[NotebookPair, ...]
    more: int
    usual: UsualOverlap | None
    code: RunCounts
    numbers: RunCounts


def compare_class(
    entries: Sequence[Entry], lab: Lab, most: int, workers: Workers, done: Callable[[bool], None] = lambda _: None
) -> Comparison:
    """Compare all files of a class, read by workers, and return the `most` most similar pairs.

    `done` is called after each file, with whether it failed. With fewer than two notebooks there are no pairs. Raises
    SimilarityError if there are more than MOST_NOTEBOOKS files.
    """
    if len(entries) > MOST_NOTEBOOKS:
        raise SimilarityError("similarity.too_many", count=len(entries), most=MOST_NOTEBOOKS)
    notebooks, uncompared = _read(entries, lab, workers, done)
    if len(notebooks) < 2:
        return Comparison(notebooks, uncompared, (), 0, None, count_runs(()), count_runs(()))
    runs = [np.unique(notebook.code.hashes) for notebook in notebooks]
    number_hashes = [notebook.numbers.hashes for notebook in notebooks]
    code, numbers = count_runs(runs), count_runs(number_hashes)
    lines = rarity_scores(runs, code) / _tokens_per_line(notebooks)
    pairs, more = _pairs(notebooks, lines, rarity_scores(number_hashes, numbers), most)
    return Comparison(notebooks, uncompared, pairs, more, _usual_overlap(lines), code, numbers)


def _read(
    entries: Sequence[Entry], lab: Lab, workers: Workers, done: Callable[[bool], None]
) -> tuple[tuple[ComparedNotebook, ...], tuple[UncomparedFile, ...]]:
    read: dict[str, ComparedNotebook | UncomparedFile] = {}
    work = partial(_compared_or_not, lab=lab, student_version=read_student_version(lab))
    for entry, found in workers.each(work, entries):
        read[entry.source] = found or UncomparedFile(entry.source, SubmissionError("batch.worker_died"))
        done(isinstance(read[entry.source], UncomparedFile))
    ordered = [read[entry.source] for entry in entries]
    return (
        tuple(notebook for notebook in ordered if isinstance(notebook, ComparedNotebook)),
        tuple(file for file in ordered if isinstance(file, UncomparedFile)),
    )


def _compared_or_not(entry: Entry, lab: Lab, student_version: StudentVersion) -> ComparedNotebook | UncomparedFile:
    """What a worker makes of a file; whatever is wrong with it, the class goes on."""
    try:
        return read_notebook(entry, lab, student_version)
    except AutograderError as fault:
        return UncomparedFile(entry.source, fault)
    except OSError as error:
        return UncomparedFile(
            entry.source, SubmissionError("submission.unreadable", path=entry.source, fault=error.strerror)
        )
    except Exception as error:  # a fault of ours in one file must not take a class with it
        strange = SubmissionError("similarity.strange", source=entry.source, fault=f"{type(error).__name__}: {error}")
        return UncomparedFile(entry.source, strange)


def _tokens_per_line(notebooks: Sequence[ComparedNotebook]) -> Scores:
    """Return the tokens per line of each two notebooks, (N, N); the fewer, as long lines must hide no copy."""
    densities = np.array([max(1, notebook.code.own.sum()) / max(1, notebook.code.own_lines) for notebook in notebooks])
    fewer: Scores = np.minimum.outer(densities, densities)
    return fewer


def _families(notebooks: Sequence[ComparedNotebook]) -> set[tuple[int, int]]:
    """Return the pairs with a seed that few others have, by their places."""
    holders: dict[int, list[int]] = {}
    for place, notebook in enumerate(notebooks):
        for seed in notebook.seeds:
            holders.setdefault(seed, []).append(place)
    return {pair for places in holders.values() if len(places) <= FAMILY for pair in combinations(places, 2)}


def _pairs(
    notebooks: Sequence[ComparedNotebook], lines: Scores, numbers: Scores, most: int
) -> tuple[tuple[NotebookPair, ...], int]:
    """Return the pairs to show, those with a common seed first, then by sum, and how many more there are."""
    total = lines + numbers
    families = _families(notebooks)
    leading = np.argsort(-total, axis=None, kind="stable")[:most]
    remarkable = {divmod(int(place), len(notebooks)) for place in leading if total.flat[place] >= LEAST}
    pairs = [
        NotebookPair(
            a, b, float(lines[a, b]), float(numbers[a, b]), tuple(sorted(notebooks[a].seeds & notebooks[b].seeds))
        )
        for a, b in remarkable | families
    ]
    pairs.sort(key=lambda p: ((p.first, p.second) not in families, -p.lines - p.numbers, p.first, p.second))
    every = int((total >= LEAST).sum()) + sum(bool(total[pair] < LEAST) for pair in families)
    return tuple(pairs[:most]), every - len(pairs[:most])


def _usual_overlap(lines: Scores) -> UsualOverlap | None:
    if len(lines) < ENOUGH:
        return None
    half, most = np.quantile(lines[np.triu_indices(len(lines), 1)], [0.5, 0.99])
    return UsualOverlap(float(half), float(most))
