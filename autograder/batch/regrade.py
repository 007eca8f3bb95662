"""Grades again some of a class, some questions of it, or all of it on trial, and says what that changes."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from autograder.batch.result_files import result_file
from autograder.batch.row import Row
from autograder.batch.submissions import Item, row_of
from autograder.errors import SubmissionError
from autograder.grading.task import GradeTasks, Reply
from autograder.lab.declaration import Lab
from autograder.people.identifiers import identifiers_of
from autograder.people.person import Person
from autograder.results.changes import StudentChange, student_change
from autograder.results.pricing import with_sums
from autograder.results.record import StudentRecord
from autograder.results.result import Result, parse_result, result_json


def chosen_items(items: Sequence[Item], only: Sequence[str], questions: Sequence[str], out: Path) -> list[Item]:
    """Return the submissions that are to be graded: all, or those of the students or files in `only`.

    Where only some questions are, a submission needs a result of the same file, whose other questions stay. Raises
    SubmissionError for a student or file that is not there.
    """
    chosen = list(items)
    for name in only:
        if not any(_is_called(item, name) for item in items):
            raise SubmissionError("batch.no_such", name=name)
    if only:
        chosen = [item for item in chosen if any(_is_called(item, name) for name in only)]
    if questions:
        chosen = [item for item in chosen if (old := kept_result(item, out)) and old.submission.sha256 == item.sha256]
    return chosen


def kept_rows(items: Sequence[Item], out: Path) -> Iterator[Row]:
    """Yield the rows of submissions that are left as they are, with the results that they have."""
    for item in items:
        yield row_of(item, None if item.error else kept_result(item, out))


def kept_result(item: Item, out: Path) -> Result | None:
    """Return the result that a submission has, whatever it was graded with; None where there is none."""
    return _read(result_file(out, item.name))


def only_questions(grade_tasks: GradeTasks, questions: Sequence[str], lab: Lab, out: Path) -> GradeTasks:
    """Return a function that grades, and gives of each new result only some questions: the others stay as they were."""
    if not questions:
        return grade_tasks
    for id in questions:
        lab.question(id)

    def merged(name: str, reply: Reply | None) -> Reply | None:
        before, after = _read(result_file(out, name)), parse_result(reply.result) if reply else None
        if reply is None or before is None or after is None:
            return reply
        return replace(reply, result=result_json(with_questions(before, after, questions, lab)))

    return lambda tasks, wanted: ((task, merged(task.name, reply)) for task, reply in grade_tasks(tasks, wanted))


def with_questions(before: Result, after: Result, questions: Sequence[str], lab: Lab) -> Result:
    """Return a result with some questions of a later one, and all else as it was.

    It says that it was graded with what decided the later one, since somebody has chosen what of that counts.
    """
    answered = before.questions | {id: after.questions[id] for id in questions if id in after.questions}
    flags = [flag for flag in before.flags if flag.question not in questions]
    flags += [flag for flag in after.flags if flag.question in questions]
    return replace(with_sums(before, answered, lab), flags=tuple(flags), environment=after.environment)


def changes_from(rows: Sequence[Row], out: Path, lab: Lab, questions: Sequence[str] = ()) -> list[StudentChange]:
    """Return what differs between rows that were graded elsewhere and the results in `out`, of some questions or all.

    Rows that say the same, and those without a result, are left out.
    """
    changed = []
    for row in rows:
        before = _read(result_file(out, row.name)) if row.name else None
        if row.result is None:
            continue
        after = row.result if not questions or before is None else with_questions(before, row.result, questions, lab)
        old, new = (StudentRecord(row.person, row.source, result) for result in (before, after))
        change = student_change(old, new, lab)
        if change.questions:
            changed.append(change)
    return changed


def _read(path: Path) -> Result | None:
    try:
        return parse_result(path.read_bytes())
    except OSError:
        return None


def _is_called(item: Item, name: str) -> bool:
    """Whether a text means a submission: its file or folder, or its author's id, RUT, e-mail or name."""
    source = item.entry.source
    if name in (source, Path(source).name, Path(source).stem, item.name):
        return True
    asked = identifiers_of(Person(id=name, name=name, rut=name, email=name))
    return any(identifiers_of(person).get(kind) == value for person in item.people for kind, value in asked.items())
