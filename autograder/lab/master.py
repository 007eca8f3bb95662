"""Reads the master notebook (jupytext percent format): its public and secret parts, and the reference in it."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from autograder.errors import ReleaseError

Kind = Literal["code", "markdown", "raw"]
Role = Literal["given", "solution", "prompt"]

HEADER = re.compile(r"# %%(?: \[(markdown|raw)\])?(?:\s|$)")
BOUNDARY = re.compile(r"#\s+(begin|end)\s+(question|solution|tests|prompt)\b", re.IGNORECASE)
ONE_LINE = re.compile(r"(.*?)\s*# ?SOLUTION(?: NO PROMPT)?$")


@dataclass(frozen=True)
class Line:
    """One line of the master notebook; its number is counted from 1 in the file."""

    number: int
    text: str


@dataclass(frozen=True)
class MasterCell:
    """One cell, the question it belongs to, and the innermost otter block around it ("" if there is none)."""

    kind: Kind
    question: str
    block: str
    lines: tuple[Line, ...]

    @property
    def source(self) -> str:
        """Return the text of the cell as it stands in the master."""
        return "\n".join(line.text for line in self.lines)

    @property
    def is_answer(self) -> bool:
        """Return whether the cell holds code of a reference solution."""
        return self.kind == "code" and self.block == "solution"

    def parts(self, *roles: Role) -> tuple[Line, ...]:
        """Return the lines that have one of the roles; otter's markers have none."""
        return tuple(line for role, line in self._roles() if role in roles)

    def _roles(self) -> Iterator[tuple[Role, Line]]:
        if self.kind != "code":
            role: Role = "solution" if self.block == "solution" else "prompt" if self.block == "prompt" else "given"
            yield from ((role, line) for line in self.lines)
            return
        outside: Role = "prompt" if self.block == "prompt" else "given"
        role = outside
        for line in self.lines:
            end = line.text.rstrip()
            if re.match(r"\s*# BEGIN SOLUTION", line.text):
                role = "solution"
            elif end.endswith("# BEGIN PROMPT"):
                role = "prompt"
            elif end.endswith(("# END SOLUTION", "# END PROMPT")):
                role = outside
            elif (alone := ONE_LINE.match(end)) and role == outside:
                yield "solution", Line(line.number, alone[1])
            else:
                yield role, line


@dataclass(frozen=True)
class Master:
    """A master notebook that was read."""

    path: Path
    cells: tuple[MasterCell, ...]

    @property
    def secret(self) -> tuple[Line, ...]:
        """Return the lines of the reference solutions and of the reference answers."""
        return tuple(line for cell in self._told for line in cell.parts("solution"))

    @property
    def public(self) -> tuple[Line, ...]:
        """Return the lines that students receive, including public checks."""
        return tuple(line for cell in self._told for line in cell.parts("given", "prompt"))

    @property
    def tests(self) -> tuple[MasterCell, ...]:
        """Return the cells of the public checks."""
        return tuple(cell for cell in self.cells if cell.block == "tests")

    @property
    def _told(self) -> tuple[MasterCell, ...]:
        return tuple(cell for cell in self.cells if cell.kind != "raw")

    def reference(self) -> dict[str, Any]:
        """Return, as JSON values, the notebook of a student who answers everything like the reference."""
        return self._notebook("prompt", "solution")

    def stub(self) -> dict[str, Any]:
        """Return, as JSON values, the notebook of a student who answers nothing."""
        return self._notebook("solution", "prompt")

    @property
    def reference_cells(self) -> tuple[MasterCell, ...]:
        """Return the master's cells that become the cells of the reference notebook, in the same order."""
        return self._cells("prompt")

    @property
    def answer_cells(self) -> dict[int, MasterCell]:
        """Return the cells that hold code of an answer, by their position in the reference notebook."""
        return {place: cell for place, cell in enumerate(self.reference_cells) if cell.is_answer}

    def _cells(self, left_out: Role) -> tuple[MasterCell, ...]:
        shown_cells = (cell for cell in self._told if cell.block != "tests")
        # one between SOLUTION markers that holds code stays: stub and solution stand in it side by side
        return tuple(cell for cell in shown_cells if cell.block != left_out or cell.is_answer)

    def _notebook(self, left_out: Role, kept: Role) -> dict[str, Any]:
        cells = self._cells(left_out)
        sources = [(cell.kind, "\n".join(x.text for x in cell.parts("given", kept)).strip()) for cell in cells]
        kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
        built = [_cell(kind, source, place) for place, (kind, source) in enumerate(sources)]
        return {"cells": built, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}

    def write_reference(self, path: Path) -> Path:
        """Write the reference as a notebook file, and return its path."""
        path.write_text(json.dumps(self.reference(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        return path


def read(path: Path) -> Master:
    """Read a master notebook; raise ReleaseError if the file is missing or a block in it is not closed."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ReleaseError("release.no_master", path=path, fault=error) from None
    return Master(path, tuple(_blocks(path, _split(text))))


def _split(text: str) -> Iterator[tuple[Kind, tuple[Line, ...]]]:
    kind: Kind | None = None
    lines: list[Line] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if header := HEADER.match(line):
            if kind:
                yield kind, _trimmed(lines)
            kind, lines = {"markdown": "markdown", "raw": "raw"}.get(header[1], "code"), []  # type: ignore[assignment]
        else:
            lines.append(Line(number, line if kind == "code" else re.sub(r"^# ?", "", line)))
    if kind:
        yield kind, _trimmed(lines)


def _trimmed(lines: list[Line]) -> tuple[Line, ...]:
    while lines and not lines[-1].text.strip():
        lines.pop()
    return tuple(lines)


def _blocks(path: Path, cells: Iterator[tuple[Kind, tuple[Line, ...]]]) -> Iterator[MasterCell]:
    question, stack = "", list[str]()
    for kind, lines in cells:
        first = lines[0] if lines else Line(0, "")
        boundary = BOUNDARY.match(first.text) if kind == "raw" else None
        if boundary and boundary[1].lower() == "begin":
            stack.append(boundary[2].lower())
            question = next((x.text[5:].strip() for x in lines if x.text.startswith("name:")), question)
        elif boundary and (not stack or stack.pop() != boundary[2].lower()):
            raise ReleaseError("release.unbalanced", path=path, line=first.number, marker=first.text)
        yield MasterCell(kind, question, stack[-1] if stack else "", lines)
        if not stack:
            question = ""
    if stack:
        raise ReleaseError("release.unbalanced", path=path, line=first.number, marker=f"BEGIN {stack[-1].upper()}")


def _cell(kind: Kind, source: str, place: int) -> dict[str, Any]:
    cell: dict[str, Any] = {"cell_type": kind, "id": f"cell-{place:03}", "metadata": {}, "source": source}
    return cell | ({"execution_count": None, "outputs": []} if kind == "code" else {})
