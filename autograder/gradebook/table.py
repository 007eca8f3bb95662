"""What a gradebook holds, as tables for a terminal."""

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from autograder.gradebook.history import GradebookEvent, ManualEvent, PointsChange
from autograder.gradebook.stats import ClassStats, Distribution
from autograder.lab.declaration import Lab
from autograder.messages import Catalogue
from autograder.output.text import format_points, terminal_text
from autograder.people.person import Person
from autograder.results.record import StudentRecord

KEY = 12  # signs of a fingerprint that tell it from others at a glance


def student_line(person: Person) -> str:
    """A student on one line; empty where nothing is known of them."""
    return terminal_text(", ".join(filter(None, (person.name, person.id or person.rut or person.email)))).plain


def class_table(found: Sequence[StudentRecord], lab: Lab, say: Catalogue) -> RenderableType:
    """Where every student of a class stands, a line each; the mark is a range while it is open."""
    table = Table(box=None, padding=(0, 1, 0, 0))
    table.add_column(say("gradebook.person"), min_width=10)
    for column in (*(question.id for question in lab.questions), say("gradebook.score"), say("gradebook.mark")):
        table.add_column(terminal_text(column), no_wrap=True, justify="right")
    for record in found:
        name = terminal_text(student_line(record.person) or record.file)
        total = record.total(lab)
        if total is None:
            why = record.error or say("gradebook.absent")
            table.add_row(Text("\n").join([name, terminal_text(f"  {why}", "red" if record.error else "dim")]))
            continue
        cells = [_cell(record, question.id) for question in lab.questions]
        low, high = total.mark_range
        mark = f"{low:.1f}–{high:.1f}" if total.mark is None else f"{total.mark:.1f}"
        table.add_row(name, *cells, format_points(round(total.score + total.bonus, 4)), mark)
    return Group(table, terminal_text(say("gradebook.by_hand"), "dim"))


def history_table(events: Sequence[GradebookEvent], say: Catalogue) -> RenderableType:
    """What happened to a student's points, the oldest first."""
    if not events:
        return terminal_text(say("gradebook.nothing"))
    table = Table(box=None, padding=(0, 2, 0, 0))
    for column in ("time", "what", "change"):
        table.add_column(say(f"gradebook.{column}"))
    for event in events:
        changes = (event.change,) if isinstance(event, ManualEvent) else event.changes
        time = f"{event.time:%Y-%m-%d %H:%M:%S}"
        table.add_row(time, terminal_text(_what(event, say)), terminal_text("; ".join(map(_change, changes))))
    return table


def stats_table(found: ClassStats, say: Catalogue) -> RenderableType:
    """A class in numbers, and its questions."""
    counts = Table(box=None, padding=(0, 2, 0, 0), show_header=False)
    counted = {
        "students": found.students,
        "graded_count": found.graded,
        "errors": found.errors,
        "absents": found.absent,
        "waiting": found.waiting,
    }
    for key, count in counted.items():
        counts.add_row(say(f"gradebook.{key}"), str(count))
    counts.add_row(say("gradebook.score"), _spread(found.points, say))
    counts.add_row(say("gradebook.marks"), _spread(found.marks, say))
    table = Table(box=None, padding=(0, 2, 0, 0))
    table.add_column(say("tables.question"))
    for column in ("worth", "known", "share", "passed", "waiting"):
        table.add_column(say(f"gradebook.{column}"), justify="right")
    for asked in found.questions:
        question = terminal_text(f"{asked.question.id}  {asked.question.title}")
        shares = (_percent(asked.share), _percent(asked.passed))
        table.add_row(question, format_points(asked.question.points), str(asked.known), *shares, str(asked.waiting))
    return Group(counts, Text(), table)


def _cell(record: StudentRecord, question: str) -> str:
    by_hand = "*" if question in record.manual else ""
    return format_points(record.points(question)) + by_hand


def _what(event: GradebookEvent, say: Catalogue) -> str:
    if isinstance(event, ManualEvent):
        return say("gradebook.given_by", author=event.author, note=event.note)
    if event.error:
        return say("gradebook.failed", run=event.run, file=event.source, error=event.error)
    said = {"version": event.version, "key": event.key[:KEY], "score": format_points(event.score)}
    return say("gradebook.graded", run=event.run, file=event.source, **said)


def _change(change: PointsChange) -> str:
    return f"{change.question}: {format_points(change.before)} → {format_points(change.after)}"


def _spread(found: Distribution | None, say: Catalogue) -> str:
    if found is None:
        return say("gradebook.unknown_yet")
    names = ("mean", "low", "high", "first", "median", "third")
    return say("gradebook.spread", count=found.count, **{name: f"{getattr(found, name):.2f}" for name in names})


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.0%}"
