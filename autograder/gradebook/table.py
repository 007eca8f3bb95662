"""Shows a gradebook's records, history and statistics as tables for a terminal."""

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from autograder.gradebook.decisions import KnownConflict
from autograder.gradebook.history import DecisionEvent, GradebookEvent, ManualEvent, PointsChange, RepricingEvent
from autograder.gradebook.stats import ClassStats, Distribution
from autograder.lab.declaration import Lab
from autograder.messages import Catalogue
from autograder.output.text import format_points, terminal_text
from autograder.people.person import Person
from autograder.results.change_lines import price_text, reopened_text
from autograder.results.open_points import ClassOpenPoints
from autograder.results.record import StudentRecord

KEY_LENGTH = 12  # characters of a fingerprint that are shown


def student_line(person: Person) -> str:
    """Return a student's name and number on one line; empty where nothing is known of them."""
    return terminal_text(", ".join(filter(None, (person.name, person.id or person.rut or person.email)))).plain


def class_table(records: Sequence[StudentRecord], lab: Lab, say: Catalogue) -> RenderableType:
    """Return the points and mark of every student of a class, a row each; an open mark is shown as a range."""
    table = Table(box=None, padding=(0, 1, 0, 0))
    table.add_column(say("gradebook.person"), min_width=10)
    opened = ClassOpenPoints.of(record.result for record in records)
    columns = (*(question.id for question in lab.questions), say("gradebook.score"), say("gradebook.mark"))
    for column in (*columns, *([say("tables.open")] if opened.most else [])):
        table.add_column(terminal_text(column), no_wrap=True, justify="right")
    for record in records:
        name = terminal_text(student_line(record.person) or record.file)
        total = record.total(lab)
        if total is None:
            reason = record.error or say("gradebook.absent")
            table.add_row(Text("\n").join([name, terminal_text(f"  {reason}", "red" if record.error else "dim")]))
            continue
        cells = [_points_cell(record, question.id) for question in lab.questions]
        low, high = total.mark_range
        mark = f"{low:.1f}–{high:.1f}" if total.mark is None else f"{total.mark:.1f}"
        score = format_points(round(total.score + total.bonus, 4))
        table.add_row(name, *cells, score, mark, *([opened.text(record.result)] if opened.most else []))
    lines = [say("gradebook.by_hand"), *_reopened_lines(records, say)]
    if opened.most:
        lines.append(say("tables.open_points", median=format_points(opened.median)))
    return Group(table, *(terminal_text(line, "dim") for line in lines))


def _reopened_lines(records: Sequence[StudentRecord], say: Catalogue) -> list[str]:
    """A line for each answer that changed after a person had given it points."""
    return [
        f"{student_line(record.person) or record.file}: {reopened_text(question, earlier, say)}"
        for record in records
        for question, earlier in record.reopened.items()
    ]


def history_table(events: Sequence[GradebookEvent], say: Catalogue) -> RenderableType:
    """Return a table of the events that changed a student's points, the oldest first."""
    if not events:
        return terminal_text(say("gradebook.nothing"))
    table = Table(box=None, padding=(0, 2, 0, 0))
    for column in ("time", "what", "change"):
        table.add_column(say(f"gradebook.{column}"))
    for event in events:
        changes = _changes(event)
        time = f"{event.time:%Y-%m-%d %H:%M:%S}"
        table.add_row(
            time, terminal_text(_event_text(event, say)), terminal_text("; ".join(map(_change_text, changes)))
        )
    return table


def conflict_table(conflicts: Sequence[KnownConflict], every: bool, say: Catalogue) -> RenderableType:
    """Return a table of the open conflicts, or of `every` one, with both sides and what somebody has decided."""
    shown = [known for known in conflicts if every or not known.settled]
    more = terminal_text(say("gradebook.more_settled", count=len(conflicts) - len(shown)), "dim")
    if not shown:
        return more if conflicts else terminal_text(say("gradebook.no_conflicts"))
    table = Table(box=None, padding=(0, 2, 0, 0))
    table.add_column(say("gradebook.number"), no_wrap=True, justify="right")
    for column in ("conflict", "state"):
        table.add_column(say(f"gradebook.{column}"))
    for known in shown:
        table.add_row(str(known.number), terminal_text(known.text(say)), terminal_text(_state_text(known, say)))
    return table if len(shown) == len(conflicts) else Group(table, more)


def stats_table(stats: ClassStats, say: Catalogue) -> RenderableType:
    """Return two tables of a class: its statistics, and those of its questions."""
    counts = Table(box=None, padding=(0, 2, 0, 0), show_header=False)
    counts_by_name = {
        "students": stats.students,
        "graded_count": stats.graded,
        "errors": stats.errors,
        **({"doubts": stats.doubts} if stats.doubts else {}),
        "absents": stats.absent,
        "waiting": stats.waiting,
    }
    for key, count in counts_by_name.items():
        counts.add_row(say(f"gradebook.{key}"), str(count))
    counts.add_row(say("gradebook.score"), _distribution_text(stats.points, say))
    counts.add_row(say("gradebook.marks"), _distribution_text(stats.marks, say))
    table = Table(box=None, padding=(0, 2, 0, 0))
    table.add_column(say("tables.question"))
    for column in ("worth", "known", "share", "passed", "waiting"):
        table.add_column(say(f"gradebook.{column}"), justify="right")
    for question_stats in stats.questions:
        title = terminal_text(f"{question_stats.question.id}  {question_stats.question.title}")
        shares = (_percent(question_stats.share), _percent(question_stats.passed))
        table.add_row(
            title,
            format_points(question_stats.question.points),
            str(question_stats.known),
            *shares,
            str(question_stats.waiting),
        )
    return Group(counts, Text(), table)


def _state_text(known: KnownConflict, say: Catalogue) -> str:
    if not known.settled:
        return say("gradebook.state_held" if known.held else "gradebook.state_open")
    return say("gradebook.state_settled" if known.author else "gradebook.state_gone")


def _changes(event: GradebookEvent) -> tuple[PointsChange, ...]:
    if isinstance(event, DecisionEvent):
        return ()
    return (event.change,) if isinstance(event, ManualEvent) else event.changes


def _points_cell(record: StudentRecord, question: str) -> str:
    by_hand = "*" if question in record.manual else ""
    return format_points(record.points(question)) + by_hand


def _event_text(event: GradebookEvent, say: Catalogue) -> str:
    if isinstance(event, DecisionEvent):
        return say("gradebook.decision", number=event.conflict.number, what=event.conflict.text(say))
    if isinstance(event, ManualEvent):
        return say("gradebook.given_by", what=": ".join(filter(None, (event.author, event.note))))
    if isinstance(event, RepricingEvent):
        prices = "; ".join(price_text(price, say) for price in event.prices)
        note = ": ".join(filter(None, (prices, event.note)))
        author = event.author or "autograder grade"
        return say("gradebook.repriced", author=author, run=event.run, what=note)
    if event.error:
        return say("gradebook.failed", run=event.run, file=event.source, error=event.error)
    values = {"version": event.version, "key": event.key[:KEY_LENGTH], "score": format_points(event.score)}
    return say("gradebook.graded", run=event.run, file=event.source, **values)


def _change_text(change: PointsChange) -> str:
    return f"{change.question}: {format_points(change.before)} → {format_points(change.after)}"


def _distribution_text(distribution: Distribution | None, say: Catalogue) -> str:
    if distribution is None:
        return say("gradebook.unknown_yet")
    names = ("mean", "low", "high", "first", "median", "third")
    return say(
        "gradebook.spread", count=distribution.count, **{name: f"{getattr(distribution, name):.2f}" for name in names}
    )


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.0%}"
