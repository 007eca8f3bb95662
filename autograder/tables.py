"""Results as tables for a terminal; what came from a student is shown as text and never obeyed."""

import unicodedata
from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from autograder.messages import Catalogue
from autograder.report import Answered, Result
from autograder.row import Row
from autograder.verdict import Status, Verdict

STYLES = {
    Status.PASSED: "green",
    Status.PARTIAL: "yellow",
    Status.FAILED: "red",
    Status.MISSING: "red",
    Status.MANUAL: "cyan",
    Status.ERROR: "magenta",
}


def plain(text: str, style: str = "") -> Text:
    """A text without control characters, which could move the cursor or change the terminal's title."""
    return Text("".join(c if unicodedata.category(c)[0] != "C" else " " for c in text), style=style)


def points(value: float | None) -> str:
    """Points for reading; what is not known is a dash, never 0."""
    return "–" if value is None else f"{value:g}"


def one(result: Result, say: Catalogue) -> RenderableType:
    """The table of one submission, question by question, with what the checks said."""
    table = Table(title=plain(result.submission.file), title_justify="left")
    for column in ("question", "title", "status", "points", "message"):
        table.add_column(say(f"tables.{column}"), justify="right" if column == "points" else "left")
    for id, answered in result.questions.items():
        status = plain(say(f"tables.status_{answered.status}"), STYLES[answered.status])
        earned = f"{points(answered.score)} / {points(answered.points)}"
        table.add_row(id, plain(answered.title), status, earned, _messages(answered))
    return Group(table, plain(_sum(result, say)), *(plain(f"⚑ {flag.message}", "dim") for flag in result.flags))


def many(rows: Sequence[Row], say: Catalogue) -> RenderableType:
    """The table of a class: a line per file, in order; the mark is a range while it is open."""
    table = Table(box=None, padding=(0, 1, 0, 0))
    questions = list(dict.fromkeys(id for row in rows if row.result for id in row.result.questions))
    table.add_column(say("tables.file"), min_width=10)
    for column in (*questions, say("tables.score"), say("tables.mark")):
        table.add_column(column, no_wrap=True, justify="right")
    for row in rows:
        name = plain(row.person.name or row.source)
        if row.result is None:
            table.add_row(name, *[""] * len(questions), "", plain(say("tables.status_error"), "red"))
        else:
            cells = [_short(row.result.questions.get(id)) for id in questions]
            table.add_row(name, *cells, points(row.result.score), _mark(row.result))
    return table


def _short(answered: Answered | None) -> Text:
    return plain(points(answered.score), STYLES[answered.status]) if answered else plain("")


def _mark(result: Result) -> str:
    low, high = result.mark_range
    return f"{low:.1f}–{high:.1f}" if result.mark is None else f"{result.mark:.1f}"


def _messages(answered: Answered) -> Text:
    names = [f"→ {named.explanation} {named.evidence}".rstrip() for named in answered.mistakes]
    lines = [f"{c.title} {c.message}" for c in answered.checks if c.verdict is not Verdict.PASSED]
    shown = [*names, *dict.fromkeys(lines)][:3]
    return Text("\n").join(plain(line[:300]) for line in shown)


def _sum(result: Result, say: Catalogue) -> str:
    low, high = result.mark_range
    mark = say("tables.mark_open") if result.mark is None else f"{result.mark:.1f}"
    return say(
        "tables.sum",
        score=points(result.score),
        max_score=points(result.max_score),
        pending=points(result.pending),
        bonus=points(result.bonus),
        mark=mark,
        low=f"{low:.1f}",
        high=f"{high:.1f}",
    )
