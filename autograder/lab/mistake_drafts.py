"""Writes drafts of known mistakes into a lab's catalogue: entries of which a person has still to say what they are.

A draft has a name and the pattern of the failures that it was made from. It changes no points until it has a price, and
it cannot have one before it has an explanation.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import LabError
from autograder.lab import variants
from autograder.lab.declaration import Lab
from autograder.lab.mistakes import FOLDER, read_file
from autograder.lab.rubric import Severity
from autograder.messages import Catalogue
from autograder.output.files import utf8, write_atomically
from autograder.output.text import visible

NAME = re.compile(r"[A-Za-z0-9_]+")


@dataclass(frozen=True)
class MistakeDraft:
    """A mistake to be described: its name, its question, the pattern that it was seen by, and notes on what was seen.

    Notes become comments; they may have several lines, and may hold what a student wrote.
    """

    name: str
    question: str
    pattern: str
    notes: tuple[str, ...] = ()


def append_draft(draft: MistakeDraft, lab: Lab, say: Catalogue) -> Path:
    """Append a draft to the file of its question's mistakes, which otherwise stays as it is, and return the path.

    Raises LabError for a name that is taken or not one of this question, for a pattern that another mistake has, and
    where the file cannot be read or written.
    """
    path = lab.folder / FOLDER / f"{draft.question}.toml"
    place = f"{path} [{draft.name}]"
    if not NAME.fullmatch(draft.name):
        raise LabError("known_answers.bad_letters", name=draft.name)
    if not draft.name.startswith(f"{draft.question}_"):
        raise LabError("known_answers.bad_name", place=place, name=draft.name, question=draft.question)
    known = read_file(path, lab.language) if path.is_file() else ()
    if draft.name in {mistake.name for mistake in known} | {variant.name for variant in variants.read(lab)}:
        raise LabError("known_answers.name_taken", place=place, name=draft.name)
    if owner := next((mistake for mistake in known if draft.pattern in mistake.patterns), None):
        raise LabError("known_answers.pattern_taken", place=owner.place, pattern=draft.pattern)
    before = path.read_bytes() if path.is_file() else b""
    gap = b"" if not before else b"\n" if before.endswith(b"\n") else b"\n\n"
    try:
        write_atomically(path, before + gap + utf8("\n".join(_lines(draft, say)) + "\n"))
    except OSError as error:
        raise LabError("known_answers.not_written", path=path, fault=error.strerror) from None
    return path


def _lines(draft: MistakeDraft, say: Catalogue) -> Iterable[str]:
    yield f"[{draft.name}]"
    for note in draft.notes:
        yield from (f"# {line}".rstrip() for line in visible(note).expandtabs(4).splitlines())
    yield f'explanation = ""  # {say("known_answers.draft_explanation")}'
    yield f'# price = "{Severity.PARTIAL}"  # {say("known_answers.draft_price", known=", ".join(Severity))}'
    yield f'patterns = ["{draft.pattern}"]'
    yield f"# {say('known_answers.draft_answer')}"
