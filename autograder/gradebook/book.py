"""Reads and writes a gradebook: the records of a class, in a database in which nothing is overwritten."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from types import MappingProxyType

from autograder.gradebook import conflicts as conflict
from autograder.gradebook import history as event
from autograder.gradebook import manual, stats, students
from autograder.gradebook import runs as run
from autograder.gradebook.decisions import KnownConflict, Settlement
from autograder.gradebook.history import GradebookEvent
from autograder.gradebook.manual import ManualPoints
from autograder.gradebook.runs import GradingRun
from autograder.gradebook.schema import RunRow as Row
from autograder.gradebook.stats import ClassStats
from autograder.gradebook.store import GradebookDatabase, open_database
from autograder.lab.declaration import Lab
from autograder.messages import catalogue
from autograder.people.conflicts import Conflict
from autograder.people.identifiers import identifiers_of
from autograder.people.person import Person
from autograder.results.record import StudentRecord
from autograder.results.result import Result

NO_GUESSES: Mapping[str, tuple[Person, tuple[str, ...]]] = MappingProxyType({})


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
            choices, given = conflict.choices_of(session, lab), manual.manual_points(session, lab)
            waiting = [known for known in conflict.conflicts_of(session, lab) if known.held and not known.settled]
            last = run.last_runs(session, lab)
            runs = _counting(last, choices)
            known = students.people_of(session, {*students.enrolled_students(session), *runs, *given})
            shown = known.keys() - (_superseded(runs, known) - given.keys())
            rows = {number: row for number, (row, _) in runs.items() if number in shown}
            results = run.results_of(session, [row.id for row in rows.values()])
        records = []
        for number in shown:
            row = rows.get(number)
            doubt = _doubt(waiting, row, known[number])
            if doubt is None:
                records.append(self._record(known[number], row, results, given.get(number, {})))
            else:
                error = self._doubt_text(doubt, [each for _, each, _ in last])
                records.append(StudentRecord(known[number], row.source if row else "", None, error, in_doubt=True))
        return sorted(records, key=_name_order)

    def record_conflicts(
        self,
        lab: str,
        found: Sequence[Conflict],
        files: Mapping[str, str],
        guessed: Mapping[str, tuple[Person, tuple[str, ...]]] = NO_GUESSES,
    ) -> tuple[list[KnownConflict], set[str]]:
        """Record the conflicts that a run of some files found; `files` are the digests of all of them by source.

        `guessed` are the people whom no site names, by source, each with the sources of the file's earlier versions:
        where they have handed in yet another file in an earlier run, that is a conflict too. Returns what is known of
        all these now, settled or not, and the sources that people have set aside.
        """
        digests = {each.digest(files) for each in found}
        with self.store.writing() as session:
            conflict.record_conflicts(session, lab, found, files, datetime.now(UTC))
            for source, (person, older) in guessed.items():
                student = students.known_student(session, person, (lab, source)) if files.get(source) else None
                if student is not None:
                    file, now = (source, files[source]), datetime.now(UTC)
                    conflict.note_second_file(session, lab, student, file, now, older)
            known = [
                each
                for each in conflict.conflicts_of(session, lab)
                if each.digest in digests or (not each.settled and files.keys() & set(each.conflict.sources))
            ]
            choices = conflict.choices_of(session, lab)
        return known, {source for source, _ in choices} - {source for (source, _), counts in choices.items() if counts}

    def decided_owners(self, lab: str) -> dict[str, tuple[Person, ...]]:
        """Return for whom each file counts about which somebody has decided, by its source; for some it is nobody."""
        with self.store.reading() as session:
            choices = conflict.choices_of(session, lab)
            runs = _counting(run.last_runs(session, lab), choices) if choices else {}
            known = students.people_of(session, runs)
        owners: dict[str, tuple[Person, ...]] = {source: () for source, _ in choices}
        for number, (row, _) in runs.items():
            if row.source in owners:
                owners[row.source] += (known[number],)
        return owners

    def conflicts(self, lab: str) -> list[KnownConflict]:
        """Return all conflicts of a lab, the oldest first, open and settled."""
        with self.store.reading() as session:
            return conflict.conflicts_of(session, lab)

    def settle(self, lab: str, decided: Settlement, time: datetime) -> KnownConflict:
        """Record which file counts for whom, and return the conflict that this settles.

        Raises GradebookError for a number, file or student that is not there, or where the decision says too little.
        """
        with self.store.writing() as session:
            return conflict.settle_conflict(session, lab, decided, time)

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

    def _doubt_text(self, doubt: KnownConflict, rows: Sequence[Row]) -> str:
        """Return why a mark waits: the conflict, and the mark that each of its files would give."""
        say = catalogue(self.language)
        last = {row.source: row for row in rows}
        marks = [f"{source}: {_mark_text(last.get(source))}" for source in doubt.conflict.sources]
        return say("gradebook.in_doubt", number=doubt.number, why=doubt.text(say), marks="; ".join(marks))

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


def _counting(
    last: Sequence[tuple[int, Row, str]], choices: Mapping[tuple[str, int], bool]
) -> dict[int, tuple[Row, str]]:
    """Return the run that counts for each student: the last one of the files that people have left to them."""
    counting: dict[int, tuple[Row, str]] = {}
    chosen: dict[str, list[int]] = {}
    for (source, student), counts in choices.items():
        if counts:
            chosen.setdefault(source, []).append(student)
    for recorded, row, sha256 in last:
        mine = [recorded] if choices.get((row.source, recorded), True) else []
        for student in dict.fromkeys([*mine, *chosen.get(row.source, [])]):
            counting[student] = (row, sha256)
    return counting


def _doubt(waiting: Sequence[KnownConflict], row: Row | None, person: Person) -> KnownConflict | None:
    """Return the open conflict about a student's file, or else one about a file that is said to be theirs."""
    about = (each for each in waiting if row is not None and row.source in each.conflict.sources)
    theirs = (each for each in waiting if conflict.concerns(each, person) and (row is None or each.conflict.signed))
    return next(chain(about, theirs), None)


def _mark_text(row: Row | None) -> str:
    if row is None or row.error:
        return "–"
    points = f"{row.score:g}" if row.score is not None else "–"
    return points if row.mark is None else f"{points} ({row.mark:.1f})"


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
