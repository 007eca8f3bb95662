"""Trying the checks on one specimen: its notebook is run once, and judged with one seed after another."""

import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from autograder.audit import equivalence
from autograder.audit.equivalence import Values
from autograder.audit.subjects import Kind, Specimen
from autograder.audit.trial import Record, Seen, Shaky
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
class Bench:
    """What specimens are tried with; `reference` is what mutants that no check catches are compared with."""

    lab: Lab
    shelf: Shelf
    host: Host
    seeds: int = 1
    reference: Values | None = None


def attempt(specimen: Specimen, bench: Bench) -> Record:
    """Judge a specimen; what goes wrong in that becomes the record's fault."""
    start = time.monotonic()
    try:
        record = _judged(specimen, bench)
        if specimen.kind is Kind.MUTANT and bench.reference is not None and record.decided and _unseen(record):
            found = equivalence.values(specimen, bench.lab, bench.shelf, bench.host)
            record = replace(record, differs=equivalence.differences(bench.reference, found))
    except AutograderError as error:
        record = Record(fault=error.render(bench.lab.language))
    except Exception as error:  # an exception may not survive the way between processes
        record = Record(fault=f"{type(error).__name__}: {error}")
    return replace(record, seconds=round(time.monotonic() - start, 3))


def seeds(specimen: Specimen, wanted: int) -> int:
    """How many seeds a specimen is judged with: its verdict must hold with each where one law says what it is."""
    return wanted if specimen.right or specimen.kind is Kind.MISTAKE else 1


def _judged(specimen: Specimen, bench: Bench) -> Record:
    number = seeds(specimen, bench.seeds)
    limits = replace(bench.lab.limits, submission=bench.lab.limits.submission * number)
    lab = replace(bench.lab, limits=limits)
    everything = specimen.kind is not Kind.RANDOM
    with open_submission(specimen.submission, lab, bench.shelf, bench.host) as opened:
        first = check_runner.run(opened.student, lab, bench.shelf, 0, () if everything else specimen.questions)
        judged = {0: first}
        for seed in range(1, number):
            # a student of its own: how often a question ran out of time is not to go from one seed to the next
            again = Student(opened.session, lab)
            judged[seed] = check_runner.run(again, lab, bench.shelf, seed, specimen.questions)
    named, defects = _named(first, lab)
    seen = (Seen(o.question, o.name, o.verdict, o.message or o.detail, round(o.seconds, 4)) for o in first.outcomes)
    return Record(tuple(seen), named, tuple(_shaky(judged, lab)), defects)


def _named(judgement: Judgement, lab: Lab) -> tuple[Names, tuple[str, ...]]:
    texts, flags = diagnosis.texts(judgement, lab)
    names = {id: tuple(sorted({named.name for named in found})) for id, found in texts.items()}
    return names, tuple(flag.message for flag in flags)


def _shaky(judged: dict[int, Judgement], lab: Lab) -> Iterator[Shaky]:
    values: dict[tuple[str, str], dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    asked = {outcome.question for outcome in judged[max(judged)].outcomes}  # with all seeds
    for seed, judgement in judged.items():
        names, _ = _named(judgement, lab)
        for id in asked:
            values[id, ""][" ".join(names.get(id, ()))].append(seed)
        for outcome in judgement.outcomes:
            values[outcome.question, outcome.name][_told(outcome)].append(seed)
    for (question, check), found in values.items():
        if len(found) > 1:
            yield Shaky(question, check, {value: tuple(which) for value, which in found.items()})


def _told(outcome: Outcome) -> str:
    """What a check makes of an answer: a wrong one may fail or raise an error, which comes to the same."""
    lost = outcome.score == 0.0 and outcome.points > 0.0
    return "not passed" if lost and outcome.verdict is not Verdict.SKIPPED else outcome.verdict.value


def _unseen(record: Record) -> bool:
    return all(seen.passed for seen in record.seen)
