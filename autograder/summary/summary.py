"""Summarizes a class in numbers: marks, questions, mistakes, checks, times, flags, and pending points."""

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
from autograder.summary.unexplained import UnexplainedGroup, group_unexplained, without_students


@dataclass(frozen=True)
class Summary:
    """The summary of a class; students who handed nothing in are counted only in `stats.absent`.

    `waiting` is the number of students with pending points; `cases` lists them, unless `named` is False: then names and
    everything that students wrote are left out.
    """

    stats: ClassStats
    lab: str
    title: str
    named: bool
    marks: MarkHistogram
    questions: tuple[QuestionSummary, ...]
    mistakes: tuple[MistakeCount, ...]
    unexplained: tuple[UnexplainedGroup, ...]
    checks: tuple[CheckSummary, ...]
    times: GradingTimes
    flags: tuple[FlagCount, ...]
    waiting: int
    needs: tuple[PendingCount, ...]
    cases: tuple[PendingStudent, ...]

    @property
    def handed_in(self) -> int:
        """Return the number of students who handed in, whether they were graded or something prevented it."""
        return self.stats.graded + self.stats.errors + self.stats.doubts


def summarize(records: Sequence[StudentRecord], lab: Lab) -> Summary:
    """Return the summary of a class from the records of its students."""
    handed_in = [record for record in records if record.error or record.total(lab) is not None]
    waiting = pending_students(handed_in, lab)
    return Summary(
        stats=stats.class_stats(records, lab),
        lab=lab.id,
        title=lab.title,
        named=True,
        marks=mark_histogram(handed_in, lab),
        questions=summarize_questions(handed_in, lab),
        mistakes=count_mistakes(handed_in),
        unexplained=group_unexplained(handed_in),
        checks=summarize_checks(handed_in),
        times=grading_times(handed_in),
        flags=count_flags(handed_in),
        waiting=len(waiting),
        needs=count_pending(waiting, lab),
        cases=waiting,
    )


def anonymous(summary: Summary) -> Summary:
    """Return a summary without names, files and messages, which may hold what a student wrote."""
    slowest = tuple(replace(slow, person=NOBODY, file="") for slow in summary.times.slowest)
    return replace(
        summary,
        named=False,
        unexplained=tuple(map(without_students, summary.unexplained)),
        checks=tuple(replace(check, said=()) for check in summary.checks),
        times=replace(summary.times, slowest=slowest),
        cases=(),
    )


def to_json(summary: Summary) -> str:
    """Return a summary as JSON text; unknown values are null."""
    return json.dumps(asdict(summary), ensure_ascii=False, indent=2) + "\n"
