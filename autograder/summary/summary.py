"""Summarizes a class in numbers: marks, questions, mistakes, checks, times, flags, and who waits for a person."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from autograder.gradebook import stats
from autograder.gradebook.stats import ClassStats
from autograder.lab.declaration import Lab
from autograder.people.person import NOBODY
from autograder.results.record import StudentRecord
from autograder.summary.checks import CheckSummary, summarize_checks
from autograder.summary.frequencies import FlagCount, MistakeCount, count_flags, count_mistakes
from autograder.summary.marks import MarkHistogram, mark_histogram
from autograder.summary.pending import PendingCount, PendingStudent, count_pending, pending_students
from autograder.summary.questions import QuestionSummary, summarize_questions
from autograder.summary.times import GradingTimes, grading_times


@dataclass(frozen=True)
class Summary:
    """The summary of a class; a student who handed nothing in counts in `stats.absent` and nowhere else.

    `waiting` are those with points that nobody knows yet; `cases` are they, unless `named` is False: then students, and
    all that they wrote, were left out.
    """

    stats: ClassStats
    lab: str
    title: str
    named: bool
    marks: MarkHistogram
    questions: tuple[QuestionSummary, ...]
    mistakes: tuple[MistakeCount, ...]
    checks: tuple[CheckSummary, ...]
    times: GradingTimes
    flags: tuple[FlagCount, ...]
    waiting: int
    needs: tuple[PendingCount, ...]
    cases: tuple[PendingStudent, ...]

    @property
    def handed_in(self) -> int:
        """Return the number of students who handed in, whether they were graded or stopped by an error."""
        return self.stats.graded + self.stats.errors


def summarize(records: Sequence[StudentRecord], lab: Lab) -> Summary:
    """Summarize the records of a class."""
    there = [record for record in records if record.error or record.total(lab) is not None]
    waiting = pending_students(there, lab)
    return Summary(
        stats=stats.class_stats(records, lab),
        lab=lab.id,
        title=lab.title,
        named=True,
        marks=mark_histogram(there, lab),
        questions=summarize_questions(there, lab),
        mistakes=count_mistakes(there),
        checks=summarize_checks(there),
        times=grading_times(there),
        flags=count_flags(there),
        waiting=len(waiting),
        needs=count_pending(waiting, lab),
        cases=waiting,
    )


def anonymous(found: Summary) -> Summary:
    """Return a summary without names, files and messages, which may hold what a student wrote."""
    slowest = tuple(replace(slow, person=NOBODY, file="") for slow in found.times.slowest)
    return replace(
        found,
        named=False,
        checks=tuple(replace(check, said=()) for check in found.checks),
        times=replace(found.times, slowest=slowest),
        cases=(),
    )


def to_json(found: Summary) -> str:
    """Return a summary as JSON text; what is not known is null."""
    return json.dumps(asdict(found), ensure_ascii=False, indent=2) + "\n"
