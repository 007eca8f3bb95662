"""Shows a comparison as a table in a terminal."""

from collections.abc import Iterable

from rich.console import Group, RenderableType
from rich.table import Table

from autograder.messages import Catalogue
from autograder.output.text import terminal_text
from autograder.similarity.comparison import Comparison
from autograder.similarity.reading import ComparedNotebook
from autograder.similarity.report import PairReport


def render(found: Comparison, pairs: Iterable[PairReport], say: Catalogue) -> RenderableType:
    """Return the table of the pairs, with what their figures mean and how many files were not compared."""
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
    """Return the lines that say how much was compared and what overlap is usual."""
    lines = [say("similarity.compared", count=len(found.notebooks), uncompared=len(found.uncompared))]
    if found.more:
        lines.append(say("similarity.more", shown=len(found.pairs), more=found.more))
    if found.usual is None:
        return [*lines, say("similarity.small", count=len(found.notebooks))]
    return [*lines, say("similarity.usual", half=f"{found.usual.half:.1f}", most=f"{found.usual.most:.1f}")]


def notebook_label(notebook: ComparedNotebook) -> str:
    """Return the author of a notebook with its file, or only the file where no author is known."""
    return f"{notebook.name} ({notebook.source})" if notebook.name else notebook.source


def format_seeds(pair: PairReport) -> str:
    """Return the seeds that both notebooks have, as text."""
    return ", ".join(map(str, pair.pair.seeds)) or "–"


def _row(pair: PairReport, found: Comparison, say: Catalogue) -> list[str]:
    shared = pair.shared_lines
    return [
        *map(notebook_label, pair.notebooks),
        f"{pair.pair.lines:.1f}",
        f"{len(shared.first)} / {len(shared.second)}",
        str(shared.rare),
        say("similarity.of", count=pair.holders, size=len(found.notebooks)) if pair.holders else "–",
        f"{pair.pair.numbers:.0f}",
        format_seeds(pair),
    ]
