"""Reads and writes a gradebook: the records of a class, in a database in which nothing is overwritten."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from types import MappingProxyType

from autograder.errors import GradebookError
from autograder.gradebook import conflicts as conflict
from autograder.gradebook import history as event
from autograder.gradebook import manual, stats, students
from autograder.gradebook import runs as run
from autograder.gradebook.counting import counting_runs, superseded_students
from autograder.gradebook.decisions import KnownConflict, Settlement
from autograder.gradebook.history import GradebookEvent
from autograder.gradebook.manual import ManualPoints
from autograder.gradebook.reopened import by_hand_points, reopened_answers
from autograder.gradebook.repricing import ClassRepricing, PriceDecision, record_repricing, reprice_class
from autograder.gradebook.runs import GradingRun
from autograder.gradebook.schema import RunRow as Row
from autograder.gradebook.stats import ClassStats
from autograder.gradebook.store import GradebookDatabase, open_database
from autograder.lab.declaration import Lab
from autograder.lab.price_list import PriceList
from autograder.messages import catalogue
from autograder.people.conflicts import Conflict
from autograder.people.identifiers import identifiers_of
from autograder.people.person import Person
from autograder.results.changes import StudentChange, change_order, student_change
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
            runs = counting_runs(last, choices)
            known = students.people_of(session, {*students.enrolled_students(session), *runs, *given})
            shown = known.keys() - (superseded_students(runs, known) - given.keys())
            rows = {number: row for number, (row, _) in runs.items() if number in shown}
            results = run.results_of(session, [row.id for row in rows.values()])
            reopened = reopened_answers(session, lab, given, runs, choices)
        records = []
        for number in shown:
            row = rows.get(number)
            doubt = _doubt(waiting, row, known[number])
            if doubt is None:
                by_hand, waits = by_hand_points(given.get(number, {}), reopened.get(number, {}))
                empty = StudentRecord(known[number], manual=by_hand, reopened=waits)
                records.append(self._filled(empty, row, results))
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
            runs = counting_runs(run.last_runs(session, lab), choices) if choices else {}
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

    def reprice(
        self,
        lab: Lab,
        price_list: PriceList,
        decision: PriceDecision | None = None,
        write: Callable[[ClassRepricing], object] = lambda _: None,
    ) -> ClassRepricing:
        """Return what a price list changes in the class, and record it where somebody decides that it counts.

        `write` does what else is to be done then: if it fails, nothing is recorded, and all can be done again. Raises
        GradebookError where nothing has been graded, or where the decision names nobody.
        """
        if decision is None:
            with self.store.reading() as session:
                return reprice_class(session, lab, price_list)
        if not decision.author.strip():
            raise GradebookError("gradebook.reprice_author")
        with self.store.writing() as session:
            found = reprice_class(session, lab, price_list)
            if found.runs:
                record_repricing(session, lab.id, found.runs, decision)
                write(found)
            return found

    def last_changes(self, lab: Lab, who: Person | str | None = None) -> list[StudentChange]:
        """Return what the last two recorded runs of each student, or of one, differ in; by name, without equal ones."""
        with self.store.reading() as session:
            asked = None if who is None else students.find_student(session, who, lab.id)
            pairs = run.last_pairs(session, lab.id, asked)
            people = students.people_of(session, pairs)
            results = run.results_of(session, [row.id for pair in pairs.values() for row in pair])
        records = {(record.person, record.file): record for record in self.records(lab.id)}
        changed = []
        for number, (earlier, later) in pairs.items():
            now = records.get((people[number], later.source), StudentRecord(people[number]))
            then = {id: points.points for id, points in now.reopened.items()} | dict(now.manual)
            before = StudentRecord(people[number], earlier.source, results.get(earlier.id), manual=then)
            after = replace(now, file=later.source, result=results.get(later.id), error=later.error)
            changed.append(student_change(before, after, lab))
        return sorted((each for each in changed if each.questions or each.before != each.after), key=change_order)

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

    def _filled(self, record: StudentRecord, row: Row | None, results: Mapping[int, Result]) -> StudentRecord:
        """A record with what the run that counts has found, if there is one."""
        if row is None:
            return record
        result, error = results.get(row.id), row.error
        if result is None and not error:
            error = catalogue(self.language)("gradebook.unread", run=row.id, version=row.version)
        return replace(record, file=row.source, result=result, error=error)


@contextmanager
def open_gradebook(where: str | Path, create: bool = True, language: str = "es") -> Iterator[Gradebook]:
    """Open a gradebook in an SQLite file, or a PostgreSQL database by its URL; create or upgrade it where needed.

    Raises GradebookError where it cannot be used, or does not exist and is not to be created.
    """
    with open_database(where, create) as store:
        yield Gradebook(store, language)


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


def _name_order(record: StudentRecord) -> tuple[str, Person, str]:
    return identifiers_of(record.person).get("name", ""), record.person, record.file
