"""Shows results as tables in a terminal; text of students is shown as it is and never interpreted."""

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from autograder.batch.row import Row
from autograder.messages import Catalogue
from autograder.output.text import format_points, terminal_text
from autograder.people.conflicts import person_label
from autograder.results.open_points import ClassOpenPoints
from autograder.results.question_result import CheckResult, QuestionResult
from autograder.results.result import Result
from autograder.results.verdict import Status, Verdict

MOST_LINES = 3  # of what was seen in a question
STYLES = {
    Status.PASSED: "green",
    Status.PARTIAL: "yellow",
    Status.FAILED: "red",
    Status.MISSING: "red",
    Status.MANUAL: "cyan",
    Status.ERROR: "magenta",
}


def one(result: Result, say: Catalogue) -> RenderableType:
    """Return the table of one submission, question by question, with the messages of the checks."""
    table = Table(title=terminal_text(result.submission.file), title_justify="left")
    for column in ("question", "title", "status", "points", "message"):
        table.add_column(say(f"tables.{column}"), justify="right" if column == "points" else "left")
    for id, answered in result.questions.items():
        status = terminal_text(say(f"tables.status_{answered.status}"), STYLES[answered.status])
        table.add_row(id, terminal_text(answered.title), status, _points(answered), _messages(answered, say))
    return Group(
        table, terminal_text(_sum(result, say)), *(terminal_text(f"⚑ {flag.message}", "dim") for flag in result.flags)
    )


def many(rows: Sequence[Row], say: Catalogue) -> RenderableType:
    """Return the table of a class: a line per file, in order; a mark that is not settled is shown as a range.

    One that counts for nobody, as somebody has decided, says so instead of its mark. Where checks left points open, a
    column says how many, and marks who has more of them than the class's median.
    """
    table = Table(box=None, padding=(0, 1, 0, 0))
    questions = list(dict.fromkeys(id for row in rows if row.result for id in row.result.questions))
    table.add_column(say("tables.file"), min_width=10)
    opened = ClassOpenPoints.of(row.result for row in rows)
    columns = (*questions, say("tables.score"), say("tables.mark"), *([say("tables.open")] if opened.most else []))
    for column in columns:
        table.add_column(column, no_wrap=True, justify="right")
    for row in rows:
        doubt = "? " if any(not told.settled for told in row.conflicts) else ""
        name = terminal_text(f"{doubt}{row.person.name or row.source or person_label(row.person)}")
        if row.result is None:
            table.add_row(name, *[""] * len(questions), "", terminal_text(say("tables.status_error"), "red"))
        else:
            cells = [_short(row.result.questions.get(id)) for id in questions]
            waits = [opened.text(row.result)] if opened.most else []
            mark = say("tables.set_aside") if row.set_aside else _mark(row.result)
            table.add_row(name, *cells, format_points(row.result.score), mark, *waits)
    told = {told.message: bool(told.settled) for row in rows for told in row.conflicts}
    lines = [terminal_text(f"? {message}", "yellow") for message, settled in told.items() if not settled]
    lines += [terminal_text(f"✓ {message}", "dim") for message, settled in told.items() if settled]
    if opened.most:
        lines.append(terminal_text(say("tables.open_points", median=format_points(opened.median)), "dim"))
    return Group(table, *lines) if lines else table


def _points(answered: QuestionResult) -> str:
    """Return the points of a question, with at least how many they are where some of them wait for a person."""
    waits = answered.score is None and answered.earned > 0
    points = f"≥ {format_points(answered.earned)}" if waits else format_points(answered.score)
    return f"{points} / {format_points(answered.points)}"


def _short(answered: QuestionResult | None) -> Text:
    return terminal_text(format_points(answered.score), STYLES[answered.status]) if answered else terminal_text("")


def _mark(result: Result) -> str:
    low, high = result.mark_range
    return f"{low:.1f}–{high:.1f}" if result.mark is None else f"{result.mark:.1f}"


def _messages(answered: QuestionResult, say: Catalogue) -> Text:
    costs = {deduction.mistake: f"−{format_points(deduction.points)} " for deduction in answered.deductions}
    shows = {m.name: say("export.evidence", evidence=m.evidence) if m.evidence else "" for m in answered.mistakes}
    names = [f"→ {costs.get(m.name, '')}{m.explanation} {shows[m.name]}".rstrip() for m in answered.mistakes]
    explained = {name for deduction in answered.deductions for name in deduction.checks}
    open = [c for c in answered.checks if c.verdict is not Verdict.PASSED and c.name not in explained]
    counts = answered.score is not None and not answered.barred
    lines = [f"{_cost(c) if counts else ''}{c.title} {c.message or c.detail}" for c in open]
    found = [*names, *dict.fromkeys(lines)]
    more = [say("unexplained.more_checks", count=len(found) - MOST_LINES)] if len(found) > MOST_LINES else []
    lines_shown = [*found[:MOST_LINES], *more]
    return Text("\n").join(terminal_text(line[:300]) for line in lines_shown)


def _cost(check: CheckResult) -> str:
    """The points that a failed check takes, before its message, where no mistake explains it."""
    return f"−{format_points(check.points)} " if check.points and check.score is not None else ""


def _sum(result: Result, say: Catalogue) -> str:
    low, high = result.mark_range
    mark = say("tables.mark_open") if result.mark is None else f"{result.mark:.1f}"
    return say(
        "tables.sum",
        score=format_points(result.score),
        max_score=format_points(result.max_score),
        pending=format_points(result.pending),
        bonus=format_points(result.bonus),
        mark=mark,
        low=f"{low:.1f}",
        high=f"{high:.1f}",
    )
