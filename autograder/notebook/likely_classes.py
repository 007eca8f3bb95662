"""Finds classes that a notebook calls otherwise than the lab, and gives them the lab's names."""

import ast
import re
from collections.abc import Iterator, Mapping, Sequence

from autograder.lab.declaration import Lab
from autograder.source.name_flow import NameFlow
from autograder.source.parsing import parse_or_empty


def likely_classes(sources: Sequence[str], lab: Lab) -> dict[str, str]:
    """Return the classes of a notebook that are likely to be one that the lab asks for: the lab's name of each.

    A name is looked for only where the notebook uses none of its spellings, and is found only where a single class of
    the notebook fits.
    """
    known = {name for statement in NameFlow.of(dict(enumerate(sources))).statements for name in statement.sets}
    classes = {name: text for source in sources for name, text in _classes(source)}
    known_classes = {name.lower() for name in classes}
    found: dict[str, str] = {}
    for name, likely in lab.likely.items():
        spellings = lab.spellings(name)
        if known & set(spellings) or known_classes & {spelling.lower() for spelling in spellings}:
            continue
        fitting = [
            written
            for written, text in classes.items()
            if written not in found
            and re.search(likely.name, written[:200])
            and all(re.search(pattern, text) for pattern in likely.contains)
        ]
        if len(fitting) == 1:
            found[fitting[0]] = name
    return found


def with_names(source: str, names: Mapping[str, str]) -> str:
    """Return the source text of a cell in which classes have other names; lines stay where they are."""
    if not names:
        return source
    written = re.compile(r"(?<![\w.])(?:{})\b".format("|".join(map(re.escape, names))))
    return written.sub(lambda match: names[match[0]], source)


def _classes(source: str) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each class that a cell defines outside functions."""
    lines = source.splitlines(keepends=True)
    waiting: list[ast.stmt] = list(reversed(parse_or_empty(source).body))
    while waiting:
        statement = waiting.pop()
        if isinstance(statement, ast.ClassDef):
            yield statement.name, "".join(lines[statement.lineno - 1 : statement.end_lineno])
        elif not isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
            waiting += [part for part in ast.iter_child_nodes(statement) if isinstance(part, ast.stmt)]
