"""What an audit tries the checks on: notebooks of which it is known beforehand which answers are wrong."""

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from autograder.errors import LabError
from autograder.lab import known_answers
from autograder.lab.declaration import Lab
from autograder.lab.known_answers import KnownAnswer
from autograder.lab.master import Master
from autograder.lab.variants import WHOLE
from autograder.notebook.submission import Submission, parse_notebook

REFERENCE = "reference"
COMBINATIONS = "combinations.toml"
JOINT = "+"


class Kind(StrEnum):
    """What sort of notebook is tried; the unjudged are mutants of lines that the lab says its checks do not judge."""

    REFERENCE = "reference"
    VARIANT = "variant"
    MISTAKE = "mistake"
    COMBINATION = "combination"
    MUTANT = "mutant"
    UNJUDGED = "unjudged"
    RANDOM = "random"


@dataclass(frozen=True)
class Change:
    """What a mutant changes: the operator's name, the line of the master notebook, and the difference."""

    operator: str
    line: int
    diff: str


@dataclass(frozen=True)
class Specimen:
    """A notebook, as JSON, and the questions whose answers in it are wrong; of a right one, those it answers anew.

    `known_as` are the names that a report should give, question by question; `parts` are the mistakes that a
    combination is made of, in the same order. `explanation` is that of a known answer, by language.
    """

    kind: Kind
    name: str
    questions: tuple[str, ...]
    notebook: str
    known_as: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    explanation: Mapping[str, str] = field(default_factory=dict, hash=False)
    change: Change | None = None

    @property
    def right(self) -> bool:
        """Whether every answer in it is right."""
        return self.kind in (Kind.REFERENCE, Kind.VARIANT)

    @property
    def submission(self) -> Submission:
        """The notebook as if it had been handed in."""
        return parse_notebook(Path(f"{self.name}.ipynb"), self.notebook.encode())


def text(notebook: dict[str, Any]) -> str:
    """A notebook as the JSON that is handed in."""
    return json.dumps(notebook, ensure_ascii=False)


def with_sources(notebook: dict[str, Any], sources: Mapping[int, str]) -> str:
    """A notebook with other texts in some of its cells, as the JSON that is handed in."""
    cells = [cell | {"source": sources.get(place, cell["source"])} for place, cell in enumerate(notebook["cells"])]
    return text(notebook | {"cells": cells})


def reference(master: Master) -> Specimen:
    """The reference itself."""
    return Specimen(Kind.REFERENCE, REFERENCE, (), text(master.reference()))


def known(answer: KnownAnswer, master: Master) -> Specimen:
    """A mistake or a variant of a lab; raises LabError where it cannot be put into the reference."""
    wrong = answer.kind == "mistake"
    return Specimen(
        kind=Kind.MISTAKE if wrong else Kind.VARIANT,
        name=answer.name,
        questions=() if answer.question == WHOLE else (answer.question,),
        notebook=text(known_answers.build(answer, master)),
        known_as=(answer.known_as,) if wrong else (),
        explanation=answer.explanation,
    )


def combinations(lab: Lab, known: Mapping[str, KnownAnswer]) -> tuple[tuple[KnownAnswer, ...], ...]:
    """The combinations that a lab's `combinations.toml` lists: mistakes of one notebook, each at a question of its own.

    There are none where there is no such file. Raises LabError for a file that cannot be read, a name that is not
    `known`, and mistakes that share a question.
    """
    path = lab.folder / COMBINATIONS
    if not path.exists():
        return ()
    try:
        listed = tomllib.loads(path.read_text(encoding="utf-8")).get("combinations")
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise LabError("audit.unreadable", path=path, fault=error) from None
    if not isinstance(listed, list):
        raise LabError("audit.bad_combination", path=path, value=listed)
    return tuple(_mistakes(path, names, known) for names in listed)


def combination(parts: Sequence[KnownAnswer], master: Master) -> Specimen:
    """The notebook that makes all of some mistakes; raises LabError as `known_answers.build` does."""
    name = JOINT.join(part.name for part in parts)
    cells = tuple(cell for part in parts for cell in part.cells)
    merged = KnownAnswer("mistake", name, "", name, {}, cells)
    return Specimen(
        kind=Kind.COMBINATION,
        name=name,
        questions=tuple(part.question for part in parts),
        notebook=text(known_answers.build(merged, master)),
        known_as=tuple(part.known_as for part in parts),
        parts=tuple(part.name for part in parts),
    )


def _mistakes(path: Path, names: Any, known: Mapping[str, KnownAnswer]) -> tuple[KnownAnswer, ...]:
    if not isinstance(names, list) or len(names) < 2 or not all(isinstance(name, str) for name in names):
        raise LabError("audit.bad_combination", path=path, value=names)
    for name in names:
        if name not in known:
            raise LabError("audit.unknown_part", path=path, name=name)
    parts = tuple(known[name] for name in names)
    # a mistake may answer further questions too, and one question has one answer
    taken = [question for part in parts for question in {cell.question for cell in part.cells}]
    for question in taken:
        if taken.count(question) > 1:
            raise LabError("audit.shared_question", path=path, names=", ".join(names), question=question)
    return parts
