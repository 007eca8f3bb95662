"""Answers that are known to be wrong, or right in another style: the reference notebook with one answer exchanged.

A file opens with a docstring in TOML that says `question`, `es` and `en`; `shows_es` and `shows_en` say what shows the
mistake in a student's own numbers, and `named` the file under whose name it goes, where that is another. The code below
takes the place of the reference's code in that question's cell; a line `# %%` starts a further cell of the same
question, a line `# %% g` goes on with another question. Where `question` is "*", the file is the whole notebook.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from autograder.errors import LabError
from autograder.lab.declaration import Lab
from autograder.lab.master import Master, MasterCell
from autograder.source.ipython import plain

Kind = Literal["mistake", "variant"]

WHOLE = "*"
KEYS = ("question", "es", "en")
SHOWS = ("shows_es", "shows_en")
DOCSTRING = re.compile(r'\A"""(.*?)"""[ \t]*(?:\n|\Z)', re.DOTALL)
HEADER = re.compile(r"# %%(?:[ \t]+(?:\[(?P<markdown>markdown)\]|(?P<question>\w+)))?[ \t]*")


@dataclass(frozen=True)
class Part:
    """One cell of an answer: the question it belongs to, the line of the file that it starts on, and its text."""

    question: str
    kind: Literal["code", "markdown"]
    line: int
    source: str


@dataclass(frozen=True)
class Mistake:
    """An answer that some check must catch, or, of the kind `variant`, one that every check must pass."""

    kind: Kind
    path: Path
    question: str
    es: str
    en: str
    parts: tuple[Part, ...]
    named: str = ""
    shows_es: str = ""
    shows_en: str = ""

    @property
    def name(self) -> str:
        """The file's name without its ending."""
        return self.path.stem

    @property
    def known_as(self) -> str:
        """The name that a report gives it: another mistake's, where this does the same in other words."""
        return self.named or self.name

    def explanation(self, language: str) -> str:
        """What is wrong, in a language."""
        return self.es if language == "es" else self.en

    def evidence(self, language: str, values: Mapping[str, object]) -> str:
        """What shows it in a student's numbers, "" where the file does not say; raises KeyError for a missing value."""
        return (self.shows_es if language == "es" else self.shows_en).format(**values)


def read(path: Path, kind: Kind = "mistake") -> Mistake:
    """Read one file; raises LabError that names the file and the fault."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise LabError("audit.unreadable", path=path, fault=error) from None
    opening = DOCSTRING.match(text)
    if opening is None:
        raise LabError("audit.no_docstring", path=path)
    table = _declared(path, opening[1], kind)
    parts = tuple(_parts(text[opening.end() :], text[: opening.end()].count("\n") + 1, table["question"]))
    if not any(part.kind == "code" for part in parts):
        raise LabError("audit.no_code", path=path)
    for part in parts:
        _compiles(path, part)
    return Mistake(kind, path, parts=parts, **table)


def read_all(lab: Lab) -> tuple[Mistake, ...]:
    """Read the mistakes and the variants of a lab, in the order of their names; raises LabError as `read` does."""
    folders: dict[Kind, Path] = {"mistake": lab.folder / "mistakes", "variant": lab.folder / "variants"}
    return tuple(read(path, kind) for kind, folder in folders.items() for path in sorted(folder.glob("*.py")))


def known(lab: Lab, name: str) -> Mistake | None:
    """The mistake of a lab by its file's name; None where there is none."""
    path = lab.folder / "mistakes" / f"{name}.py"
    return read(path) if path.is_file() else None


def build(mistake: Mistake, master: Master) -> dict[str, Any]:
    """Make the notebook of a student who answers as the reference does but for this, ready to be written as JSON.

    Raises LabError for a question that the master notebook has no code for.
    """
    reference = master.reference()
    if mistake.question == WHOLE:
        return reference | {"cells": [_cell(part, mistake.name, n) for n, part in enumerate(mistake.parts)]}
    answers: dict[str, list[Part]] = {}
    for part in mistake.parts:
        answers.setdefault(part.question, []).append(part)
    _refuse_unknown(mistake, answers, {cell.question for cell in _kept(master) if _is_answer(cell)})
    cells: list[dict[str, Any]] = []
    for kept, cell in zip(_kept(master), reference["cells"], strict=True):
        if not (_is_answer(kept) and kept.question in answers):
            cells.append(cell)
            continue
        # all that the file says of a question stands where the reference's first cell stood
        cells += [_cell(part, kept.question, n) for n, part in enumerate(answers[kept.question])]
        answers[kept.question] = []
    return reference | {"cells": cells}


def _kept(master: Master) -> list[MasterCell]:
    return [cell for cell in master.cells if cell.kind != "raw" and cell.block not in ("tests", "prompt")]


def _is_answer(cell: MasterCell) -> bool:
    return cell.kind == "code" and cell.block == "solution"


def _refuse_unknown(mistake: Mistake, answers: dict[str, list[Part]], known: set[str]) -> None:
    for question, parts in answers.items():
        if question not in known:
            raise LabError(
                "audit.unknown_question",
                path=mistake.path,
                line=parts[0].line,
                question=question,
                known=", ".join(sorted(known)),
            )


def _declared(path: Path, text: str, kind: Kind) -> dict[str, str]:
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise LabError("audit.bad_toml", path=path, fault=error) from None
    known = (*KEYS, *SHOWS, "named")
    for key in (*KEYS, *table, *(SHOWS if set(SHOWS) & set(table) else ())):
        value = table.get(key)
        if key not in known or not isinstance(value, str) or not value.strip():
            raise LabError("audit.bad_key", path=path, key=key, value=value, known=", ".join(known))
    if table["question"] == WHOLE and kind == "mistake":
        raise LabError("audit.whole_mistake", path=path)
    return table


def _parts(text: str, first: int, question: str) -> Iterator[Part]:
    kind: Literal["code", "markdown"] = "code"
    start, lines = first, list[str]()
    for number, line in enumerate([*text.splitlines(), "# %%"], start=first):
        header = HEADER.fullmatch(line)
        if header is None:
            lines.append(re.sub(r"^# ?", "", line) if kind == "markdown" else line)
            continue
        if "".join(lines).strip():
            yield Part(question, kind, start, "\n".join(lines).strip("\n"))
        question = header["question"] or question
        kind, start, lines = "markdown" if header["markdown"] else "code", number + 1, []


def _compiles(path: Path, part: Part) -> None:
    if part.kind == "markdown":
        return
    translated = plain(part.source)
    try:
        compile(part.source if translated is None else translated.text, str(path), "exec", dont_inherit=True)
    except (SyntaxError, ValueError) as error:
        line = part.line + (getattr(error, "lineno", None) or 1) - 1
        fault = getattr(error, "msg", error)
        raise LabError("audit.no_syntax", path=path, line=line, fault=fault) from None


def _cell(part: Part, question: str, number: int) -> dict[str, Any]:
    id = re.sub(r"[^\w-]", "-", f"{question}-{number:03}")[-64:]
    cell: dict[str, Any] = {"cell_type": part.kind, "id": id, "metadata": {}, "source": part.source}
    return cell | ({"execution_count": None, "outputs": []} if part.kind == "code" else {})
