"""Finds a lab's secret lines in files that are about to be published.

A line is split into code and comment, and quotes, white space and case are unified. A piece is secret if it has at
least twelve characters besides blanks and two different words, and does not occur in the public part of the master.
It has leaked if it is contained in a line of a file, in a string of its JSON, or in a string of its Python.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.lab import known_answers
from autograder.lab.declaration import Lab
from autograder.lab.master import Line, Master

SIGNS = 12
WORDS = 2
PUBLIC = ("lab.toml",)


@dataclass(frozen=True)
class SecretLine:
    """A piece of a secret line, and its place: the line of a file, or of the answer of a known mistake."""

    file: str
    line: int
    text: str


def secret_lines(lab: Lab, master: Master) -> tuple[SecretLine, ...]:
    """Return every line that must not leave a lab's folder.

    These are the solutions in the master, every other text file except lab.toml, and the answers of known mistakes,
    since their files hold only what differs from the reference. Raises LabError for a mistake whose answer cannot be
    built.
    """
    public = "\n".join(piece for line in master.public for piece in pieces(line.text))
    secrets = {s.text: s for s in _all(lab, master) if _counts(s.text) and s.text not in public}
    return tuple(secrets.values())


def find_leaks(secrets: tuple[SecretLine, ...], path: Path) -> Iterator[tuple[str, SecretLine]]:
    """Yield each secret line that a file contains, with its first place: "[cell]" in a notebook, or a line number."""
    lines = [(where, piece) for where, text in _texts(path) for piece in pieces(text)]
    whole = "\n".join(piece for _, piece in lines)
    for secret in secrets:
        if secret.text in whole:
            yield next(where for where, piece in lines if secret.text in piece), secret


def pieces(line: str) -> list[str]:
    """Return the code and the comment of a line, with quotes, white space and case unified."""
    level = re.sub(r"\s+", " ", line.replace("'", '"')).strip().casefold()
    return [piece for part in re.split(r"(?:^|\s)#+(?=\s|$)", level) if (piece := part.strip())]


def _counts(text: str) -> bool:
    return len(text.replace(" ", "")) >= SIGNS and len(set(re.findall(r"[^\W\d_]\w*", text))) >= WORDS


def _all(lab: Lab, master: Master) -> Iterator[SecretLine]:
    for answer in known_answers.read_all(lab, master):
        for cell in answer.cells:
            # a variant's lines are counted in its file, which is read below; a mistake's are counted in its answer
            yield from _of(answer.name, _numbered(cell.source, cell.line))
    yield from _of(master.path.name, master.secret)
    for path in sorted(lab.folder.rglob("*")):
        if not path.is_file() or path == master.path or path.name in PUBLIC or "__pycache__" in path.parts:
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        yield from _of(str(path.relative_to(lab.folder)), _numbered(text))


def _numbered(text: str, first: int = 1) -> Iterator[Line]:
    return (Line(number, line) for number, line in enumerate(text.splitlines(), start=first))


def _of(file: str, lines: Iterable[Line]) -> Iterator[SecretLine]:
    return (SecretLine(file, line.number, piece) for line in lines for piece in pieces(line.text))


def _texts(path: Path) -> Iterator[tuple[str, str]]:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".ipynb":
        table = json.loads(text)
        for place, cell in enumerate(table["cells"]):
            yield from ((f"[{place}]", line) for string in _strings(cell) for line in string.splitlines())
        text = "\n".join(_strings(table["metadata"]))
    elif path.suffix == ".py":
        # public checks are written in ASCII: what an escape stands for counts as well
        plain = re.sub(
            r"\\(?:x([\da-f]{2})|u([\da-f]{4})|U([\da-f]{8}))", lambda m: chr(int(m[1] or m[2] or m[3], 16)), text
        )
        yield from ((str(number), line) for number, line in enumerate(plain.splitlines(), start=1))
    yield from ((str(number), line) for number, line in enumerate(text.splitlines(), start=1))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        if all(isinstance(item, str) for item in value):
            yield "".join(value)
        else:
            for item in value:
                yield from _strings(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _strings(item)
            yield str(key)
