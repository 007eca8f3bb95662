"""Renders a comparison as one HTML page, two notebooks side by side, without scripts or external files."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.messages import Catalogue
from autograder.output.page import render
from autograder.similarity import table
from autograder.similarity.code import NotebookCode
from autograder.similarity.comparison import Comparison
from autograder.similarity.passages import SharedLine
from autograder.similarity.reading import ComparedNotebook
from autograder.similarity.report import PairReport

TEMPLATE = Path(__file__).with_suffix(".html")
PARTS = (
    "title",
    "meaning",
    "honest",
    "order",
    "columns",
    "pairs",
    "none",
    "uncompared",
    "marks",
    "cell",
    "back",
    "cut",
)
COLUMNS = ("first", "second", "unusual", "lines", "only", "holders", "numbers", "seed", "source", "fault")
MOST_LINES = 2000  # of one notebook; what nobody wrote by hand nobody reads either
MOST_WIDTH = 400
SHADES = ("two", "few", "many")


@dataclass(frozen=True)
class PageLine:
    """A line of code on the page: its shade, its tooltip, and the link to the same passage in the other notebook."""

    cell: int
    text: str
    shade: str = ""
    title: str = ""
    passage: int = 0
    here: str = ""
    there: str = ""


def page(comparison: Comparison, pairs: Iterable[PairReport], say: Catalogue, lab: str) -> str:
    """Return the page of a comparison as HTML; all text that comes from submissions is escaped."""
    return render(
        TEMPLATE,
        language=say.language,
        lab=lab,
        text={name: say(f"similarity.{name}") for name in PARTS},
        column={name: say(f"similarity.column_{name}") for name in COLUMNS},
        summary=table.summary(comparison, say),
        shades=[(shade, say(f"similarity.shade_{shade}")) for shade in SHADES],
        pairs=[_pair(pair, len(comparison.notebooks), say) for pair in pairs],
        uncompared=[(file.source, file.fault.render(say.language)) for file in comparison.uncompared],
    )


def _pair(pair: PairReport, size: int, say: Catalogue) -> dict[str, Any]:
    shared = (pair.shared_lines.first, pair.shared_lines.second)
    return {
        "number": pair.number,
        "heading": say("similarity.pair", number=pair.number),
        "notebooks": [_notebook(notebook, lines, say) for notebook, lines in zip(pair.notebooks, shared, strict=True)],
        "unusual": f"{pair.pair.lines:.1f}",
        "lines": f"{len(shared[0])} / {len(shared[1])}",
        "only": pair.shared_lines.rare,
        "holders": say("similarity.of", count=pair.holders, size=size) if pair.holders else "–",
        "numbers": f"{pair.pair.numbers:.0f}",
        "seeds": table.format_seeds(pair),
        "remarks": list(_remarks(pair, say)),
        "sides": [
            _Side(pair.number, side, lines, opposite, size, say).rows(notebook.code)
            for side, notebook, lines, opposite in zip((1, 2), pair.notebooks, shared, shared[::-1], strict=True)
        ],
    }


def _notebook(notebook: ComparedNotebook, shared: dict[int, SharedLine], say: Catalogue) -> dict[str, str]:
    share = say("similarity.share", shared=len(shared), own=notebook.code.own_lines)
    return {"name": notebook.name, "source": notebook.source, "share": share}


def _remarks(pair: PairReport, say: Catalogue) -> Iterator[str]:
    if pair.pair.seeds:
        yield say("similarity.same_seed", seeds=table.format_seeds(pair))
    if pair.numbers:
        yield say("similarity.same_numbers", numbers="; ".join(pair.numbers))


@dataclass(frozen=True)
class _Side:
    """One notebook of a pair; `side` is 1 or 2, `opposite` what the other one shares, and `size` that of the class."""

    pair: int
    side: int
    shared: dict[int, SharedLine]
    opposite: dict[int, SharedLine]
    size: int
    say: Catalogue

    def rows(self, code: NotebookCode) -> tuple[list[PageLine], bool]:
        """Return the lines to show, and whether any were cut."""
        seen_passages: set[int] = set()
        across = {line.passage for place, line in self.opposite.items() if place < MOST_LINES}
        rows = []
        for place, line in enumerate(code.lines[:MOST_LINES]):
            shared_line = self.shared.get(place)
            rows.append(self._row(line.cell, line.text[:MOST_WIDTH], shared_line, seen_passages, across))
        long = any(len(line.text) > MOST_WIDTH for line in code.lines)
        return rows, long or len(code.lines) > MOST_LINES

    def _row(
        self, cell: int, text: str, shared_line: SharedLine | None, seen_passages: set[int], across: set[int]
    ) -> PageLine:
        if shared_line is None:
            return PageLine(cell, text)
        first = shared_line.passage not in seen_passages
        seen_passages.add(shared_line.passage)
        own_anchor, other_anchor = (f"p{self.pair}-{side}-{shared_line.passage}" for side in (self.side, 3 - self.side))
        title = self.say("similarity.held", count=shared_line.holders, size=self.size)
        return PageLine(
            cell,
            text,
            self._shade(shared_line.holders),
            title,
            shared_line.passage,
            own_anchor if first else "",
            other_anchor if shared_line.passage in across else "",
        )

    def _shade(self, holders: int) -> str:
        if holders <= 2:
            return "two"
        return "few" if holders <= self.size / 10 else "many"
