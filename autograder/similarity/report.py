"""A comparison as people read it: for each pair who, what is shared and where; for the table, the page and JSON."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any

import numpy as np

from autograder.similarity.comparison import Comparison, Pair
from autograder.similarity.passages import Sharing, sharing
from autograder.similarity.reading import Work

TOLD = 24  # numbers, for a person to see what it is about


@dataclass(frozen=True)
class Described:
    """A pair with its notebooks, the lines that they share, and numbers that stand in the outputs of both.

    `holders` is how many notebooks of the class have such a line as the two share, in the middle; 0 without any.
    """

    number: int
    pair: Pair
    first: Work
    second: Work
    sharing: Sharing
    holders: int
    numbers: tuple[str, ...]

    @property
    def works(self) -> tuple[Work, Work]:
        """The two notebooks."""
        return self.first, self.second


def described(found: Comparison) -> Iterator[Described]:
    """The pairs of a comparison, in order."""
    for number, pair in enumerate(found.pairs, start=1):
        first, second = found.works[pair.first], found.works[pair.second]
        shared = sharing(first.code, second.code, found.code)
        holders = round(median([line.holders for line in shared.first.values()] or [0]))
        yield Described(number, pair, first, second, shared, holders, tuple(_numbers(found, pair)))


def plain(found: Comparison, pairs: Iterable[Described], language: str) -> str:
    """A comparison as JSON, faults in a language; what is not known is null."""
    table = {
        "compared": len(found.works),
        "usual": {"half": found.usual.half, "most": found.usual.most} if found.usual else None,
        "more_pairs": found.more,
        "pairs": [_plain(pair) for pair in pairs],
        "uncompared": [{"source": file.source, "fault": file.fault.render(language)} for file in found.uncompared],
    }
    return json.dumps(table, ensure_ascii=False, indent=2) + "\n"


def _plain(found: Described) -> dict[str, Any]:
    lines = (found.sharing.first, found.sharing.second)
    return {
        "notebooks": [
            {"source": work.source, "name": work.name, "own_lines": work.code.own_lines, "shared_lines": len(shared)}
            for work, shared in zip(found.works, lines, strict=True)
        ],
        "unusual_lines": round(found.pair.lines, 2),
        "unusual_numbers": round(found.pair.numbers, 2),
        "only_these_two": found.sharing.rare,
        "holders": found.holders or None,
        "seeds": list(found.pair.seeds),
        "numbers": list(found.numbers),
    }


def _numbers(found: Comparison, pair: Pair) -> list[str]:
    """Decimals that stand in the outputs of both, in the order of the first; what most have is not told."""
    first, second = found.works[pair.first].numbers, found.works[pair.second].numbers
    telling = np.isin(first.grams, second.grams) & (found.numbers.weight(found.numbers.holders(first.grams)) > 0)
    runs = [text.split(" ") for text, tells in zip(first.texts, telling.tolist(), strict=True) if tells]
    return list(dict.fromkeys(number for run in runs for number in run))[:TOLD]
