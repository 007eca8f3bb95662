"""Shows an audit in a terminal: its figures, and every trial that did not go as expected."""

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from autograder.audit import metrics
from autograder.audit.metrics import CatchRate, CheckMetrics
from autograder.audit.run import MOST_FOR_NOTHING, SUITABLE, Audit
from autograder.audit.subjects import SubjectKind
from autograder.audit.trial import Trial, TrialStatus
from autograder.messages import Catalogue

FEW = 30  # answers of which all are listed; of more, only those that are not as they should be
MOST = 12  # lines of one answer
STYLES = {
    TrialStatus.CAUGHT: "green",
    TrialStatus.ACCEPTED: "green",
    TrialStatus.EQUIVALENT: "green",
    TrialStatus.ELSEWHERE: "yellow",
    TrialStatus.MISSED: "bold red",
    TrialStatus.REFUSED: "bold red",
    TrialStatus.ERROR: "magenta",
}


def render(audit: Audit, say: Catalogue) -> RenderableType:
    """Return the tables of an audit; the last lines give its totals and say whether it found faults."""
    tables = (_answers(audit, say), _questions(audit, say), _checks(audit, say))
    return Group(*(table for table in tables if table.row_count), *_lines(audit, say), conclusion(audit, say))


def conclusion(audit: Audit, say: Catalogue) -> Text:
    """Return the sentence that says which faults an audit found, or that it found none."""
    faults = metrics.faults(audit)
    if not faults:
        return Text(say("audit.clean"), "bold green")
    fault_text = "; ".join(say(f"audit.fault_{name}", count=count) for name, count in faults.items())
    return Text(say("audit.unclean", faults=fault_text), "bold red")


def summary(audit: Audit, say: Catalogue) -> Iterator[str]:
    """Yield the totals of an audit, one line each."""
    for kind in SubjectKind:
        statuses = [trial.status for trial in audit.of(kind)]
        if statuses and kind is not SubjectKind.RANDOM:
            counts = (
                (say(f"audit.status_{status.value}"), statuses.count(status))
                for status in TrialStatus
                if status in statuses
            )
            parts = (say("audit.count", status=status, count=count) for status, count in counts)
            yield say("audit.sum", kind=say(f"audit.kind_{kind.value}"), count=len(statuses), statuses=", ".join(parts))
    for kind in (SubjectKind.MISTAKE, SubjectKind.COMBINATION):
        if audit.of(kind):
            namings = metrics.count_namings(audit.of(kind))
            values = {"rightly": namings.rightly, "wrongly": namings.wrongly, "not_at_all": namings.not_at_all}
            yield say("audit.naming", kind=say(f"audit.kind_{kind.value}"), **values)
    for kind in (SubjectKind.MISTAKE, SubjectKind.COMBINATION):
        if (explained := metrics.explained_rate(audit, kind)).all:
            yield say("audit.explained", kind=say(f"audit.kind_{kind.value}"), rate=format_rate(explained))
    for answer in audit.charged_wrongly[:MOST]:
        charged, made = (", ".join(sorted(names)) for names in (answer.charged, answer.made))
        yield say("audit.charged", name=answer.subject, charged=charged, made=made)
    for trial in audit.paid:
        share = audit.shares_by_price.get(trial.subject.name, 0.0)
        if share > MOST_FOR_NOTHING:
            yield say("audit.paid_by_price", name=trial.subject.name, share=f"{share:.0%}")
    if audit.odd:
        yield say("audit.odd", count=len(audit.odd))
    for odd in audit.odd[:MOST]:
        yield say("audit.odd_one", **vars(odd))
    if audit.of(SubjectKind.MUTANT):
        yield say("audit.mutation_score", score=format_rate(metrics.catch_rate(audit.of(SubjectKind.MUTANT))))
    if audit.seeds > 1:
        yield say("audit.seeds", seeds=audit.seeds, changed=len(audit.seed_dependent))


def format_rate(score: CatchRate) -> str:
    """Return a catch rate as text, "caught/all (percent)"."""
    return f"{score.caught}/{score.all}" + (f" ({score.share:.1%})" if score.share is not None else "")


def format_shares(shares: Sequence[float]) -> str:
    """Return how many answers that compute nothing were tried, and the largest part of the points that one earned."""
    return f"{len(shares)}: {max(shares):.0%}" if shares else ""


def listed_trials(audit: Audit) -> list[Trial]:
    """Return the trials to list: all if they are few, else those that did not go as expected."""
    trials = [trial for trial in audit.trials if trial.subject.kind is not SubjectKind.RANDOM]
    return trials if len(trials) <= FEW else [trial for trial in trials if _strange(trial)]


def check_remarks(check: CheckMetrics, say: Catalogue) -> str:
    """Return the remarks on a check, for example that it never fails."""
    names = ("never_fails", "passes_at_random", "spare")
    return ", ".join(say(f"audit.remark_{name}") for name in names if getattr(check, name))


def trial_notes(trial: Trial, say: Catalogue) -> Iterator[str]:
    """Yield the results of a trial, one line each; only the checks' names if it went as expected."""
    record = trial.record
    if record.fault:
        yield record.fault
    if trial.status is TrialStatus.CAUGHT:
        yield ", ".join(outcome.check for outcome in trial.failed)
    else:
        for outcome in trial.failed:
            yield f"{outcome.question}: {outcome.check} ({outcome.verdict.value}) {outcome.message}".rstrip()
    if _paid(trial):
        checks = ", ".join(outcome.check for outcome in trial.record.outcomes if outcome.passed and outcome.points)
        yield say("audit.paid", share=f"{trial.share:.0%}", checks=checks)
    for question in trial.misnamed:
        yield say("audit.misnamed", question=question, names=", ".join(record.named.get(question, ())))
    for dependence in record.seed_dependences:
        values = "; ".join(f"{value or '–'}: {', '.join(map(str, seeds))}" for value, seeds in dependence.seeds.items())
        yield say(
            "audit.shaky", question=dependence.question, check=dependence.check or say("audit.names"), values=values
        )
    yield from record.defects
    if trial.subject.change and trial.status is TrialStatus.MISSED:
        yield from trial.subject.change.diff.splitlines()
        yield say("audit.differs", values=", ".join((record.differs or ())[:4]))


def _strange(trial: Trial) -> bool:
    if trial.subject.kind is SubjectKind.EMPTY:
        return _paid(trial) or trial.status is TrialStatus.ERROR
    fine = (*SUITABLE, TrialStatus.EQUIVALENT)
    return trial.status not in fine or bool(trial.misnamed or trial.record.seed_dependences or trial.record.defects)


def _paid(trial: Trial) -> bool:
    return trial.subject.kind is SubjectKind.EMPTY and trial.share > MOST_FOR_NOTHING


def _answers(audit: Audit, say: Catalogue) -> Table:
    table = Table(title=Text(say("audit.title", lab=audit.title)), title_justify="left")
    for column in ("name", "question", "status", "seen"):
        table.add_column(say(f"audit.column_{column}"), overflow="fold")
    for trial in listed_trials(audit):
        questions = ", ".join(dict.fromkeys(trial.subject.questions)) or say("audit.all_questions")
        status = Text(say(f"audit.status_{trial.status.value}"), STYLES[trial.status])
        lines = list(trial_notes(trial, say))
        text = "\n".join([*lines[:MOST], *(["…"] if len(lines) > MOST else [])])
        table.add_row(Text(trial.subject.name), Text(questions), status, Text(text))
    return table


def _questions(audit: Audit, say: Catalogue) -> Table:
    table = Table(title=say("audit.questions"), title_justify="left")
    for column in ("question", "mistakes", "mutants", "equivalent", "rightly", "wrongly", "not_at_all", "empty"):
        table.add_column(say(f"audit.column_{column}"), justify="left" if column == "question" else "right")
    for question in metrics.question_metrics(audit):
        if question.mistakes.all or question.mutants.all or question.empty:
            named = (str(number) for number in vars(question.naming).values())
            table.add_row(
                question.question,
                format_rate(question.mistakes),
                format_rate(question.mutants),
                str(question.equivalent),
                *named,
                format_shares(question.empty),
            )
    return table


def _checks(audit: Audit, say: Catalogue) -> Table:
    table = Table(title=say("audit.checks"), title_justify="left")
    for column in ("question", "check", "mistakes", "mutants", "alone", "random", "milliseconds", "seeds", "remarks"):
        right = column not in ("question", "check", "remarks")
        table.add_column(say(f"audit.column_{column}"), justify="right" if right else "left", overflow="fold")
    for check in metrics.check_metrics(audit):
        tried = (check.mistakes, check.mutants, check.random)
        if not (check.seeds or any(score.all for score in tried)):
            continue
        scores = [f"{score.caught}/{score.all}" for score in tried]
        table.add_row(
            Text(check.question),
            Text(check.check),
            *scores[:2],
            str(check.alone),
            scores[2],
            f"{1000 * check.seconds:.0f}",
            str(check.seeds),
            check_remarks(check, say),
        )
    return table


def _lines(audit: Audit, say: Catalogue) -> Iterator[Text]:
    yield from (Text(line) for line in summary(audit, say))
