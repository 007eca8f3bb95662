"""Several mistakes in one notebook, each at a question of its own: `combinations.toml` in a lab's folder lists them."""

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from autograder.audit import subjects
from autograder.audit.subjects import Kind, Specimen
from autograder.errors import LabError
from autograder.lab import known_answers
from autograder.lab.declaration import Lab
from autograder.lab.known_answers import Mistake
from autograder.lab.master import Master

FILE = "combinations.toml"
JOINT = "+"


def read(lab: Lab, known: Mapping[str, Mistake]) -> tuple[tuple[Mistake, ...], ...]:
    """The combinations that a lab lists, none where there is no file.

    Raises LabError for a file that cannot be read, a name that is not `known`, and mistakes that share a question.
    """
    path = lab.folder / FILE
    if not path.exists():
        return ()
    try:
        listed = tomllib.loads(path.read_text(encoding="utf-8")).get("combinations")
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise LabError("audit.unreadable", path=path, fault=error) from None
    if not isinstance(listed, list):
        raise LabError("audit.bad_combination", path=path, value=listed)
    return tuple(_mistakes(path, names, known) for names in listed)


def build(parts: Sequence[Mistake], master: Master) -> Specimen:
    """The notebook that makes all of some mistakes; raises LabError as `mistake.build` does."""
    name = JOINT.join(part.name for part in parts)
    cells = tuple(cell for part in parts for cell in part.parts)
    merged = Mistake("mistake", parts[0].path.with_name(f"{name}.py"), "", "", "", cells)
    return Specimen(
        kind=Kind.COMBINATION,
        name=name,
        questions=tuple(part.question for part in parts),
        notebook=subjects.text(known_answers.build(merged, master)),
        known_as=tuple(part.known_as for part in parts),
        parts=tuple(part.name for part in parts),
    )


def _mistakes(path: Path, names: Any, known: Mapping[str, Mistake]) -> tuple[Mistake, ...]:
    if not isinstance(names, list) or len(names) < 2 or not all(isinstance(name, str) for name in names):
        raise LabError("audit.bad_combination", path=path, value=names)
    for name in names:
        if name not in known:
            raise LabError("audit.unknown_part", path=path, name=name)
    parts = tuple(known[name] for name in names)
    # a mistake may answer further questions too, and one question has one answer
    taken = [question for part in parts for question in {cell.question for cell in part.parts}]
    for question in taken:
        if taken.count(question) > 1:
            raise LabError("audit.shared_question", path=path, names=", ".join(names), question=question)
    return parts
