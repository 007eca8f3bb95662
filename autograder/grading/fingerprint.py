"""A SHA-256 of everything besides the submission that decides a verdict; if it changes, results are graded again."""

import ast
import platform
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path

from autograder import __version__
from autograder.lab.corpora import Shelf
from autograder.lab.declaration import Lab
from autograder.lab.digests import deciding_text, digest
from autograder.lab.files import grading_files
from autograder.sandbox import provisioner, workspace
from autograder.source.parsing import parse_or_empty

ENGINE = Path(__file__).parents[1]
ROOT = "autograder"
SHIPPED_TO_KERNELS = tuple(f"{ROOT}.{name}" for name in workspace.SHIPPED)
SHIPPED_TO_ZYGOTES = tuple(f"{ROOT}.{name}" for name in provisioner.SHIPPED)


def fingerprint(lab: Lab, shelf: Shelf, program: str, files: Iterable[Path]) -> str:
    """Return the fingerprint of a lab: its files, its corpora, this engine and its libraries, as hex digits.

    `program` is the module of the engine that does the work, and `files` are the lab's files that this work reads:
    `grading_files` or `check_files` of `autograder.lab.files`. What only decides prices is no part of it.
    """
    parts = [__version__, platform.python_version(), version("torch"), platform.machine()]
    parts += [shelf.text(name) for name in sorted(set(lab.corpora.values()))]
    for path in files:
        parts += [str(path.relative_to(lab.folder)), deciding_text(path, lab)]
    parts += [_text(path) for path in (*engine_files(program), *sorted(ENGINE.glob("messages/*/*.toml")))]
    return digest(*parts)


def grading_fingerprint(lab: Lab, shelf: Shelf) -> str:
    """Return the fingerprint of everything besides the submission that decides a grading result."""
    return fingerprint(lab, shelf, "autograder.grading.grade", grading_files(lab))


def engine_files(program: str) -> list[Path]:
    """Return, sorted by module, the engine's files that a program runs, directly or in other processes.

    Raises ValueError if `program` is not a module of the engine.
    """
    if _file(program) is None:
        raise ValueError(f"no module of the engine: {program}")
    waiting, files = {program, *SHIPPED_TO_KERNELS, *SHIPPED_TO_ZYGOTES}, dict[str, Path]()
    while waiting:
        name = waiting.pop()
        path = _file(name)
        if name not in files and path is not None:
            files[name] = path
            parents = {name.rsplit(".", count)[0] for count in range(1, name.count(".") + 1)}
            waiting |= parents | set(_imported(path))
    return [files[name] for name in sorted(files)]


def _file(module: str) -> Path | None:
    """The file of a module of the engine; None where the name is no module's."""
    place = ENGINE.joinpath(*module.split(".")[1:])
    candidates = (place.with_name(f"{place.name}.py"), place / "__init__.py")
    return next((path for path in candidates if path.is_file()), None) if module.startswith(ROOT) else None


def _imported(path: Path) -> Iterator[str]:
    """Every dotted name that a file may import; those of functions and classes are among them."""
    for node in ast.walk(parse_or_empty(_text(path))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")
