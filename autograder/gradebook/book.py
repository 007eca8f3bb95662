"""A gradebook: what is known of a class, in a database in which nothing is overwritten."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from autograder.gradebook import history as event
from autograder.gradebook import manual, stats, students
from autograder.gradebook import runs as run
from autograder.gradebook.history import Event
from autograder.gradebook.manual import Given
from autograder.gradebook.runs import Run
from autograder.gradebook.schema import Run as Row
from autograder.gradebook.stats import Stats
from autograder.gradebook.store import Store, stored
from autograder.lab.declaration import Lab
from autograder.messages import catalogue
from autograder.people.identifiers import signs
from autograder.people.person import Person
from autograder.results.record import Standing
from autograder.results.result import Result


@dataclass(frozen=True)
class Gradebook:
    """What is known of a class; each call is one transaction, and any number of processes may make them.

    A student is known again by id, else RUT, else e-mail, else name, else the file; `signs.tie` says when that is not
    enough. What a person or a text means that is no student here, or more than one, is a GradebookError.
    """

    store: Store
    language: str = "es"

    def enrol(self, people: Sequence[Person]) -> None:
        """Put the people of a roster in, so that who hands nothing in is seen."""
        with self.store.writing() as session:
            students.enrol(session, people, datetime.now(UTC))

    def record(self, graded: Run) -> None:
        """Record a run beside those before it; one that is in the book adds nothing."""
        with self.store.writing() as session:
            run.record(session, graded)

    def give(self, lab: Lab, who: Person | str, given: Given, time: datetime) -> Person:
        """Write points down that somebody gives, and return whom they were given to.

        Raises GradebookError for points that the question does not have.
        """
        manual.check(given, lab)
        with self.store.writing() as session:
            student = students.find(session, who, lab.id)
            manual.give(session, student, lab.id, given, time)
            return students.people(session, [student])[student]

    def standings(self, lab: str) -> list[Standing]:
        """Where every student stands, by name: those of a roster, and those who handed something in."""
        with self.store.reading() as session:
            runs, given = run.last(session, lab), manual.standing(session, lab)
            known = students.people(session, {*students.enrolled(session), *runs, *given})
            shown = known.keys() - (_double(runs, known) - given.keys())
            rows = {number: row for number, (row, _) in runs.items() if number in shown}
            results = run.kept(session, [row.id for row in rows.values()])
        found = [self._standing(known[n], rows.get(n), results, given.get(n, {})) for n in shown]
        return sorted(found, key=_by_name)

    def history(self, who: Person | str, lab: str) -> list[Event]:
        """All that happened to a student's points in a lab, the oldest first."""
        with self.store.reading() as session:
            return event.history(session, students.find(session, who, lab), lab)

    def result(self, number: int) -> Result | None:
        """The whole result of a run, by its number; None where it has none that this program can read."""
        with self.store.reading() as session:
            return run.kept(session, [number]).get(number)

    def stats(self, lab: Lab) -> Stats:
        """The class in numbers."""
        return stats.stats(self.standings(lab.id), lab)

    def _standing(
        self, person: Person, row: Row | None, results: Mapping[int, Result], given: Mapping[str, float]
    ) -> Standing:
        if row is None:
            return Standing(person, manual=given)
        result = results.get(row.id)
        if result is None and not row.error:
            error = catalogue(self.language)("gradebook.unread", run=row.id, version=row.version)
            return Standing(person, row.source, None, error, given)
        return Standing(person, row.source, result, row.error, given)


@contextmanager
def opened(where: str | Path, create: bool = True, language: str = "es") -> Iterator[Gradebook]:
    """A gradebook in an SQLite file or a PostgreSQL database by its URL, made or brought up to date where need be.

    Raises GradebookError where it cannot be used, or is not there and not to be made.
    """
    with stored(where, create) as store:
        yield Gradebook(store, language)


def _double(runs: Mapping[int, tuple[Row, str]], known: Mapping[int, Person]) -> set[int]:
    """The students known by no more than a name or a file, whose last file was graded later as somebody else's."""
    sure = {number for number in runs if known[number].id or known[number].rut or known[number].email}
    owned = {(runs[number][0].source, runs[number][1]): runs[number][0].graded for number in sure}
    return {
        number
        for number, (row, sha256) in runs.items()
        if number not in sure and (later := owned.get((row.source, sha256))) and later >= row.graded
    }


def _by_name(standing: Standing) -> tuple[str, Person, str]:
    return signs(standing.person).get("name", ""), standing.person, standing.file
