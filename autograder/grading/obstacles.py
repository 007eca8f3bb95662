"""What kept an answer from being seen, so that a check which failed on it proves nothing against the student."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from keyword import iskeyword

from autograder.kernel.cell_run import CellStatus
from autograder.kernel.failures import StatementFailure
from autograder.results.verdict import FailureCause, Judgement, Outcome, Verdict
from autograder.source.name_flow import NameFlow, TopStatement
from autograder.student.student import Student, StudentFault

STUB = "NotImplementedError"


@dataclass(frozen=True)
class Obstacle:
    """What an answer would have needed: a name that could not be seen, the cell that did not set it, and why.

    `reason` is the key of the message that tells a person.
    """

    name: str
    cell: int
    message: str
    reason: str


def without_blame(judgement: Judgement, student: Student) -> Judgement:
    """Return a judgement in which the checks that failed for want of something unseen are left to a person.

    What passed has passed: it was seen. A question whose answer stands nowhere in the notebook stays missing.
    """
    wrong = {outcome.question for outcome in judgement.outcomes if _is_wrong(outcome)}
    obstacles = find_obstacles(wrong, student) if wrong else {}
    return replace(judgement, outcomes=tuple(_left_open(o, obstacles, student) for o in judgement.outcomes))


def find_obstacles(questions: Iterable[str], student: Student) -> dict[str, Obstacle]:
    """Return, for questions whose answers could not be seen as they are meant, the first thing that was in the way."""
    script = student.session.script
    flow = NameFlow.of(script.cells)
    unseen = {**_stand_ins(student), **_not_set(student)}
    texts = [
        Obstacle(file.used, file.cell, file.name, "student.replaced_text") for file in student.session.replaced_files
    ]
    behind = _behind_stops(flow, student)
    found = {}
    for id in questions:
        needed, own = set(script.needed.get(id, ())), set(script.own.get(id, ()))
        in_the_way = {name: unseen[name] for name in needed & unseen.keys()}
        in_the_way |= {stop.name: stop for failed, stop in behind if stop.name in needed and not failed & own}
        if not own:  # an absent module may hold what stands nowhere in the notebook
            in_the_way |= _stand_ins(student)
        possible = [*in_the_way.values(), *(texts if id in student.text_questions else ())]
        if possible:
            found[id] = min(possible, key=lambda one: (one.cell, one.name))
    return found


def _not_set(student: Student) -> dict[str, Obstacle]:
    """The names that were never set because a statement failed for no fault of the student's."""
    return {name: _obstacle(name, failure) for name, failure in student.session.failures.unseen.items()}


def _stand_ins(student: Student) -> dict[str, Obstacle]:
    """The names that stand for modules which are not here."""
    names = student.session.script.stand_ins
    return {name: Obstacle(name, cell, name, _reason(FailureCause.MODULE)) for name, cell in names.items()}


def _behind_stops(flow: NameFlow, student: Student) -> list[tuple[frozenset[str], Obstacle]]:
    """The names that are undefined because their cell stopped before them, by the student's own fault.

    With each come the names that the statement which failed sets: a question whose own answer failed has been seen. A
    class that could not be made for want of a name, such as that of a module which nothing imports, has not.
    """
    stopped = {run.index for run in student.session.runs if run.status is CellStatus.ERROR}
    stops = {
        failure.cell: failure
        for failure in student.session.failures.failures
        if failure.cell in stopped and not failure.passed_over and failure.line and failure.type != STUB
    }
    below = [one for one in flow.statements if one.cell in stops and one.last_line >= stops[one.cell].line]
    failed = {one.cell: one.sets for one in below if _has_been_seen(one, stops[one.cell])}
    undefined = _undefined({name for one in below for name in one.sets}, student)
    return [
        (failed.get(one.cell, frozenset()), _obstacle(name, stops[one.cell]))
        for one in below
        for name in one.sets & undefined
    ]


def _has_been_seen(statement: TopStatement, failure: StatementFailure) -> bool:
    """Whether a statement is the one that failed, and failed by what it says itself."""
    return statement.first_line <= failure.line and not (statement.is_definition and failure.type == "NameError")


def _undefined(names: set[str], student: Student) -> set[str]:
    """Those of some names that the notebook does not define; all of them where its process answers no more."""
    names = {name for name in names if name.isidentifier() and not iskeyword(name)}
    try:
        return student.undefined(names) if names else set()
    except StudentFault:
        return names


def _obstacle(name: str, failure: StatementFailure) -> Obstacle:
    what = f"{failure.type}: {failure.message}" if failure.type else ""
    return Obstacle(name, failure.cell, what[:300], _reason(failure.cause))


def _reason(cause: FailureCause) -> str:
    return f"student.unseen_{cause}"


def _is_wrong(outcome: Outcome) -> bool:
    return outcome.score == 0.0 and outcome.points > 0 and outcome.verdict is not Verdict.SKIPPED


def _left_open(outcome: Outcome, obstacles: Mapping[str, Obstacle], student: Student) -> Outcome:
    obstacle = obstacles.get(outcome.question)
    if obstacle is None or not _is_wrong(outcome):
        return outcome
    reason = student.say(obstacle.reason, cell=obstacle.cell, name=obstacle.name, fault=obstacle.message)
    return replace(outcome.left_open(reason), detail=outcome.message)
