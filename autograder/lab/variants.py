"""Variants: right answers in another style, one file each in a lab's folder `variants`.

A file opens with a docstring in TOML that says `question` and `explanation`, in the lab's language or in several
(`explanation.es`, `explanation.en`). The code below it replaces the reference's code of that question; `answer_cells`
describes how it is split into cells. If `question` is "*", the file is the whole notebook.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.errors import LabError
from autograder.lab.declaration import Lab
from autograder.lab.translations import translations

FOLDER = "variants"
WHOLE = "*"
KEYS = ("question", "explanation")
DOCSTRING = re.compile(r'\A"""(.*?)"""[ \t]*(?:\n|\Z)', re.DOTALL)


@dataclass(frozen=True)
class Variant:
    """A right answer: `text` is its code, which starts on line `line` of the file at `path`."""

    name: str
    question: str
    path: Path
    explanation: Mapping[str, str]
    text: str
    line: int


def read(lab: Lab) -> tuple[Variant, ...]:
    """Read the variants of a lab, sorted by name; raise LabError as `read_file` does."""
    return tuple(read_file(path, lab.language) for path in sorted((lab.folder / FOLDER).glob("*.py")))


def read_file(path: Path, language: str) -> Variant:
    """Read one variant; `language` is the lab's. Raises LabError that names the file and the fault."""
    try:
        content = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise LabError("known_answers.unreadable", path=path, fault=error) from None
    opening = DOCSTRING.match(content)
    if opening is None:
        raise LabError("known_answers.no_docstring", path=path)
    question, explanation = _declared(path, opening[1], language)
    line = opening[0].count("\n") + 1
    return Variant(path.stem, question, path, explanation, content[opening.end() :], line)


def _declared(path: Path, text: str, language: str) -> tuple[str, Mapping[str, str]]:
    try:
        table: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise LabError("known_answers.bad_toml", path=path, fault=error) from None
    for key in table:
        if key not in KEYS:
            raise LabError("known_answers.unknown_key", place=path, key=key, known=", ".join(KEYS))
    question, explanation = table.get("question"), translations(table.get("explanation"), language)
    if not isinstance(question, str) or not question.strip():
        raise LabError("known_answers.no_text", place=path, key="question", value=question)
    if explanation is None:
        value = table.get("explanation")
        raise LabError("known_answers.bad_text", place=path, key="explanation", value=value, language=language)
    return question, explanation
