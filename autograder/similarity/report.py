"""Describes the pairs of a comparison for the table, the page and JSON: who shares what, and where."""

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
    """The description of a pair: its notebooks, the lines they share, and numbers that are in both outputs.

    `holders` is the median number of notebooks of the class that have one of the shared lines; 0 without any.
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


def pair_reports(comparison: Comparison) -> Iterator[PairReport]:
    """Yield the report of each pair of a comparison, in order."""
    for number, pair in enumerate(comparison.pairs, start=1):
        first, second = comparison.notebooks[pair.first], comparison.notebooks[pair.second]
        shared = shared_lines(first.code, second.code, comparison.code)
        holders = round(median([line.holders for line in shared.first.values()] or [0]))
        yield PairReport(number, pair, first, second, shared, holders, tuple(_numbers(comparison, pair)))


def to_json(comparison: Comparison, pairs: Iterable[PairReport], language: str) -> str:
    """Return a comparison as JSON text, with errors in a language; unknown values are null."""
    table = {
        "compared": len(comparison.notebooks),
        "usual": {"half": comparison.usual.half, "most": comparison.usual.most} if comparison.usual else None,
        "more_pairs": comparison.more,
        "pairs": [_plain(pair) for pair in pairs],
        "uncompared": [{"source": file.source, "fault": file.fault.render(language)} for file in comparison.uncompared],
    }
    return json.dumps(table, ensure_ascii=False, indent=2) + "\n"


def _plain(report: PairReport) -> dict[str, Any]:
    lines = (report.shared_lines.first, report.shared_lines.second)
    return {
        "notebooks": [
            {
                "source": notebook.source,
                "name": notebook.name,
                "own_lines": notebook.code.own_lines,
                "shared_lines": len(shared),
            }
            for notebook, shared in zip(report.notebooks, lines, strict=True)
        ],
        "unusual_lines": round(report.pair.lines, 2),
        "unusual_numbers": round(report.pair.numbers, 2),
        "only_these_two": report.shared_lines.rare,
        "holders": report.holders or None,
        "seeds": list(report.pair.seeds),
        "numbers": list(report.numbers),
    }


def _numbers(comparison: Comparison, pair: NotebookPair) -> list[str]:
    """Return the decimals that stand in the outputs of both, in the order of the first; what most have is not told."""
    first, second = comparison.notebooks[pair.first].numbers, comparison.notebooks[pair.second].numbers
    telling = np.isin(first.hashes, second.hashes) & (
        comparison.numbers.weight(comparison.numbers.holders(first.hashes)) > 0
    )
    runs = [text.split(" ") for text, tells in zip(first.texts, telling.tolist(), strict=True) if tells]
    return list(dict.fromkeys(number for run in runs for number in run))[:TOLD]
