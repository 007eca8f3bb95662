"""Selects a sample of an audit: every check catches something, and everything that has changed is tried.

A complete audit leaves a file in the lab's folder that says with which checks it was made. While these are unchanged, a
sample suffices; a question whose checks have changed is tried completely, and if the engine has changed, a part of all.
"""

import json
from collections.abc import Sequence, Set
from dataclasses import asdict, dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from autograder.audit import subject_grading
from autograder.audit.run import Audit
from autograder.audit.subjects import Subject, SubjectKind
from autograder.errors import LabError
from autograder.grading.fingerprint import engine_files
from autograder.lab.declaration import Lab
from autograder.lab.digests import digest, question_digests
from autograder.output.files import write_atomically

FILE = "audited.json"
EVERY = 12  # of the right answers, the combinations and the empty answers, one in so many is in a sample
EVERY_AFTER_A_CHANGE = 4  # of all answers, one in so many is tried where the engine is not the one that was audited


@dataclass(frozen=True)
class WholeAudit:
    """What the last complete audit was made with, as digests, and the names of the answers in its sample.

    `engine` is the digest of the code that runs and judges an answer, `questions` those of the checks of each question
    with everything that they import.
    """

    engine: str
    questions: dict[str, str]
    sample: tuple[str, ...]


ADAPTER = TypeAdapter(WholeAudit)


def read_whole_audit(lab: Lab) -> WholeAudit:
    """Read the file that the last complete audit of a lab left; without one, it is as after another engine's.

    Raises LabError if the file exists but cannot be read.
    """
    path = lab.folder / FILE
    if not path.exists():
        return WholeAudit("", {}, ())
    try:
        return ADAPTER.validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise LabError("audit.no_whole_audit", path=path, folder=lab.folder, fault=_first_line(error)) from None


def write_whole_audit(audit: Audit, lab: Lab) -> Path:
    """Write the digests and the sample of a complete audit to the lab's folder, and return the file's path."""
    path = lab.folder / FILE
    whole = WholeAudit(engine_digest(), question_digests(lab), choose(audit))
    write_atomically(path, (json.dumps(asdict(whole), indent=1) + "\n").encode())
    return path


def choose(audit: Audit) -> tuple[str, ...]:
    """Choose names of answers with which every check catches something that it catches in the complete audit.

    The reference, one in twelve right answers and one in twelve combinations are always among them.
    """
    caught = {
        trial.subject.name: {(outcome.question, outcome.check) for outcome in trial.failed}
        for trial in audit.of(SubjectKind.MISTAKE)
        if trial.record.decided
    }
    uncovered, names = set().union(*caught.values()), list[str]()
    while uncovered:
        best = max(caught, key=lambda name: len(caught[name] & uncovered))
        names.append(best)
        uncovered -= caught[best]
    right = [trial.subject.name for trial in audit.of(SubjectKind.VARIANT)]
    together = [trial.subject.name for trial in audit.of(SubjectKind.COMBINATION)]
    reference = [trial.subject.name for trial in audit.of(SubjectKind.REFERENCE)]
    empty = [trial.subject.name for trial in audit.of(SubjectKind.EMPTY)]
    return tuple(sorted({*reference, *names, *right[::EVERY], *together[::EVERY], *empty[::EVERY]}))


def select(planned: Sequence[Subject], lab: Lab, last: WholeAudit) -> tuple[Subject, ...]:
    """Select the subjects of the sample, and those that changes since the last complete audit affect.

    The mistakes of a combination come with it, and the reference and all random answers are always among them. Where
    the engine has changed, or nothing was recorded, one in four of all answers is tried besides the sample; checks that
    have changed since the record are tried on every answer that they judge.
    """
    now = question_digests(lab)
    changed = {id for id in now if last.questions.get(id) != now[id]} if last.questions else set[str]()
    part = () if last.engine == engine_digest() else planned[::EVERY_AFTER_A_CHANGE]
    always = (SubjectKind.RANDOM, SubjectKind.REFERENCE)
    names = {subject.name for subject in part} | {
        subject.name
        for subject in planned
        if subject.name in last.sample or subject.kind in always or _touched(subject, changed)
    }
    needed = {part for subject in planned if subject.name in names for part in subject.parts}
    return tuple(subject for subject in planned if subject.name in names | needed)


def _touched(subject: Subject, changed: Set[str]) -> bool:
    """Whether an answer is judged by checks that have changed; a right one may answer every question."""
    return bool(changed) and (not subject.questions or bool(changed & set(subject.questions)))


def engine_digest() -> str:
    """Return a digest of the engine's code that runs and judges an answer."""
    return digest(*(path.read_text(encoding="utf-8") for path in engine_files(subject_grading.__name__)))


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0]
