"""A class compared: the pairs that share what few others have."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np

from autograder.errors import AutograderError, SimilarityError, SubmissionError
from autograder.intake.entry import Entry
from autograder.lab import Lab
from autograder.similarity.rarity import Census, Scores, census, scores
from autograder.similarity.work import Work, issued, read

LEAST = 1.0  # lines that only two have, or as much: below, every two have something in common
MOST_WORKS = 5000  # beyond, the table of all pairs takes more than half a gigabyte
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
    """What a pair of this class shares anyway, in lines: half of all pairs no more than `half`, 99 in 100 than `most`."""

    half: float
    most: float


@dataclass(frozen=True)
class Uncompared:
    """A file that was not compared, and why."""

    source: str
    fault: AutograderError


@dataclass(frozen=True)
class Comparison:
    """What a comparison found: the pairs, the most remarkable first; `usual` is None in a class too small for it."""

    works: tuple[Work, ...]
    uncompared: tuple[Uncompared, ...]
    pairs: tuple[Pair, ...]
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
        return Comparison(works, uncompared, (), None, census(()), census(()))
    runs = [np.unique(work.code.grams) for work in works]
    shown = [work.numbers.grams for work in works]
    code, numbers = census(runs), census(shown)
    lines = scores(runs, code) / _words_of_a_line(works)
    pairs = _pairs(lines, scores(shown, numbers), _seeds(works), most)
    return Comparison(works, uncompared, pairs, _usual(lines), code, numbers)


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


def _words_of_a_line(works: Iterable[Work]) -> float:
    words = sum(int(work.code.own.sum()) for work in works)
    return max(1.0, words / max(1, sum(work.code.own_lines for work in works)))


def _seeds(works: Sequence[Work]) -> dict[tuple[int, int], tuple[int, ...]]:
    """The seeds that two notebooks share, by their places; one that most of a class has is nobody's."""
    holders: dict[int, list[int]] = {}
    for place, work in enumerate(works):
        for seed in work.seeds:
            holders.setdefault(seed, []).append(place)
    found: dict[tuple[int, int], tuple[int, ...]] = {}
    for seed, places in sorted(holders.items()):
        if len(places) <= max(2, len(works) / 2):
            found |= {pair: (*found.get(pair, ()), seed) for pair in combinations(places, 2)}
    return found


def _pairs(
    lines: Scores, numbers: Scores, seeds: dict[tuple[int, int], tuple[int, ...]], most: int
) -> tuple[Pair, ...]:
    """The pairs to show: those with a seed in common first, and of all first who shares more of what is unusual."""
    total = lines + numbers
    flat = np.argsort(-total, axis=None, kind="stable")[:most]
    places = {divmod(int(place), len(lines)) for place in flat if total.flat[place] >= LEAST} | set(seeds)
    found = [Pair(a, b, float(lines[a, b]), float(numbers[a, b]), seeds.get((a, b), ())) for a, b in places]
    found.sort(key=lambda pair: (not pair.seeds, -pair.lines - pair.numbers, pair.first, pair.second))
    return tuple(found[:most])


def _usual(lines: Scores) -> Usual | None:
    if len(lines) < ENOUGH:
        return None
    half, most = np.quantile(lines[np.triu_indices(len(lines), 1)], [0.5, 0.99])
    return Usual(float(half), float(most))
