"""Converts an audit to plain JSON values."""

from dataclasses import asdict
from typing import Any

from autograder.audit import metrics
from autograder.audit.metrics import CatchRate
from autograder.audit.prices import PricedAnswer
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
            asdict(question)
            | {"mistakes": _score(question.mistakes), "mutants": _score(question.mutants), "empty": [*question.empty]}
            for question in metrics.question_metrics(audit)
        ],
        "checks": [_check(check) for check in metrics.check_metrics(audit)],
        "explained": {
            kind.value: _score(metrics.explained_rate(audit, kind))
            for kind in (SubjectKind.MISTAKE, SubjectKind.COMBINATION)
        },
        "priced": [_priced(answer) for answer in audit.priced],
        "odd": [asdict(odd) for odd in audit.odd],
        "trials": [_trial(trial) for trial in audit.trials],
    }


def _counts(trials: tuple[Trial, ...]) -> dict[str, int]:
    statuses = [trial.status for trial in trials]
    return {status.value: statuses.count(status) for status in TrialStatus if status in statuses}


def _score(score: CatchRate) -> dict[str, Any]:
    return asdict(score) | {"share": score.share}


def _priced(answer: PricedAnswer) -> dict[str, Any]:
    names = {"made": sorted(answer.made), "charged": sorted(answer.charged)}
    return asdict(answer) | names | {"explained": answer.explained}


def _check(check: metrics.CheckMetrics) -> dict[str, Any]:
    scores = {name: _score(getattr(check, name)) for name in ("mistakes", "mutants", "random")}
    remarks = {name: getattr(check, name) for name in ("spare", "never_fails", "passes_at_random")}
    return asdict(check) | scores | remarks


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
            {"question": s.question, "check": s.check, "seeds": {value: list(n) for value, n in s.seeds.items()}}
            for s in record.seed_dependences
        ],
        "defects": list(record.defects),
        "differs": None if record.differs is None else list(record.differs),
        "seen": [asdict(outcome) for outcome in trial.failed],
        "fault": record.fault,
        "seconds": record.seconds,
    }
