"""A class in numbers: marks, questions, mistakes, checks, times, flags, and who waits for a person."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from autograder.gradebook import stats
from autograder.gradebook.stats import Stats
from autograder.lab.declaration import Lab
from autograder.people.person import NOBODY
from autograder.results.record import Standing
from autograder.summary.checks import Tried, tried
from autograder.summary.frequencies import Frequent, frequent
from autograder.summary.marks import Marks, marks
from autograder.summary.pending import Case, Need, cases, needs
from autograder.summary.questions import Success, success
from autograder.summary.raised import Raised, raised
from autograder.summary.times import Times, times


@dataclass(frozen=True)
class Summary:
    """All that is told of a class; who handed nothing in is in `stats.absent` and nowhere else.

    `waiting` are those with points that nobody knows yet; `cases` are they, unless `named` is False: then students, and
    all that they wrote, were left out.
    """

    stats: Stats
    lab: str
    title: str
    named: bool
    marks: Marks
    questions: tuple[Success, ...]
    mistakes: tuple[Frequent, ...]
    checks: tuple[Tried, ...]
    times: Times
    flags: tuple[Raised, ...]
    waiting: int
    needs: tuple[Need, ...]
    cases: tuple[Case, ...]

    @property
    def handed_in(self) -> int:
        """Those of whom there is something to tell: graded, or not for an error."""
        return self.stats.graded + self.stats.errors


def summarize(standings: Sequence[Standing], lab: Lab) -> Summary:
    """Tell all that the standings of a class show."""
    there = [standing for standing in standings if standing.error or standing.total(lab) is not None]
    waiting = cases(there, lab)
    return Summary(
        stats=stats.stats(standings, lab),
        lab=lab.id,
        title=lab.title,
        named=True,
        marks=marks(there, lab),
        questions=success(there, lab),
        mistakes=frequent(there),
        checks=tried(there),
        times=times(there),
        flags=raised(there),
        waiting=len(waiting),
        needs=needs(waiting, lab),
        cases=waiting,
    )


def anonymous(found: Summary) -> Summary:
    """The same without students: no names, no files, and no messages, which may hold what somebody wrote."""
    slowest = tuple(replace(slow, person=NOBODY, file="") for slow in found.times.slowest)
    return replace(
        found,
        named=False,
        checks=tuple(replace(check, said=()) for check in found.checks),
        times=replace(found.times, slowest=slowest),
        cases=(),
    )


def text(found: Summary) -> str:
    """A summary as JSON; what is not known is null."""
    return json.dumps(asdict(found), ensure_ascii=False, indent=2) + "\n"
