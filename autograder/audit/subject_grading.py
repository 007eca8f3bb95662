"""Grades one subject of an audit: its notebook is run once, and then judged with several random seeds."""

import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from autograder.audit import equivalence
from autograder.audit.equivalence import Values
from autograder.audit.subjects import Subject, SubjectKind
from autograder.audit.trial import CheckOutcome, SeedDependence, SubjectRecord
from autograder.errors import AutograderError
from autograder.grading import check_runner, diagnosis
from autograder.grading.live_submission import open_submission
from autograder.lab.corpora import Shelf
from autograder.lab.declaration import Lab
from autograder.results.verdict import Judgement, Outcome, Verdict
from autograder.sandbox.host import Host
from autograder.student.student import Student

Names = dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class AuditSetup:
    """What subjects are graded with; `reference` holds values to compare uncaught mutants with."""

    lab: Lab
    shelf: Shelf
    host: Host
    seeds: int = 1
    reference: Values | None = None


def grade_subject(subject: Subject, setup: AuditSetup) -> SubjectRecord:
    """Grade a subject and return its record; an error becomes the record's `fault` and is not raised."""
    start = time.monotonic()
    try:
        record = _judge(subject, setup)
        if (
            subject.kind is SubjectKind.MUTANT
            and setup.reference is not None
            and record.decided
            and _nothing_failed(record)
        ):
            values = equivalence.final_values(subject, setup.lab, setup.shelf, setup.host)
            record = replace(record, differs=equivalence.differences(setup.reference, values))
    except AutograderError as error:
        record = SubjectRecord(fault=error.render(setup.lab.language))
    except Exception as error:  # an exception may not survive the way between processes
        record = SubjectRecord(fault=f"{type(error).__name__}: {error}")
    return replace(record, seconds=round(time.monotonic() - start, 3))


def seed_count(subject: Subject, wanted: int) -> int:
    """Return how many seeds to judge a subject with: `wanted` for right answers and known mistakes, else 1."""
    return wanted if subject.right or subject.kind is SubjectKind.MISTAKE else 1


def _judge(subject: Subject, setup: AuditSetup) -> SubjectRecord:
    number = seed_count(subject, setup.seeds)
    limits = replace(setup.lab.limits, submission=setup.lab.limits.submission * number)
    lab = replace(setup.lab, limits=limits)
    everything = subject.kind not in (SubjectKind.RANDOM, SubjectKind.EMPTY)
    with open_submission(subject.submission, lab, setup.shelf, setup.host) as opened:
        first = check_runner.run(opened.student, lab, setup.shelf, 0, () if everything else subject.questions)
        judged = {0: first}
        for seed in range(1, number):
            # a student of its own: how often a question ran out of time is not to go from one seed to the next
            again = Student(opened.session, lab, opened.submission)
            judged[seed] = check_runner.run(again, lab, setup.shelf, seed, subject.questions)
    named, defects = _named_mistakes(first, lab)
    outcomes = (
        CheckOutcome(o.question, o.name, o.verdict, o.message or o.detail, round(o.seconds, 4), o.points, o.failed_with)
        for o in first.outcomes
    )
    return SubjectRecord(tuple(outcomes), named, tuple(_seed_dependences(judged, lab)), defects)


def _named_mistakes(judgement: Judgement, lab: Lab) -> tuple[Names, tuple[str, ...]]:
    texts, flags = diagnosis.texts(judgement, lab)
    names = {id: tuple(sorted({named.name for named in mistakes})) for id, mistakes in texts.items()}
    return names, tuple(flag.message for flag in flags)


def _seed_dependences(judged: dict[int, Judgement], lab: Lab) -> Iterator[SeedDependence]:
    values: dict[tuple[str, str], dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    questions = {outcome.question for outcome in judged[max(judged)].outcomes}  # with all seeds
    for seed, judgement in judged.items():
        names, _ = _named_mistakes(judgement, lab)
        for id in questions:
            values[id, ""][" ".join(names.get(id, ()))].append(seed)
        for outcome in judgement.outcomes:
            values[outcome.question, outcome.name][_effect(outcome)].append(seed)
    for (question, check), seeds_by_value in values.items():
        if len(seeds_by_value) > 1:
            yield SeedDependence(question, check, {value: tuple(which) for value, which in seeds_by_value.items()})


def _effect(outcome: Outcome) -> str:
    """Return what a verdict means for the points: a wrong answer may fail or raise an error, which costs the same."""
    lost = outcome.score == 0.0 and outcome.points > 0.0
    return "not passed" if lost and outcome.verdict is not Verdict.SKIPPED else outcome.verdict.value


def _nothing_failed(record: SubjectRecord) -> bool:
    return all(outcome.passed for outcome in record.outcomes)
