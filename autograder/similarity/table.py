"""Shows a comparison as a table in a terminal."""

from collections.abc import Iterable

from rich.console import Group, RenderableType
from rich.table import Table

from autograder.messages import Catalogue
from autograder.output.text import terminal_text
from autograder.similarity.comparison import Comparison
from autograder.similarity.reading import ComparedNotebook
from autograder.similarity.report import PairReport


def render(comparison: Comparison, pairs: Iterable[PairReport], say: Catalogue) -> RenderableType:
    """Return the table of the pairs, with an explanation and the number of files that were not compared."""
    table = Table(box=None, padding=(0, 2, 0, 0))
    for column in ("first", "second"):
        table.add_column(say(f"similarity.column_{column}"), ratio=1)
    for column in ("unusual", "lines", "only", "holders", "numbers", "seed"):
        table.add_column(say(f"similarity.column_{column}"), justify="right", no_wrap=True)
    rows = [_row(pair, comparison, say) for pair in pairs]
    for row in rows:
        table.add_row(*map(terminal_text, row))
    parts: list[RenderableType] = [terminal_text(say("similarity.none"))] if not rows else [table]
    return Group(
        *parts,
        "",
        *(terminal_text(line) for line in summary(comparison, say)),
        terminal_text(say("similarity.meaning"), "dim"),
    )


def summary(comparison: Comparison, say: Catalogue) -> list[str]:
    """Return sentences that say how much was compared and what overlap is usual in the class."""
    lines = [say("similarity.compared", count=len(comparison.notebooks), uncompared=len(comparison.uncompared))]
    if comparison.more:
        lines.append(say("similarity.more", shown=len(comparison.pairs), more=comparison.more))
    if comparison.usual is None:
        return [*lines, say("similarity.small", count=len(comparison.notebooks))]
    return [*lines, say("similarity.usual", half=f"{comparison.usual.half:.1f}", most=f"{comparison.usual.most:.1f}")]


def notebook_label(notebook: ComparedNotebook) -> str:
    """Return the author of a notebook with its file, or only the file if no author is known."""
    return f"{notebook.name} ({notebook.source})" if notebook.name else notebook.source


def format_seeds(pair: PairReport) -> str:
    """Return the seeds that both notebooks have, as text."""
    return ", ".join(map(str, pair.pair.seeds)) or "–"


def _row(pair: PairReport, comparison: Comparison, say: Catalogue) -> list[str]:
    shared = pair.shared_lines
    return [
        *map(notebook_label, pair.notebooks),
        f"{pair.pair.lines:.1f}",
        f"{len(shared.first)} / {len(shared.second)}",
        str(shared.rare),
        say("similarity.of", count=pair.holders, size=len(comparison.notebooks)) if pair.holders else "–",
        f"{pair.pair.numbers:.0f}",
        format_seeds(pair),
    ]
