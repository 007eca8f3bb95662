"""Trying the hidden checks of a lab on answers that are known to be wrong, and on right ones in other styles."""

import json
import multiprocessing
import time
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from rich.markup import escape
from rich.table import Table

from autograder import master, mistake
from autograder.corpora import Shelf
from autograder.errors import AutograderError, LabError
from autograder.lab import Lab
from autograder.messages import catalogue
from autograder.mistake import WHOLE, Mistake
from autograder.report import Result
from autograder.submission import Submission, parse
from autograder.verdict import Verdict

Grade = Callable[[Submission, Lab, Shelf], Result]


class Fate(StrEnum):
    """What became of a mistake or a variant."""

    CAUGHT = "caught"
    ELSEWHERE = "elsewhere"
    MISSED = "missed"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    ERROR = "error"


STYLES = {
    Fate.CAUGHT: "green",
    Fate.ACCEPTED: "green",
    Fate.ELSEWHERE: "yellow",
    Fate.MISSED: "bold red",
    Fate.REFUSED: "bold red",
    Fate.ERROR: "magenta",
}


@dataclass(frozen=True)
class Seen:
    """A check that an answer did not pass."""

    question: str
    check: str
    verdict: Verdict
    message: str


@dataclass(frozen=True)
class Trial:
    """One mistake or variant after grading; `fault` says why it could not be graded, "" where it was."""

    mistake: Mistake
    seen: tuple[Seen, ...]
    seconds: float
    fault: str = ""

    @property
    def caught(self) -> bool:
        """Whether a check of its own question did not pass."""
        return any(seen.question == self.mistake.question for seen in self.seen)

    @property
    def elsewhere(self) -> tuple[str, ...]:
        """The other questions of which a check did not pass."""
        return tuple(dict.fromkeys(seen.question for seen in self.seen if seen.question != self.mistake.question))

    @property
    def fate(self) -> Fate:
        """What became of it; a mistake that costs another question too counts as caught elsewhere."""
        if self.fault or any(seen.verdict is Verdict.GRADER_ERROR for seen in self.seen):
            return Fate.ERROR
        if self.mistake.kind == "variant":
            return Fate.REFUSED if self.seen else Fate.ACCEPTED
        if self.elsewhere:
            return Fate.ELSEWHERE
        return Fate.CAUGHT if self.caught else Fate.MISSED


Progress = Callable[[Trial], None]


@dataclass(frozen=True)
class Audit:
    """What became of every mistake and variant of a lab, in the order of their names."""

    lab: Lab
    trials: tuple[Trial, ...]

    def of(self, fate: Fate) -> tuple[Trial, ...]:
        """The trials that ended in one way."""
        return tuple(trial for trial in self.trials if trial.fate is fate)

    @property
    def clean(self) -> bool:
        """Whether every mistake is caught at its question alone and every variant is accepted."""
        return all(trial.fate in (Fate.CAUGHT, Fate.ACCEPTED) for trial in self.trials)

    @property
    def table(self) -> dict[str, Any]:
        """The audit as plain JSON values."""
        return {
            "lab": self.lab.id,
            "clean": self.clean,
            "counts": {fate.value: len(self.of(fate)) for fate in Fate},
            "trials": [_row(trial) for trial in self.trials],
        }


def audit(
    lab: Lab,
    shelf: Shelf,
    grade: Grade,
    *,
    jobs: int = 1,
    only: Collection[str] = (),
    progress: Progress = lambda _: None,
) -> Audit:
    """Grade every mistake and variant of a lab, or those named in `only`, in `jobs` processes.

    `grade` must be importable, as it is run in other processes; `progress` is called after each answer.
    Raises LabError for a file that is no mistake, and where there is nothing to grade; an error while grading an
    answer costs only that answer, a process that dies also those that had not been graded.
    """
    if jobs < 1:
        raise LabError("audit.bad_jobs", jobs=jobs)
    chosen = _chosen(lab, only)
    reference = master.read(lab.folder / lab.notebook)
    # everything is built before anything is graded, so that a bad file is known at once
    submissions = {answer: _submission(answer, mistake.build(answer, reference)) for answer in chosen}
    trials: dict[Mistake, Trial] = {}
    # "spawn": torch's threads do not survive a fork
    pool = ProcessPoolExecutor(min(jobs, len(chosen)), mp_context=multiprocessing.get_context("spawn"))
    try:
        # the shelf without the texts that it has read: each process reads them for itself
        started = {pool.submit(_graded, grade, a, s, lab, replace(shelf)): a for a, s in submissions.items()}
        for future in as_completed(started):
            trial = trials[started[future]] = _trial(started[future], future, lab.language)
            progress(trial)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
    return Audit(lab, tuple(trials[answer] for answer in chosen))


def render(audit: Audit, language: str) -> Table:
    """The audit as a table for the terminal; its caption counts."""
    say = catalogue(language)
    counts = {fate.value: len(audit.of(fate)) for fate in Fate}
    variants = sum(trial.mistake.kind == "variant" for trial in audit.trials)
    table = Table(
        title=escape(say("audit.title", lab=audit.lab.title)),
        caption=say("audit.summary", mistakes=len(audit.trials) - variants, variants=variants, **counts),
        caption_style="bold green" if audit.clean else "bold red",
    )
    for column in ("name", "question", "fate", "seen"):
        table.add_column(say(f"audit.column_{column}"), no_wrap=column in ("name", "fate"), overflow="fold")
    for trial in audit.trials:
        question = say("audit.all_questions") if trial.mistake.question == WHOLE else trial.mistake.question
        fate = f"[{STYLES[trial.fate]}]{say(f'audit.fate_{trial.fate.value}')}[/]"
        table.add_row(escape(trial.mistake.name), question, fate, "\n".join(_lines(trial)))
    return table


def _chosen(lab: Lab, only: Collection[str]) -> tuple[Mistake, ...]:
    known = mistake.read_all(lab)
    if not known:
        raise LabError("audit.nothing", folder=lab.folder)
    for name in only:
        if name not in {answer.name for answer in known}:
            raise LabError("audit.unknown_name", name=name, folder=lab.folder)
    return tuple(answer for answer in known if not only or answer.name in only)


def _submission(answer: Mistake, notebook: dict[str, Any]) -> Submission:
    return parse(Path(f"{answer.name}.ipynb"), json.dumps(notebook, ensure_ascii=False).encode())


def _graded(grade: Grade, answer: Mistake, submission: Submission, lab: Lab, shelf: Shelf) -> Trial:
    start = time.monotonic()
    # what grading one answer raises becomes its fate: an exception may not survive the way between processes
    try:
        result = grade(submission, lab, shelf)
    except AutograderError as error:
        return Trial(answer, (), time.monotonic() - start, error.render(lab.language))
    except Exception as error:
        return Trial(answer, (), time.monotonic() - start, f"{type(error).__name__}: {error}")
    seen = (
        Seen(id, check.name, check.verdict, check.message)
        for id, question in result.questions.items()
        for check in question.checks
        if check.verdict is not Verdict.PASSED
    )
    return Trial(answer, tuple(seen), time.monotonic() - start)


def _trial(answer: Mistake, future: Future[Trial], language: str) -> Trial:
    try:
        return future.result()
    except BrokenProcessPool:
        return Trial(answer, (), 0.0, catalogue(language)("audit.process_died"))


def _lines(trial: Trial) -> Iterator[str]:
    if trial.fault:
        yield escape(trial.fault)
    if trial.fate is Fate.CAUGHT:
        yield escape(", ".join(seen.check for seen in trial.seen))
        return
    for seen in trial.seen:
        yield escape(f"{seen.question}: {seen.check} ({seen.verdict.value}) {seen.message}".rstrip())


def _row(trial: Trial) -> dict[str, Any]:
    answer = trial.mistake
    return {
        "name": answer.name,
        "kind": answer.kind,
        "question": answer.question,
        "es": answer.es,
        "en": answer.en,
        "fate": trial.fate.value,
        "elsewhere": list(trial.elsewhere),
        "seen": [
            {"question": s.question, "check": s.check, "verdict": s.verdict.value, "message": s.message}
            for s in trial.seen
        ],
        "fault": trial.fault,
        "seconds": round(trial.seconds, 2),
    }
