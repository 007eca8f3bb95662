"""Reports of the pairs of a comparison: who, what is shared and where; for the table, the page and JSON."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any

import numpy as np

from autograder.similarity.comparison import Comparison, NotebookPair
from autograder.similarity.passages import SharedLines, shared_lines
from autograder.similarity.reading import ComparedNotebook

TOLD = 24  # numbers, for a person to see what it is about


@dataclass(frozen=True)
class PairReport:
    """The report of a pair: its notebooks, the lines that they share, and numbers that stand in the outputs of both.

    `holders` is how many notebooks of the class have such a line as the two share, in the middle; 0 without any.
    """

    number: int
    pair: NotebookPair
    first: ComparedNotebook
    second: ComparedNotebook
    shared_lines: SharedLines
    holders: int
    numbers: tuple[str, ...]

    @property
    def notebooks(self) -> tuple[ComparedNotebook, ComparedNotebook]:
        """Return the two notebooks."""
        return self.first, self.second


def pair_reports(found: Comparison) -> Iterator[PairReport]:
    """Yield the report of each pair of a comparison, in order."""
    for number, pair in enumerate(found.pairs, start=1):
        first, second = found.notebooks[pair.first], found.notebooks[pair.second]
        shared = shared_lines(first.code, second.code, found.code)
        holders = round(median([line.holders for line in shared.first.values()] or [0]))
        yield PairReport(number, pair, first, second, shared, holders, tuple(_numbers(found, pair)))


def to_json(found: Comparison, pairs: Iterable[PairReport], language: str) -> str:
    """Return a comparison as JSON text, with faults in a language; what is not known is null."""
    table = {
        "compared": len(found.notebooks),
        "usual": {"half": found.usual.half, "most": found.usual.most} if found.usual else None,
        "more_pairs": found.more,
        "pairs": [_plain(pair) for pair in pairs],
        "uncompared": [{"source": file.source, "fault": file.fault.render(language)} for file in found.uncompared],
    }
    return json.dumps(table, ensure_ascii=False, indent=2) + "\n"


def _plain(found: PairReport) -> dict[str, Any]:
    lines = (found.shared_lines.first, found.shared_lines.second)
    return {
        "notebooks": [
            {
                "source": notebook.source,
                "name": notebook.name,
                "own_lines": notebook.code.own_lines,
                "shared_lines": len(shared),
            }
            for notebook, shared in zip(found.notebooks, lines, strict=True)
        ],
        "unusual_lines": round(found.pair.lines, 2),
        "unusual_numbers": round(found.pair.numbers, 2),
        "only_these_two": found.shared_lines.rare,
        "holders": found.holders or None,
        "seeds": list(found.pair.seeds),
        "numbers": list(found.numbers),
    }


def _numbers(found: Comparison, pair: NotebookPair) -> list[str]:
    """Return the decimals that stand in the outputs of both, in the order of the first; what most have is not told."""
    first, second = found.notebooks[pair.first].numbers, found.notebooks[pair.second].numbers
    telling = np.isin(first.hashes, second.hashes) & (found.numbers.weight(found.numbers.holders(first.hashes)) > 0)
    runs = [text.split(" ") for text, tells in zip(first.texts, telling.tolist(), strict=True) if tells]
    return list(dict.fromkeys(number for run in runs for number in run))[:TOLD]
