"""An audit as plain JSON values."""

from dataclasses import asdict
from typing import Any

from autograder.audit import metrics
from autograder.audit.metrics import CatchRate
from autograder.audit.run import Audit
from autograder.audit.subjects import SubjectKind
from autograder.audit.trial import Trial, TrialStatus


def to_json(audit: Audit) -> dict[str, Any]:
    """Return all trials, figures and faults of an audit as values that JSON can hold."""
    faults = metrics.faults(audit)
    return {
        "lab": audit.id,
        "clean": not faults,
        "faults": faults,
        "seeds": audit.seeds,
        "counts": {kind.value: _counts(audit.of(kind)) for kind in SubjectKind},
        "naming": {
            kind.value: asdict(metrics.count_namings(audit.of(kind)))
            for kind in (SubjectKind.MISTAKE, SubjectKind.COMBINATION)
        },
        "mistakes": _score(metrics.catch_rate(audit.of(SubjectKind.MISTAKE))),
        "mutants": _score(metrics.catch_rate(audit.of(SubjectKind.MUTANT))),
        "questions": [
            asdict(found) | {"mistakes": _score(found.mistakes), "mutants": _score(found.mutants)}
            for found in metrics.question_metrics(audit)
        ],
        "checks": [_check(found) for found in metrics.check_metrics(audit)],
        "trials": [_trial(trial) for trial in audit.trials],
    }


def _counts(trials: tuple[Trial, ...]) -> dict[str, int]:
    statuses = [trial.status for trial in trials]
    return {status.value: statuses.count(status) for status in TrialStatus if status in statuses}


def _score(score: CatchRate) -> dict[str, Any]:
    return asdict(score) | {"share": score.share}


def _check(found: metrics.CheckMetrics) -> dict[str, Any]:
    scores = {name: _score(getattr(found, name)) for name in ("mistakes", "mutants", "random")}
    said = {name: getattr(found, name) for name in ("spare", "never_fails", "passes_at_random")}
    return asdict(found) | scores | said


def _trial(trial: Trial) -> dict[str, Any]:
    subject, record = trial.subject, trial.record
    return {
        "kind": subject.kind.value,
        "name": subject.name,
        "questions": list(subject.questions),
        "explanation": dict(subject.explanation),
        "change": asdict(subject.change) if subject.change else None,
        "fate": trial.status.value,
        "elsewhere": list(trial.elsewhere),
        "known_as": list(subject.known_as),
        "named": {question: list(names) for question, names in record.named.items()},
        "misnamed": list(trial.misnamed),
        "shaky": [
            {"question": found.question, "check": found.check, "seeds": {v: list(n) for v, n in found.seeds.items()}}
            for found in record.seed_dependences
        ],
        "defects": list(record.defects),
        "differs": None if record.differs is None else list(record.differs),
        "seen": [asdict(outcome) for outcome in trial.failed],
        "fault": record.fault,
        "seconds": record.seconds,
    }
