"""A class compared: the pairs that share what few others have."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np

from autograder.errors import AutograderError, SimilarityError, SubmissionError
from autograder.intake.entry import Entry
from autograder.lab.declaration import Lab
from autograder.similarity.rarity import Census, Scores, census, scores
from autograder.similarity.reading import Work, issued, read

LEAST = 1.0  # lines that only two have, or as much: below, every two have something in common
MOST_WORKS = 3000  # beyond, the tables of all pairs take more than half a gigabyte
FAMILY = 5  # notebooks with one seed; a number that more have is an example that went around, and nobody's
ENOUGH = 10  # notebooks, for what is usual among them to mean anything


@dataclass(frozen=True)
class Pair:
    """Two notebooks, by their places, the first before the second, and what they share.

    `lines` counts shared lines of code by how unusual they are: one that only these two have is 1, one that most have
    is 0. `numbers` counts so what their outputs share. `seeds` are a person's numbers that stand in both.
    """

    first: int
    second: int
    lines: float
    numbers: float
    seeds: tuple[int, ...] = ()


@dataclass(frozen=True)
class Usual:
    """What pairs of this class share anyway, in lines: half of them at most `half`, 99 in 100 at most `most`."""

    half: float
    most: float


@dataclass(frozen=True)
class Uncompared:
    """A file that was not compared, and why."""

    source: str
    fault: AutograderError


@dataclass(frozen=True)
class Comparison:
    """What a comparison found: the pairs, the most remarkable first, and how many more there are with less in common.

    `usual` is None in a class too small for it; `code` and `numbers` know how many hold what.
    """

    works: tuple[Work, ...]
    uncompared: tuple[Uncompared, ...]
    pairs: tuple[Pair, ...]
    more: int
    usual: Usual | None
    code: Census
    numbers: Census


def compare(entries: Sequence[Entry], lab: Lab, most: int, done: Callable[[bool], None] = lambda _: None) -> Comparison:
    """Compare all that came in, and keep the `most` remarkable pairs; `done` hears of each file whether it failed.

    With fewer than two notebooks there are no pairs. Raises SimilarityError where there are too many.
    """
    if len(entries) > MOST_WORKS:
        raise SimilarityError("similarity.too_many", count=len(entries), most=MOST_WORKS)
    works, uncompared = _read(entries, lab, done)
    if len(works) < 2:
        return Comparison(works, uncompared, (), 0, None, census(()), census(()))
    runs = [np.unique(work.code.grams) for work in works]
    shown = [work.numbers.grams for work in works]
    code, numbers = census(runs), census(shown)
    lines = scores(runs, code) / _words_of_a_line(works)
    pairs, more = _pairs(works, lines, scores(shown, numbers), most)
    return Comparison(works, uncompared, pairs, more, _usual(lines), code, numbers)


def _read(
    entries: Sequence[Entry], lab: Lab, done: Callable[[bool], None]
) -> tuple[tuple[Work, ...], tuple[Uncompared, ...]]:
    known = issued(lab)
    works: list[Work] = []
    uncompared: list[Uncompared] = []
    for entry in entries:
        before = len(uncompared)
        try:
            works.append(read(entry, lab, known))
        except AutograderError as fault:
            uncompared.append(Uncompared(entry.source, fault))
        except OSError as error:
            unread = SubmissionError("submission.unreadable", path=Path(entry.source), fault=error.strerror)
            uncompared.append(Uncompared(entry.source, unread))
        except Exception as error:  # a fault of ours in one file must not take a class with it
            strange = SubmissionError(
                "similarity.strange", source=entry.source, fault=f"{type(error).__name__}: {error}"
            )
            uncompared.append(Uncompared(entry.source, strange))
        done(len(uncompared) > before)
    return tuple(works), tuple(uncompared)


def _words_of_a_line(works: Sequence[Work]) -> Scores:
    """How many words a line of each two notebooks has, (N, N); of two the fewer, so that long lines hide nothing."""
    found = np.array([max(1, work.code.own.sum()) / max(1, work.code.own_lines) for work in works])
    fewer: Scores = np.minimum.outer(found, found)
    return fewer


def _families(works: Sequence[Work]) -> set[tuple[int, int]]:
    """The pairs with a seed that few others have, by their places."""
    holders: dict[int, list[int]] = {}
    for place, work in enumerate(works):
        for seed in work.seeds:
            holders.setdefault(seed, []).append(place)
    return {pair for places in holders.values() if len(places) <= FAMILY for pair in combinations(places, 2)}


def _pairs(works: Sequence[Work], lines: Scores, numbers: Scores, most: int) -> tuple[tuple[Pair, ...], int]:
    """The pairs to show, and how many more share something unusual: first those with a seed in common, then by sum."""
    total = lines + numbers
    families = _families(works)
    leading = np.argsort(-total, axis=None, kind="stable")[:most]
    remarkable = {divmod(int(place), len(works)) for place in leading if total.flat[place] >= LEAST}
    found = [
        Pair(a, b, float(lines[a, b]), float(numbers[a, b]), tuple(sorted(works[a].seeds & works[b].seeds)))
        for a, b in remarkable | families
    ]
    found.sort(key=lambda p: ((p.first, p.second) not in families, -p.lines - p.numbers, p.first, p.second))
    every = int((total >= LEAST).sum()) + sum(bool(total[pair] < LEAST) for pair in families)
    return tuple(found[:most]), every - len(found[:most])


def _usual(lines: Scores) -> Usual | None:
    if len(lines) < ENOUGH:
        return None
    half, most = np.quantile(lines[np.triu_indices(len(lines), 1)], [0.5, 0.99])
    return Usual(float(half), float(most))
