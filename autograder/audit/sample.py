"""A sample of an audit: enough to see every check catch something, and all that has changed since the last whole one.

A whole audit leaves a file in the lab's folder that says with which checks it was made. While that file fits, a sample
is enough; a question whose checks have changed since is tried whole, and everything is where the engine has changed.
"""

import ast
import json
from collections.abc import Iterator, Sequence, Set
from dataclasses import asdict, dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from autograder.audit import subject_grading
from autograder.audit.run import Audit
from autograder.audit.subjects import Subject, SubjectKind
from autograder.errors import LabError
from autograder.grading.fingerprint import digest, engine_files
from autograder.lab.declaration import Lab
from autograder.output.files import write_atomically
from autograder.source.parsing import parse_or_empty

FILE = "audited.json"
EVERY = 12  # of the right answers, and of the combinations, one in so many is in a sample


@dataclass(frozen=True)
class WholeAudit:
    """What the last whole audit was made with, as digests, and the names of the answers that make a sample of it.

    `engine` stands for the code that runs and judges an answer, `questions` for the checks of each question with what
    they import.
    """

    engine: str
    questions: dict[str, str]
    sample: tuple[str, ...]


ADAPTER = TypeAdapter(WholeAudit)


def read_whole_audit(lab: Lab) -> WholeAudit:
    """Read what the last whole audit of a lab left; where there was none, everything counts as changed.

    Raises LabError where the file is there and cannot be read.
    """
    path = lab.folder / FILE
    if not path.exists():
        return WholeAudit("", {}, ())
    try:
        return ADAPTER.validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise LabError("audit.no_whole_audit", path=path, folder=lab.folder, fault=_first_line(error)) from None


def write_whole_audit(audit: Audit, lab: Lab) -> Path:
    """Write down what a whole audit was made with, and return the file's path."""
    path = lab.folder / FILE
    whole = WholeAudit(engine_digest(), question_digests(lab), choose(audit))
    write_atomically(path, (json.dumps(asdict(whole), indent=1) + "\n").encode())
    return path


def choose(audit: Audit) -> tuple[str, ...]:
    """Choose the names of answers in which every check catches something that it catches in a whole audit.

    The reference, one right answer in twelve and one combination in twelve are among them.
    """
    caught = {
        trial.subject.name: {(outcome.question, outcome.check) for outcome in trial.failed}
        for trial in audit.of(SubjectKind.MISTAKE)
        if trial.record.decided
    }
    left, names = set().union(*caught.values()), list[str]()
    while left:
        best = max(caught, key=lambda name: len(caught[name] & left))
        names.append(best)
        left -= caught[best]
    right = [trial.subject.name for trial in audit.of(SubjectKind.VARIANT)]
    together = [trial.subject.name for trial in audit.of(SubjectKind.COMBINATION)]
    reference = [trial.subject.name for trial in audit.of(SubjectKind.REFERENCE)]
    return tuple(sorted({*reference, *names, *right[::EVERY], *together[::EVERY]}))


def select(planned: Sequence[Subject], lab: Lab, last: WholeAudit) -> tuple[Subject, ...]:
    """Select from all answers those of the sample, and those that what has changed since the last whole audit touches.

    The mistakes that a combination is made of come with it; so do all random answers, which cost little.
    """
    if last.engine != engine_digest():
        return tuple(planned)
    now = question_digests(lab)
    changed = {id for id in now if last.questions.get(id) != now[id]}
    names = {
        subject.name
        for subject in planned
        if subject.name in last.sample or subject.kind is SubjectKind.RANDOM or _touched(subject, changed)
    }
    needed = {part for subject in planned if subject.name in names for part in subject.parts}
    return tuple(subject for subject in planned if subject.name in names | needed)


def _touched(subject: Subject, changed: Set[str]) -> bool:
    """Whether an answer is judged by checks that have changed; a right one may answer every question."""
    return bool(changed) and (not subject.questions or bool(changed & set(subject.questions)))


def engine_digest() -> str:
    """Return a digest of the engine's code that runs an answer and judges it."""
    return digest(*(path.read_text(encoding="utf-8") for path in engine_files(subject_grading.__name__)))


def question_digests(lab: Lab) -> dict[str, str]:
    """Return for each question with checks a digest of them, of what they import from beside them, and of the lab."""
    shared = [lab.folder / "lab.toml", lab.folder / lab.notebook]
    return {
        question.id: digest(
            *(path.read_text(encoding="utf-8") for path in [*shared, *sorted(_files(lab.checks, question.id))])
        )
        for question in lab.questions
        if question.checked
    }


def _files(folder: Path, question: str) -> set[Path]:
    """The files of a question's checks, and those beside them that they import, directly or by others."""
    waiting, files = set(folder.glob(f"test_{question}_*.py")) | set(folder.glob("conftest.py")), set[Path]()
    while waiting:
        path = waiting.pop()
        if path not in files:
            files.add(path)
            waiting |= {other for other in _imported(path) if other.is_file()}
    return files


def _imported(path: Path) -> Iterator[Path]:
    for node in ast.walk(parse_or_empty(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = path.parents[node.level - 1].joinpath(*(node.module or "").split("."))
            for place in (base, *(base / alias.name for alias in node.names)):
                yield place.with_name(f"{place.name}.py")
                yield place / "__init__.py"


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0]
