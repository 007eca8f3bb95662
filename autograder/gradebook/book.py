"""Reads and writes a gradebook: the records of a class, in a database in which nothing is overwritten."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from autograder.gradebook import history as event
from autograder.gradebook import manual, stats, students
from autograder.gradebook import runs as run
from autograder.gradebook.history import GradebookEvent
from autograder.gradebook.manual import ManualPoints
from autograder.gradebook.runs import GradingRun
from autograder.gradebook.schema import RunRow as Row
from autograder.gradebook.stats import ClassStats
from autograder.gradebook.store import GradebookDatabase, open_database
from autograder.lab.declaration import Lab
from autograder.messages import catalogue
from autograder.people.identifiers import identifiers_of
from autograder.people.person import Person
from autograder.results.record import StudentRecord
from autograder.results.result import Result


@dataclass(frozen=True)
class Gradebook:
    """Reads and writes the gradebook of a class; each call is one transaction, from any number of processes.

    A student is recognised by id, else RUT, else e-mail, else name, else the file (`identifiers.matching_kind`). Where
    a person or a text means no student here, or more than one, a GradebookError is raised.
    """

    store: GradebookDatabase
    language: str = "es"

    def enrol(self, people: Sequence[Person]) -> None:
        """Add the people of a roster, so that those who hand nothing in are listed too."""
        with self.store.writing() as session:
            students.enrol_students(session, people, datetime.now(UTC))

    def record(self, graded: GradingRun) -> None:
        """Record a run beside those before it; one that the gradebook has already adds nothing."""
        with self.store.writing() as session:
            run.record_run(session, graded)

    def give(self, lab: Lab, who: Person | str, given: ManualPoints, time: datetime) -> Person:
        """Record points that somebody gives by hand, and return the student who gets them.

        Raises GradebookError for points that the question does not have, or where `who` is not exactly one student.
        """
        manual.check_points(given, lab)
        with self.store.writing() as session:
            student = students.find_student(session, who, lab.id)
            manual.give_points(session, student, lab.id, given, time)
            return students.people_of(session, [student])[student]

    def records(self, lab: str) -> list[StudentRecord]:
        """Return a record for every student of a roster or with a submission, sorted by name."""
        with self.store.reading() as session:
            runs, given = run.last_runs(session, lab), manual.manual_points(session, lab)
            known = students.people_of(session, {*students.enrolled_students(session), *runs, *given})
            shown = known.keys() - (_superseded(runs, known) - given.keys())
            rows = {number: row for number, (row, _) in runs.items() if number in shown}
            results = run.results_of(session, [row.id for row in rows.values()])
        records = [self._record(known[n], rows.get(n), results, given.get(n, {})) for n in shown]
        return sorted(records, key=_name_order)

    def history(self, who: Person | str, lab: str) -> list[GradebookEvent]:
        """Return everything that happened to a student's points in a lab, the oldest event first."""
        with self.store.reading() as session:
            return event.history_of(session, students.find_student(session, who, lab), lab)

    def result(self, number: int) -> Result | None:
        """Return the whole result of a run, by its number; None where it has none that this program can read."""
        with self.store.reading() as session:
            return run.results_of(session, [number]).get(number)

    def stats(self, lab: Lab) -> ClassStats:
        """Return the statistics of the class for a lab."""
        return stats.class_stats(self.records(lab.id), lab)

    def _record(
        self, person: Person, row: Row | None, results: Mapping[int, Result], given: Mapping[str, float]
    ) -> StudentRecord:
        if row is None:
            return StudentRecord(person, manual=given)
        result = results.get(row.id)
        if result is None and not row.error:
            error = catalogue(self.language)("gradebook.unread", run=row.id, version=row.version)
            return StudentRecord(person, row.source, None, error, given)
        return StudentRecord(person, row.source, result, row.error, given)


@contextmanager
def open_gradebook(where: str | Path, create: bool = True, language: str = "es") -> Iterator[Gradebook]:
    """Open a gradebook in an SQLite file, or a PostgreSQL database by its URL; create or upgrade it where needed.

    Raises GradebookError where it cannot be used, or does not exist and is not to be created.
    """
    with open_database(where, create) as store:
        yield Gradebook(store, language)


def _superseded(runs: Mapping[int, tuple[Row, str]], known: Mapping[int, Person]) -> set[int]:
    """Return students known only by a name or a file, whose last file was later graded as somebody else's."""
    sure = {number for number in runs if known[number].id or known[number].rut or known[number].email}
    owned = {(runs[number][0].source, runs[number][1]): runs[number][0].graded for number in sure}
    return {
        number
        for number, (row, sha256) in runs.items()
        if number not in sure and (later := owned.get((row.source, sha256))) and later >= row.graded
    }


def _name_order(record: StudentRecord) -> tuple[str, Person, str]:
    return identifiers_of(record.person).get("name", ""), record.person, record.file
