"""Reads a lab's declaration, `lab.toml`: questions, points, corpora, and how training is scaled down."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from pydantic import TypeAdapter, ValidationError

from autograder.errors import LabError
from autograder.lab.question import STRICT
from autograder.lab.question import Question as Question  # part of a lab, and imported as one
from autograder.lab.recognition import LikelyClass, Multiple, usage_pattern
from autograder.lab.rubric import Rubric

Strictness = Literal["require", "flag", "ignore"]
MIB = 1 << 20


@dataclass(frozen=True)
class Mark:
    """The scale of the mark: `base` plus the points earned, at most `top`."""

    __pydantic_config__ = STRICT

    base: float = 1.0
    top: float = 7.0


@dataclass(frozen=True)
class StudentRules:
    """How a submission states its author."""

    __pydantic_config__ = STRICT

    seed_call: str = "manual_seed"
    stub_seed: int | None = None
    name: str = r"(?im)^\W*(?:name|nombre)[^:\n]*:[ \t*_]*(\S.*?)[ \t*_]*$"


@dataclass(frozen=True)
class Rules:
    """How strictly the rules of the course are applied."""

    __pydantic_config__ = STRICT

    comments: Strictness = "flag"
    errors: Strictness = "flag"
    order: Strictness = "flag"


@dataclass(frozen=True)
class Layout:
    """Patterns of questions and empty answers in the notebook; `{id}` stands for the question's id."""

    __pydantic_config__ = STRICT

    marker: str = r"(?im)^\W*{id}\)"
    placeholder: str = r"(?i)type your answer here"

    def question(self, question: str) -> re.Pattern[str]:
        """Return the pattern of the line that opens a question."""
        return re.compile(self.marker.replace("{id}", re.escape(question)))


@dataclass(frozen=True)
class Cap:
    """The largest value of a name during grading, rounded down to a multiple of the value of `multiple_of`.

    With `in_models = false`, what stands inside a method of a model is part of the student's answer and is not capped.
    """

    __pydantic_config__ = STRICT

    max: int
    multiple_of: str | None = None
    in_models: bool = True


@dataclass(frozen=True)
class CallCap:
    """The largest value of one argument of a function, whether it is passed by name or by position."""

    __pydantic_config__ = STRICT

    argument: str
    position: int
    max: int


@dataclass(frozen=True)
class Scaling:
    """How training is made smaller: caps by name and by call, and a budget for loops around `.backward()`.

    A training loop may take `step_seconds`, one that only asks a model half of that. `alike` maps a spelling, in lower
    case, to the name that it stands for; it also holds the lab's aliases.
    """

    __pydantic_config__ = STRICT

    steps: int = 50
    step_seconds: float = 10.0
    caps: dict[str, Cap] = field(default_factory=dict)
    calls: dict[str, CallCap] = field(default_factory=dict)
    alike: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Limits:
    """What a submission may use: seconds for a cell, a check and the whole, and MiB for everything measured in bytes.

    `memory` and `disk` are limits for all its processes together, if the system can count them so; `output` is what one
    cell may send, `message` the longest single answer; `processes` counts threads too.
    """

    __pydantic_config__ = STRICT

    cell: float = 60.0
    check: float = 30.0
    submission: float = 300.0
    memory: float = 4096.0
    disk: float = 512.0
    output: float = 16.0
    message: float = 64.0
    processes: int = 256

    @property
    def message_bytes(self) -> int:
        """Return the size of the longest single answer, in bytes."""
        return round(self.message * MIB)


@dataclass(frozen=True)
class Lab:
    """A lab: what `lab.toml` declares, and the folder that contains it.

    `used_as` are, by the lab's name of a size, patterns of how the source uses it, whatever a notebook calls it.
    `unjudged` are patterns of lines of the reference that the checks do not judge; the audit uses them. `gpu` says
    whether grading should use a GPU: a cluster then sends submissions to workers that have one, if there are any.
    """

    __pydantic_config__ = STRICT

    id: str
    title: str
    questions: tuple[Question, ...]
    language: Literal["es", "en"] = "es"
    notebook: str = "notebook.py"
    data: str = "data"
    mark: Mark = Mark()
    rubric: Rubric = field(default_factory=Rubric)
    student: StudentRules = StudentRules()
    rules: Rules = Rules()
    layout: Layout = Layout()
    aliases: dict[str, tuple[str, ...]] = field(default_factory=dict)
    likely: dict[str, LikelyClass] = field(default_factory=dict)
    multiples: dict[str, Multiple] = field(default_factory=dict)
    used_as: dict[str, tuple[str, ...]] = field(default_factory=dict)
    corpora: dict[str, str] = field(default_factory=dict)
    scaling: Scaling = Scaling()
    limits: Limits = Limits()
    options: dict[str, Any] = field(default_factory=dict)
    unjudged: tuple[str, ...] = ()
    gpu: bool = False
    folder: Path = Path()

    @property
    def checks(self) -> Path:
        """Return the folder of hidden checks."""
        return self.folder / "checks"

    @property
    def data_folder(self) -> Path:
        """Return the folder of corpora: profiles, samples and downloads."""
        return (self.folder / self.data).resolve()

    @property
    def max_score(self) -> float:
        """Return the points of all questions that are not a bonus."""
        return sum(question.points for question in self.questions if not question.bonus)

    def question(self, id: str) -> Question:
        """Return the question with an id; raise LabError if it is not declared."""
        for question in self.questions:
            if question.id == id:
                return question
        raise LabError("lab.unknown_question", id=id, known=", ".join(q.id for q in self.questions))

    def spellings(self, name: str) -> tuple[str, ...]:
        """Return the names under which students may have defined `name`, the correct one first."""
        return (name, *self.aliases.get(name, ()))


def load_lab(folder: Path) -> Lab:
    """Read `lab.toml` in a lab's folder.

    Raises LabError that names the file, the key and the fault.
    """
    path = folder / "lab.toml"
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError:
        raise LabError("lab.no_file", folder=folder) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LabError("lab.no_toml", path=path, fault=error) from None
    if "folder" in table:
        raise LabError("lab.bad_key", path=path, key="folder", value=table["folder"], fault="not a key of lab.toml")
    try:
        lab = TypeAdapter(Lab).validate_python(table | {"folder": folder.resolve()})
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise LabError("lab.bad_key", path=path, key=key, value=first["input"], fault=first["msg"]) from None
    alike = {spelling.lower(): name for name, spellings in lab.aliases.items() for spelling in spellings}
    return _consistent(replace(lab, scaling=replace(lab.scaling, alike=alike)), path)


def _consistent(lab: Lab, path: Path) -> Lab:
    for key, value, message in _faults(lab):
        raise LabError(message, path=path, key=key, value=value)
    return lab


def _faults(lab: Lab) -> Iterator[tuple[str, object, str]]:
    """What is wrong although it has the right type: the key, its value, and the message that says so."""
    ids = [question.id for question in lab.questions]
    if not ids or len(set(ids)) < len(ids):
        yield "questions.id", ids, "lab.bad_ids"
    yield from (("questions.id", id, "lab.bad_id") for id in ids if "_" in id)
    yield from ((f"questions.{q.id}.points", q.points, "lab.bad_points") for q in lab.questions if not q.points >= 0)
    for q in lab.questions:
        if q.checked_points is not None and not (q.kind == "both" and 0 <= q.checked_points <= q.points):
            yield f"questions.{q.id}.checked_points", q.checked_points, "lab.bad_checked_points"
    if lab.mark.top < lab.mark.base:
        yield "mark.top", lab.mark.top, "lab.bad_top"
    limits = vars(lab.limits).items()
    yield from ((f"limits.{key}", value, "lab.bad_limit") for key, value in limits if not value > 0)
    if not _groups(lab.student.name):
        yield "student.name", lab.student.name, "lab.bad_name_pattern"
    if "{id}" not in lab.layout.marker or _groups(lab.layout.marker.replace("{id}", "a")) is None:
        yield "layout.marker", lab.layout.marker, "lab.bad_marker"
    for name, likely in lab.likely.items():
        patterns = ((f"likely.{name}", pattern) for pattern in (likely.name, *likely.contains))
        yield from ((key, pattern, "lab.bad_pattern") for key, pattern in patterns if _groups(pattern) is None)
    for name, used in lab.used_as.items():
        for pattern in used:
            if not _is_usage(pattern):
                yield f"used_as.{name}", pattern, "lab.bad_usage"
    yield from (("unjudged", pattern, "lab.bad_pattern") for pattern in lab.unjudged if _groups(pattern) is None)
    if _groups(lab.layout.placeholder) is None:
        yield "layout.placeholder", lab.layout.placeholder, "lab.bad_pattern"


def _is_usage(pattern: str) -> bool:
    try:
        return "name" in usage_pattern(pattern, {}).groupindex
    except re.error:
        return False


def _groups(pattern: str) -> int | None:
    """How many groups a regular expression has; None where it is none."""
    try:
        return re.compile(pattern).groups
    except re.error:
        return None
