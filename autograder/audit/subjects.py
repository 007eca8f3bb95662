"""The subjects of an audit: notebooks for which it is known beforehand which answers are wrong."""

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


class SubjectKind(StrEnum):
    """The kind of a subject.

    UNJUDGED are mutants of lines that the lab's checks do not judge; EMPTY are answers that compute nothing.
    """

    REFERENCE = "reference"
    VARIANT = "variant"
    MISTAKE = "mistake"
    COMBINATION = "combination"
    MUTANT = "mutant"
    UNJUDGED = "unjudged"
    RANDOM = "random"
    EMPTY = "empty"


@dataclass(frozen=True)
class MutantChange:
    """The change that makes a mutant: the mutation operator's name, the line of the master notebook, and a diff."""

    operator: str
    line: int
    diff: str


@dataclass(frozen=True)
class Subject:
    """A notebook as JSON, with the questions that it answers wrongly; a variant's are those it answers differently.

    `known_as` are the names that a report should give its mistakes, `parts` the mistakes that a combination consists
    of, both in the order of `questions`, which names a question once for each mistake. `explanation` is that of a known
    answer, by language.
    """

    kind: SubjectKind
    name: str
    questions: tuple[str, ...]
    notebook: str
    known_as: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    explanation: Mapping[str, str] = field(default_factory=dict, hash=False)
    change: MutantChange | None = None

    @property
    def right(self) -> bool:
        """Return whether every answer in the notebook is right."""
        return self.kind in (SubjectKind.REFERENCE, SubjectKind.VARIANT)

    @property
    def names(self) -> dict[str, tuple[str, ...]]:
        """Return the names that a report should give its mistakes, by question; empty where it makes none."""
        pairs = tuple(zip(self.questions, self.known_as, strict=False))
        return {id: tuple(name for question, name in pairs if question == id) for id, _ in pairs}

    @property
    def submission(self) -> Submission:
        """Return the notebook as a submission."""
        return parse_notebook(Path(f"{self.name}.ipynb"), self.notebook.encode())


def notebook_json(notebook: dict[str, Any]) -> str:
    """Return a notebook as the JSON text of a file that a student would hand in."""
    return json.dumps(notebook, ensure_ascii=False)


def with_sources(notebook: dict[str, Any], sources: Mapping[int, str]) -> str:
    """Return a notebook as JSON text, with the sources of some cells replaced; `sources` has them by position."""
    cells = [cell | {"source": sources.get(place, cell["source"])} for place, cell in enumerate(notebook["cells"])]
    return notebook_json(notebook | {"cells": cells})


def reference_subject(master: Master) -> Subject:
    """Return the reference solution as a subject."""
    return Subject(SubjectKind.REFERENCE, REFERENCE, (), notebook_json(master.reference()))


def known_answer_subject(answer: KnownAnswer, master: Master) -> Subject:
    """Return the subject for a known mistake, variant or empty answer of a lab.

    Raises LabError if the answer cannot be put into the reference.
    """
    wrong = answer.kind == "mistake"
    return Subject(
        kind=SubjectKind(answer.kind),
        name=answer.name,
        questions=() if answer.question == WHOLE else (answer.question,),
        notebook=notebook_json(known_answers.build(answer, master)),
        known_as=(answer.known_as,) if wrong else (),
        explanation=answer.explanation,
    )


def read_combinations(lab: Lab, known: Mapping[str, KnownAnswer]) -> tuple[tuple[KnownAnswer, ...], ...]:
    """Read the combinations of mistakes in a lab's `combinations.toml`, at different questions or at the same.

    Without that file there are none. Raises LabError for a file that cannot be read, a name that is not in `known`, and
    a question that two mistakes answer of which one belongs to another.
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


def combination_subject(parts: Sequence[KnownAnswer], master: Master) -> Subject:
    """Return the subject that makes several mistakes at once.

    Raises LabError as `known_answers.build` does, and as `known_answers.joined` for mistakes of one question.
    """
    name = JOINT.join(part.name for part in parts)
    of_question = [[part for part in parts if part.question == id] for id in dict.fromkeys(p.question for p in parts)]
    answers = [known_answers.joined(same, name) if len(same) > 1 else same[0] for same in of_question]
    cells = tuple(cell for answer in answers for cell in answer.cells)
    merged = KnownAnswer("mistake", name, "", name, {}, cells)
    return Subject(
        kind=SubjectKind.COMBINATION,
        name=name,
        questions=tuple(part.question for part in parts),
        notebook=notebook_json(known_answers.build(merged, master)),
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
    askers: dict[str, set[str]] = {}
    for part in parts:
        for cell in part.cells:
            askers.setdefault(cell.question, set()).add(part.question)
    for question, of in askers.items():
        if len(of) > 1:
            raise LabError("audit.shared_question", path=path, names=", ".join(names), question=question)
    return parts
