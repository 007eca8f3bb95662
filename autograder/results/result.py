"""The result of one submission, as it is written to `result.json`; its JSON Schema comes from these classes."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError

from autograder.output.files import utf8, write_atomically
from autograder.output.text import escaped, json_text
from autograder.results.question_result import STRICT, QuestionResult
from autograder.results.verdict import FailureCause
from autograder.sandbox.level import Level


@dataclass(frozen=True)
class SubmissionInfo:
    """What was handed in, and by whom: `seed` is the first seed, `rut` the first one that is valid."""

    __pydantic_config__ = STRICT

    file: str
    sha256: str
    student: str | None
    seed: int | None
    rut: str | None
    rut_valid: bool


@dataclass(frozen=True)
class FailedCell:
    """A cell, or a line of one, that did not run as it should; `cell` counts all cells of the notebook from 0.

    `line` counts those of the cell from 1, and is 0 where nobody knows it. `cause` says whose fault it is. A line that
    is "passed_over" failed for no fault of the student's, and the rest of its cell ran.
    """

    __pydantic_config__ = STRICT

    cell: int
    status: str
    type: str
    message: str
    line: int = 0
    cause: FailureCause = FailureCause.STUDENT


@dataclass(frozen=True)
class ScaledSetting:
    """Something scaled down for grading: what the student wrote, and what ran instead."""

    __pydantic_config__ = STRICT

    cell: int
    name: str
    written: str
    used: str


@dataclass(frozen=True)
class Flag:
    """Something that a person should see; it costs no points by itself."""

    __pydantic_config__ = STRICT

    key: str
    message: str
    question: str | None = None
    cell: int | None = None


@dataclass(frozen=True)
class OwnerConflict:
    """A contradiction about whose a submission is, which a person must settle.

    `sources` are the submissions and `people` those whom they may be of. `held` says that this submission gives nobody
    a mark: while the contradiction is open, or because another file was chosen. `settled` names who settled it.
    """

    __pydantic_config__ = STRICT

    kind: str
    sources: tuple[str, ...]
    people: tuple[str, ...]
    held: bool
    message: str
    settled: str = ""


@dataclass(frozen=True)
class Environment:
    """What the grading ran on.

    `isolation` is what stood between student code and the machine; `corpora` says for each corpus whether it was
    the real one or the sample. `fingerprint` stands for all that decided the verdicts besides the submission; it is
    empty where nobody asked for it.
    """

    __pydantic_config__ = STRICT

    device: str
    isolation: Level
    autograder: str
    python: str
    torch: str
    corpora: dict[str, str]
    seconds: float
    fingerprint: str


@dataclass(frozen=True)
class Result:
    """Everything that is known about a submission after grading."""

    __pydantic_config__ = STRICT

    lab: str
    submission: SubmissionInfo
    score: float
    max_score: float
    pending: float
    bonus: float
    bonus_pending: float
    mark: float | None
    mark_range: tuple[float, float]
    questions: dict[str, QuestionResult]
    answers: dict[str, str]
    cells: tuple[FailedCell, ...]
    scaled: tuple[ScaledSetting, ...]
    flags: tuple[Flag, ...]
    environment: Environment
    conflicts: tuple[OwnerConflict, ...] = ()

    @property
    def table(self) -> dict[str, Any]:
        """The result as plain JSON values."""
        table: dict[str, Any] = ADAPTER.dump_python(self, mode="json")
        return table


ADAPTER = TypeAdapter(Result)


def result_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) that every result is valid against."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema"} | ADAPTER.json_schema(mode="serialization")


def result_json(result: Result) -> str:
    """The text of `result.json`."""
    try:
        text = escaped(ADAPTER.dump_json(result, indent=2).decode())
    except PydanticSerializationError:  # half a character, which students can write
        text = json_text(result.table)
    return utf8(text).decode() + "\n"


def parse_result(text: str | bytes) -> Result | None:
    """A result from its text; None where it is not the text of one."""
    try:
        return ADAPTER.validate_json(text)
    except ValidationError:
        return None


def result_path(folder: Path) -> Path:
    """Return where the result of a submission lies in its folder."""
    return folder / "result.json"


def write_result(text: str, folder: Path) -> Path:
    """Write the text of a result into a folder as `result.json`, whole or not at all, and return its path."""
    path = result_path(folder)
    write_atomically(path, text.encode())
    return path
