"""An audit as plain JSON values."""

from dataclasses import asdict
from typing import Any

from autograder.audit import metrics
from autograder.audit.metrics import Score
from autograder.audit.run import Audit
from autograder.audit.subjects import Kind
from autograder.audit.trial import Fate, Trial


def plain(audit: Audit) -> dict[str, Any]:
    """Everything that an audit found, and what it comes to."""
    faults = metrics.faults(audit)
    return {
        "lab": audit.id,
        "clean": not faults,
        "faults": faults,
        "seeds": audit.seeds,
        "counts": {kind.value: _counts(audit.of(kind)) for kind in Kind},
        "naming": {kind.value: asdict(metrics.naming(audit.of(kind))) for kind in (Kind.MISTAKE, Kind.COMBINATION)},
        "mistakes": _score(metrics.score(audit.of(Kind.MISTAKE))),
        "mutants": _score(metrics.score(audit.of(Kind.MUTANT))),
        "questions": [
            asdict(found) | {"mistakes": _score(found.mistakes), "mutants": _score(found.mutants)}
            for found in metrics.of_questions(audit)
        ],
        "checks": [_check(found) for found in metrics.of_checks(audit)],
        "trials": [_trial(trial) for trial in audit.trials],
    }


def _counts(trials: tuple[Trial, ...]) -> dict[str, int]:
    fates = [trial.fate for trial in trials]
    return {fate.value: fates.count(fate) for fate in Fate if fate in fates}


def _score(score: Score) -> dict[str, Any]:
    return asdict(score) | {"share": score.share}


def _check(found: metrics.OfCheck) -> dict[str, Any]:
    scores = {name: _score(getattr(found, name)) for name in ("mistakes", "mutants", "random")}
    said = {name: getattr(found, name) for name in ("spare", "never_fails", "passes_at_random")}
    return asdict(found) | scores | said


def _trial(trial: Trial) -> dict[str, Any]:
    made, record = trial.specimen, trial.record
    return {
        "kind": made.kind.value,
        "name": made.name,
        "questions": list(made.questions),
        "explanation": dict(made.explanation),
        "change": asdict(made.change) if made.change else None,
        "fate": trial.fate.value,
        "elsewhere": list(trial.elsewhere),
        "known_as": list(made.known_as),
        "named": {question: list(names) for question, names in record.named.items()},
        "misnamed": list(trial.misnamed),
        "shaky": [
            {"question": found.question, "check": found.check, "seeds": {v: list(n) for v, n in found.seeds.items()}}
            for found in record.shaky
        ],
        "defects": list(record.defects),
        "differs": None if record.differs is None else list(record.differs),
        "seen": [asdict(seen) for seen in trial.failed],
        "fault": record.fault,
        "seconds": record.seconds,
    }
