"""SHA-256 digests of the parts of a lab that decide verdicts; what only decides prices is left out."""

import ast
import hashlib
import json
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from autograder.lab import mistakes
from autograder.lab.declaration import Lab
from autograder.source.parsing import parse_or_empty

RUBRIC = "rubric"  # the table of lab.toml that decides prices only
WORD = re.compile(r"\w+")
TOLD = ("explanation", "evidence", "named")


def digest(*parts: str) -> str:
    """Return one SHA-256, as hex digits, of several texts in their order."""
    whole = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", errors="replace")
        whole.update(len(data).to_bytes(8, "big") + data)
    return whole.hexdigest()


def deciding_text(path: Path, lab: Lab) -> str:
    """Return the text of a lab's file as far as it decides what a result says before prices are applied.

    That is `lab.toml` without its rubric, what is told of known mistakes that diagnoses can name, since these have
    evidence or stand in the checks, and all of any other file.
    """
    text = _text(path)
    declared = path == lab.folder / "lab.toml"
    if not declared and not (path.suffix == ".toml" and path.parent == lab.folder / mistakes.FOLDER):
        return text
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return text
    if declared:
        table.pop(RUBRIC, None)
    else:
        words = {word for path in lab.checks.rglob("*.py") for word in WORD.findall(_text(path))}
        told = {name: _told(mistake) for name, mistake in table.items()}
        table = {name: of for name, of in told.items() if "evidence" in of or name in words}
    return json.dumps(table, ensure_ascii=False, default=str)  # in their order, which may decide, as of aliases


def question_digests(lab: Lab) -> dict[str, str]:
    """Return, by question, a digest of its checks, of the lab's modules that they import, and of the lab."""
    declared = (lab.folder / "lab.toml", lab.folder / lab.notebook)
    shared = [deciding_text(path, lab) for path in declared if path.is_file()]
    return {
        question.id: digest(
            *shared, *(path.read_text(encoding="utf-8") for path in sorted(_files(lab.checks, question.id)))
        )
        for question in lab.questions
        if question.checked
    }


def _told(mistake: object) -> dict[str, object]:
    """What a result says of a mistake that a diagnosis names, and under which name."""
    return {key: mistake[key] for key in TOLD if key in mistake} if isinstance(mistake, dict) else {}


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def _files(folder: Path, question: str) -> set[Path]:
    """The files of a question's checks, and those beside them that they import, directly or by others."""
    waiting, files = set(folder.glob(f"test_{question}_*.py")) | set(folder.glob("conftest.py")), set[Path]()
    while waiting:
        path = waiting.pop()
        if path not in files:
            files.add(path)
            waiting |= {other for other in _imported(path) if other.is_file()}
    return files


def _imported(path: Path) -> Iterator[Path]:
    for level, module, names in _relative_imports(path.read_text(encoding="utf-8")):
        base = path.parents[level - 1].joinpath(*module.split("."))
        for place in (base, *(base / name for name in names)):
            yield place.with_name(f"{place.name}.py")
            yield place / "__init__.py"


@cache
def _relative_imports(text: str) -> tuple[tuple[int, str, tuple[str, ...]], ...]:
    """The level, the module and the names of each relative import; several questions share most of these files."""
    nodes = [node for node in _statements(parse_or_empty(text)) if isinstance(node, ast.ImportFrom) and node.level]
    return tuple((node.level, node.module or "", tuple(alias.name for alias in node.names)) for node in nodes)


def _statements(node: ast.AST) -> Iterator[ast.AST]:
    """The statements below a node, in any block; expressions, which are most of a file, are not looked through."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.stmt | ast.ExceptHandler | ast.match_case):
            yield child
            yield from _statements(child)
