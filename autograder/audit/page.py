"""Renders an audit as one HTML page without scripts or external files, so that it can be mailed and kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.audit import metrics, table
from autograder.audit.run import SUITABLE, Audit
from autograder.audit.subjects import SubjectKind
from autograder.audit.trial import CheckOutcome, Trial, TrialStatus
from autograder.messages import Catalogue
from autograder.output.page import render
from autograder.results.verdict import Verdict

TEMPLATE = Path(__file__).with_suffix(".html")
PARTS = ("questions", "checks", "answers", "survivors", "heat", "heat_hint", "legend")
COLUMNS = (
    *("name", "question", "status", "seen", "check", "mistakes", "mutants", "equivalent", "rightly", "wrongly"),
    *("not_at_all", "empty", "alone", "random", "milliseconds", "seeds", "remarks", "change", "differs"),
)
SHADES = ("passed", "failed", "error", "ours")
SHADE = {Verdict.PASSED: "passed", Verdict.FAILED: "failed", Verdict.GRADER_ERROR: "ours", Verdict.SKIPPED: "ours"}


@dataclass(frozen=True)
class HeatMapColumn:
    """A check as a column of the heat map; `first` marks the first check of a question, which is set apart."""

    question: str
    check: str
    first: bool


@dataclass(frozen=True)
class HeatMapCell:
    """A check's verdict on a mistake: its colour, and the text shown when the pointer is on it."""

    shade: str
    title: str


def page(audit: Audit, say: Catalogue) -> str:
    """Return the page of an audit as HTML; all text that comes from answers is escaped."""
    checks = metrics.check_metrics(audit)
    columns = _columns([(check.question, check.check) for check in checks])
    return render(
        TEMPLATE,
        language=say.language,
        text=_texts(audit, say),
        clean=not metrics.faults(audit),
        conclusion=table.conclusion(audit, say).plain,
        summary=list(table.summary(audit, say)),
        questions=metrics.question_metrics(audit),
        checks=checks,
        columns=columns,
        heat=_heat(audit, columns, say),
        shades=[(shade, say(f"audit.verdict_{shade}")) for shade in SHADES],
        answers=[_answer(trial, say) for trial in table.listed_trials(audit) if not _survived(trial)],
        survivors=[_survivor(trial) for trial in audit.trials if _survived(trial)],
        share=table.format_rate,
        shares=table.format_shares,
        remarks=lambda check: table.check_remarks(check, say),
    )


def _texts(audit: Audit, say: Catalogue) -> Mapping[str, str]:
    return (
        {"title": say("audit.title", lab=audit.title)}
        | {name: say(f"audit.{name}") for name in PARTS}
        | {f"column_{name}": say(f"audit.column_{name}") for name in COLUMNS}
    )


def _columns(checks: Sequence[tuple[str, str]]) -> list[HeatMapColumn]:
    before = ["", *(question for question, _ in checks)]
    return [
        HeatMapColumn(question, check, question != last)
        for (question, check), last in zip(checks, before, strict=False)
    ]


def _heat(audit: Audit, columns: Sequence[HeatMapColumn], say: Catalogue) -> list[tuple[str, list[dict[str, Any]]]]:
    mistakes = audit.of(SubjectKind.MISTAKE)
    rows = {id: [_row(t, columns, say) for t in mistakes if t.subject.questions == (id,)] for id in audit.questions}
    return [(question, cells) for question, cells in rows.items() if cells]


def _row(trial: Trial, columns: Sequence[HeatMapColumn], say: Catalogue) -> dict[str, Any]:
    outcome = {(check_outcome.question, check_outcome.check): check_outcome for check_outcome in trial.record.outcomes}
    cells = [
        _heat_map_cell(check_outcome) if (check_outcome := outcome.get((c.question, c.check))) else None
        for c in columns
    ]
    explanation = trial.subject.explanation.get(say.language, "")
    return {"name": trial.subject.name, "explanation": explanation, "tone": _tone(trial), "cells": cells}


def _heat_map_cell(outcome: CheckOutcome) -> HeatMapCell:
    tooltip = f"{outcome.question} · {outcome.check}: {outcome.verdict.value}\n{outcome.message}".strip()
    return HeatMapCell(SHADE.get(outcome.verdict, "error"), tooltip)


def _answer(trial: Trial, say: Catalogue) -> dict[str, str]:
    return {
        "name": trial.subject.name,
        "questions": ", ".join(dict.fromkeys(trial.subject.questions)) or say("audit.all_questions"),
        "status": say(f"audit.status_{trial.status.value}"),
        "tone": _tone(trial),
        "notes": "\n".join(table.trial_notes(trial, say)),
    }


def _survivor(trial: Trial) -> dict[str, str]:
    change = trial.subject.change
    differs = ", ".join(trial.record.differs or ())
    return {"name": trial.subject.name, "diff": change.diff if change else "", "differs": differs}


def _survived(trial: Trial) -> bool:
    return trial.subject.kind is SubjectKind.MUTANT and trial.status is TrialStatus.MISSED


def _tone(trial: Trial) -> str:
    if trial.status in (*SUITABLE, TrialStatus.EQUIVALENT) and not trial.misnamed:
        return ""
    return "odd" if trial.status is TrialStatus.ELSEWHERE else "bad"
