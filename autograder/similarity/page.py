"""A comparison as one page, two notebooks side by side: nothing is fetched, nothing is run, and nobody is accused."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.messages import Catalogue
from autograder.output.page import render
from autograder.similarity import table
from autograder.similarity.code import Code
from autograder.similarity.comparison import Comparison
from autograder.similarity.passages import Shared
from autograder.similarity.reading import Work
from autograder.similarity.report import Described

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
class Row:
    """A line on the page: its mark, what is read when it is pointed at, and where the same passage stands opposite."""

    cell: int
    text: str
    shade: str = ""
    title: str = ""
    passage: int = 0
    here: str = ""
    there: str = ""


def page(found: Comparison, pairs: Iterable[Described], say: Catalogue, lab: str) -> str:
    """The page as HTML; all that comes from submissions is escaped."""
    return render(
        TEMPLATE,
        language=say.language,
        lab=lab,
        text={name: say(f"similarity.{name}") for name in PARTS},
        column={name: say(f"similarity.column_{name}") for name in COLUMNS},
        summary=table.summary(found, say),
        shades=[(shade, say(f"similarity.shade_{shade}")) for shade in SHADES],
        pairs=[_pair(pair, len(found.works), say) for pair in pairs],
        uncompared=[(file.source, file.fault.render(say.language)) for file in found.uncompared],
    )


def _pair(pair: Described, size: int, say: Catalogue) -> dict[str, Any]:
    shared = (pair.sharing.first, pair.sharing.second)
    return {
        "number": pair.number,
        "heading": say("similarity.pair", number=pair.number),
        "works": [_work(work, lines, say) for work, lines in zip(pair.works, shared, strict=True)],
        "unusual": f"{pair.pair.lines:.1f}",
        "lines": f"{len(shared[0])} / {len(shared[1])}",
        "only": pair.sharing.rare,
        "holders": say("similarity.of", count=pair.holders, size=size) if pair.holders else "–",
        "numbers": f"{pair.pair.numbers:.0f}",
        "seeds": table.seeds(pair),
        "remarks": list(_remarks(pair, say)),
        "sides": [
            _Side(pair.number, side, lines, opposite, size, say).rows(work.code)
            for side, work, lines, opposite in zip((1, 2), pair.works, shared, shared[::-1], strict=True)
        ],
    }


def _work(work: Work, shared: dict[int, Shared], say: Catalogue) -> dict[str, str]:
    share = say("similarity.share", shared=len(shared), own=work.code.own_lines)
    return {"name": work.name, "source": work.source, "share": share}


def _remarks(pair: Described, say: Catalogue) -> Iterator[str]:
    if pair.pair.seeds:
        yield say("similarity.same_seed", seeds=table.seeds(pair))
    if pair.numbers:
        yield say("similarity.same_numbers", numbers="; ".join(pair.numbers))


@dataclass(frozen=True)
class _Side:
    """One notebook of a pair; `side` is 1 or 2, `opposite` what the other one shares, and `size` that of the class."""

    pair: int
    side: int
    shared: dict[int, Shared]
    opposite: dict[int, Shared]
    size: int
    say: Catalogue

    def rows(self, code: Code) -> tuple[list[Row], bool]:
        """The lines to show, and whether there are more."""
        seen: set[int] = set()
        across = {line.passage for place, line in self.opposite.items() if place < MOST_LINES}
        rows = []
        for place, line in enumerate(code.lines[:MOST_LINES]):
            found = self.shared.get(place)
            rows.append(self._row(line.cell, line.text[:MOST_WIDTH], found, seen, across))
        long = any(len(line.text) > MOST_WIDTH for line in code.lines)
        return rows, long or len(code.lines) > MOST_LINES

    def _row(self, cell: int, text: str, found: Shared | None, seen: set[int], across: set[int]) -> Row:
        if found is None:
            return Row(cell, text)
        first = found.passage not in seen
        seen.add(found.passage)
        here, there = (f"p{self.pair}-{side}-{found.passage}" for side in (self.side, 3 - self.side))
        title = self.say("similarity.held", count=found.holders, size=self.size)
        return Row(
            cell,
            text,
            self._shade(found.holders),
            title,
            found.passage,
            here if first else "",
            there if found.passage in across else "",
        )

    def _shade(self, holders: int) -> str:
        if holders <= 2:
            return "two"
        return "few" if holders <= self.size / 10 else "many"
