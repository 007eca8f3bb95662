"""Finds the names of the files that source code writes."""

import ast
import re
from collections.abc import Iterable

from autograder.source.parsing import nodes_of, parse_or_empty

WRITERS = frozenset({"write_text", "write_bytes", "touch", "savetxt", "FileHandler", "to_csv"})
WRITING = re.compile(r"[wax]")
MODE = re.compile(r"[rwaxbt+U]{1,4}")


def written_files(sources: Iterable[str]) -> frozenset[str]:
    """Return the names, without folders, of the files that calls in some sources write, where they are literals."""
    names: set[str] = set()
    for source in sources:
        tree = parse_or_empty(source)
        texts = _assigned_texts(tree)
        for node in nodes_of(tree):
            if isinstance(node, ast.Call) and _writes(node):
                names |= {name for part in _file_parts(node) for name in _names(part, texts)}
    return frozenset(re.split(r"[/\\]", name)[-1] for name in names if name)


def _writes(call: ast.Call) -> bool:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name in WRITERS:
        return True
    modes = [*call.args, *(keyword.value for keyword in call.keywords if keyword.arg == "mode")]
    texts = [mode.value for mode in modes if isinstance(mode, ast.Constant) and isinstance(mode.value, str)]
    return name == "open" and any(MODE.fullmatch(text) and WRITING.search(text) for text in texts)


def _file_parts(call: ast.Call) -> Iterable[ast.expr]:
    yield from call.args[:1]
    if isinstance(call.func, ast.Attribute):
        yield call.func.value


def _names(part: ast.expr, texts: dict[str, str]) -> Iterable[str]:
    for node in ast.walk(part):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.Name) and node.id in texts:
            yield texts[node.id]


def _assigned_texts(tree: ast.Module) -> dict[str, str]:
    """The literal texts that names are set to, so that `open(name, "w")` is understood."""
    return {
        target.id: node.value.value
        for node in nodes_of(tree)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
