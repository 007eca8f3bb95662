"""What decided a verdict, as one number: when that has changed, what was found before must be found again."""

import ast
import hashlib
import platform
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

import torch

from autograder import __version__, sandbox, warm
from autograder.corpora import Shelf
from autograder.lab import Lab
from autograder.syntax import tree

ENGINE = Path(__file__).parent


def fingerprint(lab: Lab, shelf: Shelf, program: str, never_read: Collection[str] = ()) -> str:
    """The fingerprint of a lab as it is now: its files, its corpora, this engine and its libraries.

    `program` is the module of the engine whose work it is, and `never_read` are names in the lab's folder that this
    work does not look at.
    """
    parts = [__version__, platform.python_version(), str(torch.__version__), platform.machine()]
    parts += [shelf.text(name) for name in sorted(set(lab.corpora.values()))]
    for path in _files(lab.folder, {*never_read, "__pycache__"}):
        parts += [str(path.relative_to(lab.folder)), _text(path)]
    parts += [_text(path) for path in (*_modules(program), *sorted(ENGINE.glob("messages/*/*.toml")))]
    return digest(*parts)


def digest(*parts: str) -> str:
    """One number, in hex, for several texts in their order."""
    whole = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", errors="replace")
        whole.update(len(data).to_bytes(8, "big") + data)
    return whole.hexdigest()


def _files(folder: Path, unread: Collection[str]) -> Iterable[Path]:
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return (path for path in found if not set(path.relative_to(folder).parts) & set(unread))


def _modules(program: str) -> list[Path]:
    """The engine's files that a program runs: what it imports, and what is sent into other processes."""
    waiting, found = {program, *sandbox.SHIPPED, *warm.SHIPPED}, dict[str, Path]()
    while waiting:
        name = waiting.pop()
        places = (ENGINE / f"{name}.py", ENGINE / name / "__init__.py")
        if name not in found and (path := next((place for place in places if place.is_file()), None)):
            found[name] = path
            waiting |= set(_imported(path))
    return [found[name] for name in sorted(found)]


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(tree(_text(path))):
        if isinstance(node, ast.ImportFrom) and node.module == "autograder":
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("autograder."):
            yield (node.module or "").split(".")[1]


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")
