"""An audit in a terminal: what it comes to, and where it is not as it should be."""

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from autograder.audit import metrics
from autograder.audit.metrics import OfCheck, Score
from autograder.audit.run import SUITABLE, Audit
from autograder.audit.subjects import Kind
from autograder.audit.trial import Fate, Trial
from autograder.messages import Catalogue

FEW = 30  # answers of which all are listed; of more, only those that are not as they should be
MOST = 12  # lines of one answer
STYLES = {
    Fate.CAUGHT: "green",
    Fate.ACCEPTED: "green",
    Fate.EQUIVALENT: "green",
    Fate.ELSEWHERE: "yellow",
    Fate.MISSED: "bold red",
    Fate.REFUSED: "bold red",
    Fate.ERROR: "magenta",
}


def render(audit: Audit, say: Catalogue) -> RenderableType:
    """The whole audit; its last lines count, and say whether it is clean."""
    tables = (_answers(audit, say), _questions(audit, say), _checks(audit, say))
    return Group(*(table for table in tables if table.row_count), *_lines(audit, say), conclusion(audit, say))


def conclusion(audit: Audit, say: Catalogue) -> Text:
    """Whether an audit is clean, or what spoils it."""
    faults = metrics.faults(audit)
    if not faults:
        return Text(say("audit.clean"), "bold green")
    said = "; ".join(say(f"audit.fault_{name}", count=count) for name, count in faults.items())
    return Text(say("audit.unclean", faults=said), "bold red")


def summary(audit: Audit, say: Catalogue) -> Iterator[str]:
    """The sums, a line each."""
    for kind in Kind:
        fates = [trial.fate for trial in audit.of(kind)]
        if fates and kind is not Kind.RANDOM:
            counts = ((say(f"audit.fate_{fate.value}"), fates.count(fate)) for fate in Fate if fate in fates)
            parts = (say("audit.count", fate=fate, count=count) for fate, count in counts)
            yield say("audit.sum", kind=say(f"audit.kind_{kind.value}"), count=len(fates), fates=", ".join(parts))
    for kind in (Kind.MISTAKE, Kind.COMBINATION):
        if audit.of(kind):
            found = metrics.naming(audit.of(kind))
            values = {"rightly": found.rightly, "wrongly": found.wrongly, "not_at_all": found.not_at_all}
            yield say("audit.naming", kind=say(f"audit.kind_{kind.value}"), **values)
    if audit.of(Kind.MUTANT):
        yield say("audit.mutation_score", score=share(metrics.score(audit.of(Kind.MUTANT))))
    if audit.seeds > 1:
        yield say("audit.seeds", seeds=audit.seeds, changed=len(audit.shaky))


def share(score: Score) -> str:
    """A score for reading: how many of how many."""
    return f"{score.caught}/{score.all}" + (f" ({score.share:.1%})" if score.share is not None else "")


def listed(audit: Audit) -> list[Trial]:
    """The trials worth a line: what is not as it should be, or everything where that is little."""
    own = [trial for trial in audit.trials if trial.specimen.kind is not Kind.RANDOM]
    return own if len(own) <= FEW else [trial for trial in own if _strange(trial)]


def remarks(check: OfCheck, say: Catalogue) -> str:
    """What is to be said of a check."""
    names = ("never_fails", "passes_at_random", "spare")
    return ", ".join(say(f"audit.remark_{name}") for name in names if getattr(check, name))


def notes(trial: Trial, say: Catalogue) -> Iterator[str]:
    """What a trial showed, a line each: briefly where it went as it should."""
    record = trial.record
    if record.fault:
        yield record.fault
    if trial.fate is Fate.CAUGHT:
        yield ", ".join(seen.check for seen in trial.failed)
    else:
        for seen in trial.failed:
            yield f"{seen.question}: {seen.check} ({seen.verdict.value}) {seen.message}".rstrip()
    for question in trial.misnamed:
        yield say("audit.misnamed", question=question, names=", ".join(record.named.get(question, ())))
    for shaky in record.shaky:
        values = "; ".join(f"{value or '–'}: {', '.join(map(str, seeds))}" for value, seeds in shaky.seeds.items())
        yield say("audit.shaky", question=shaky.question, check=shaky.check or say("audit.names"), values=values)
    yield from record.defects
    if trial.specimen.change and trial.fate is Fate.MISSED:
        yield from trial.specimen.change.diff.splitlines()
        yield say("audit.differs", values=", ".join((record.differs or ())[:4]))


def _strange(trial: Trial) -> bool:
    fine = (*SUITABLE, Fate.EQUIVALENT)
    return trial.fate not in fine or bool(trial.misnamed or trial.record.shaky or trial.record.defects)


def _answers(audit: Audit, say: Catalogue) -> Table:
    table = Table(title=Text(say("audit.title", lab=audit.title)), title_justify="left")
    for column in ("name", "question", "fate", "seen"):
        table.add_column(say(f"audit.column_{column}"), overflow="fold")
    for trial in listed(audit):
        questions = ", ".join(trial.specimen.questions) or say("audit.all_questions")
        fate = Text(say(f"audit.fate_{trial.fate.value}"), STYLES[trial.fate])
        lines = list(notes(trial, say))
        said = "\n".join([*lines[:MOST], *(["…"] if len(lines) > MOST else [])])
        table.add_row(Text(trial.specimen.name), Text(questions), fate, Text(said))
    return table


def _questions(audit: Audit, say: Catalogue) -> Table:
    table = Table(title=say("audit.questions"), title_justify="left")
    for column in ("question", "mistakes", "mutants", "equivalent", "rightly", "wrongly", "not_at_all"):
        table.add_column(say(f"audit.column_{column}"), justify="left" if column == "question" else "right")
    for found in metrics.of_questions(audit):
        if found.mistakes.all or found.mutants.all:
            named = (str(number) for number in vars(found.naming).values())
            table.add_row(found.question, share(found.mistakes), share(found.mutants), str(found.equivalent), *named)
    return table


def _checks(audit: Audit, say: Catalogue) -> Table:
    table = Table(title=say("audit.checks"), title_justify="left")
    for column in ("question", "check", "mistakes", "mutants", "alone", "random", "milliseconds", "shaky", "remarks"):
        right = column not in ("question", "check", "remarks")
        table.add_column(say(f"audit.column_{column}"), justify="right" if right else "left", overflow="fold")
    for found in metrics.of_checks(audit):
        tried = (found.mistakes, found.mutants, found.random)
        if not (found.seeds or any(score.all for score in tried)):
            continue
        scores = [f"{score.caught}/{score.all}" for score in tried]
        table.add_row(
            Text(found.question),
            Text(found.check),
            *scores[:2],
            str(found.alone),
            scores[2],
            f"{1000 * found.seconds:.0f}",
            str(found.seeds),
            remarks(found, say),
        )
    return table


def _lines(audit: Audit, say: Catalogue) -> Iterator[Text]:
    yield from (Text(line) for line in summary(audit, say))
