"""What an audit tries the checks on: notebooks of which it is known beforehand which answers are wrong."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from autograder.lab import known_answers
from autograder.lab.known_answers import WHOLE, Mistake
from autograder.lab.master import Master, MasterCell
from autograder.notebook.submission import Submission, parse_notebook

REFERENCE = "reference"


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
    combination is made of, in the same order.
    """

    kind: Kind
    name: str
    questions: tuple[str, ...]
    notebook: str
    known_as: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    es: str = ""
    en: str = ""
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


def answers(master: Master) -> dict[int, MasterCell]:
    """The cells of the master that hold the code of an answer, by their place in the reference notebook."""
    told = [cell for cell in master.cells if cell.kind != "raw" and cell.block != "tests"]
    kept = [cell for cell in told if cell.kind == "code" or cell.block != "prompt"]
    return {place: cell for place, cell in enumerate(kept) if cell.kind == "code" and cell.block == "solution"}


def with_sources(notebook: dict[str, Any], sources: Mapping[int, str]) -> str:
    """A notebook with other texts in some of its cells, as the JSON that is handed in."""
    cells = [cell | {"source": sources.get(place, cell["source"])} for place, cell in enumerate(notebook["cells"])]
    return text(notebook | {"cells": cells})


def reference(master: Master) -> Specimen:
    """The reference itself."""
    return Specimen(Kind.REFERENCE, REFERENCE, (), text(master.reference()))


def known(answer: Mistake, master: Master) -> Specimen:
    """A mistake or a variant of a lab's; raises LabError where it cannot be put into the reference."""
    wrong = answer.kind == "mistake"
    return Specimen(
        kind=Kind.MISTAKE if wrong else Kind.VARIANT,
        name=answer.name,
        questions=() if answer.question == WHOLE else (answer.question,),
        notebook=text(known_answers.build(answer, master)),
        known_as=(answer.known_as,) if wrong else (),
        es=answer.es,
        en=answer.en,
    )
