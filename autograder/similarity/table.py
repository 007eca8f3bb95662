"""A comparison as a table for a terminal."""

from collections.abc import Iterable

from rich.console import Group, RenderableType
from rich.table import Table

from autograder.messages import Catalogue
from autograder.output.text import terminal_text
from autograder.similarity.comparison import Comparison
from autograder.similarity.reading import Work
from autograder.similarity.report import Described


def render(found: Comparison, pairs: Iterable[Described], say: Catalogue) -> RenderableType:
    """The pairs in order, what their figures mean, and what was not compared."""
    table = Table(box=None, padding=(0, 2, 0, 0))
    for column in ("first", "second"):
        table.add_column(say(f"similarity.column_{column}"), ratio=1)
    for column in ("unusual", "lines", "only", "holders", "numbers", "seed"):
        table.add_column(say(f"similarity.column_{column}"), justify="right", no_wrap=True)
    shown = [_row(pair, found, say) for pair in pairs]
    for row in shown:
        table.add_row(*map(terminal_text, row))
    parts: list[RenderableType] = [terminal_text(say("similarity.none"))] if not shown else [table]
    return Group(
        *parts,
        "",
        *(terminal_text(line) for line in summary(found, say)),
        terminal_text(say("similarity.meaning"), "dim"),
    )


def summary(found: Comparison, say: Catalogue) -> list[str]:
    """How much was compared, and what is usual."""
    lines = [say("similarity.compared", count=len(found.works), uncompared=len(found.uncompared))]
    if found.more:
        lines.append(say("similarity.more", shown=len(found.pairs), more=found.more))
    if found.usual is None:
        return [*lines, say("similarity.small", count=len(found.works))]
    return [*lines, say("similarity.usual", half=f"{found.usual.half:.1f}", most=f"{found.usual.most:.1f}")]


def label(work: Work) -> str:
    """Whose a notebook is, and where it lay."""
    return f"{work.name} ({work.source})" if work.name else work.source


def seeds(pair: Described) -> str:
    """The seeds that stand in both."""
    return ", ".join(map(str, pair.pair.seeds)) or "–"


def _row(pair: Described, found: Comparison, say: Catalogue) -> list[str]:
    shared = pair.sharing
    return [
        *map(label, pair.works),
        f"{pair.pair.lines:.1f}",
        f"{len(shared.first)} / {len(shared.second)}",
        str(shared.rare),
        say("similarity.of", count=pair.holders, size=len(found.works)) if pair.holders else "–",
        f"{pair.pair.numbers:.0f}",
        seeds(pair),
    ]
