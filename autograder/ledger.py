"""Trials that are done, kept in a folder, so that an audit that was stopped goes on where it was."""

import ast
import hashlib
import json
import platform
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from pydantic import TypeAdapter, ValidationError

from autograder import __version__, attempt, equivalence, sandbox, warm
from autograder.combination import FILE
from autograder.corpora import Shelf
from autograder.lab import Lab
from autograder.specimen import Kind, Specimen
from autograder.submission import safe_name
from autograder.syntax import tree
from autograder.trial import Record

ENGINE = Path(__file__).parent
NEVER_READ = ("mistakes", "variants", FILE, equivalence.PROBES, "__pycache__")  # by the checks
RECORD = TypeAdapter(Record)


@dataclass(frozen=True)
class Ledger:
    """Records in a folder, one file a specimen, each with the key of all that decided it; `known` are the mistakes."""

    folder: Path
    decided_by: str
    probes: str
    known: frozenset[str]
    seeds: int

    def get(self, specimen: Specimen) -> Record | None:
        """The record of a specimen, if one is kept and whatever decided it is as it was."""
        try:
            kept = json.loads(self._path(specimen).read_text(encoding="utf-8"))
            record = RECORD.validate_python(kept["record"]) if kept["key"] == self._key(specimen) else None
        except (OSError, ValueError, LookupError, TypeError, ValidationError):
            return None
        named = {name for names in record.named.values() for name in names} if record else set()
        return record if named <= self.known else None

    def put(self, specimen: Specimen, record: Record) -> None:
        """Keep a record; one without a verdict is not worth it, for the next time may be better."""
        if not record.decided:
            return
        path = self._path(specimen)
        path.parent.mkdir(parents=True, exist_ok=True)
        kept: dict[str, Any] = {"key": self._key(specimen), "record": RECORD.dump_python(record, mode="json")}
        draft = path.with_suffix(".part")
        draft.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8", errors="replace")
        draft.replace(path)

    def _path(self, specimen: Specimen) -> Path:
        number = attempt.seeds(specimen, self.seeds)
        return self.folder / safe_name(f"{specimen.kind}") / f"{_short(specimen.name)}.{number}.json"

    def _key(self, specimen: Specimen) -> str:
        compared = self.probes if specimen.kind is Kind.MUTANT else ""
        return _digest(self.decided_by, compared, specimen.kind, *specimen.questions, "", specimen.notebook)


def ledger(folder: Path, lab: Lab, shelf: Shelf, seeds: int) -> Ledger:
    """The ledger of a lab as it is now: its declaration and checks, its corpora, this engine and its libraries."""
    parts = [__version__, platform.python_version(), str(torch.__version__), platform.machine()]
    parts += [shelf.text(name) for name in sorted(set(lab.corpora.values()))]
    parts += [part for path in _files(lab.folder) for part in (str(path.relative_to(lab.folder)), _text(path))]
    parts += [_text(path) for path in (*_modules(), *sorted(ENGINE.glob("messages/*/*.toml")))]
    known = frozenset(path.stem for path in (lab.folder / "mistakes").glob("*.py"))
    return Ledger(folder, _digest(*parts), equivalence.probes(lab), known, seeds)


def _files(folder: Path) -> list[Path]:
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return [path for path in found if not set(path.relative_to(folder).parts) & set(NEVER_READ)]


def _modules() -> list[Path]:
    """The engine's files that a trial runs: what `attempt` imports, and what is sent into other processes."""
    waiting, found = {"attempt", *sandbox.SHIPPED, *warm.SHIPPED}, dict[str, Path]()
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


def _short(name: str) -> str:
    """A name fit for a file: a long one, as that of a combination, ends in a digest."""
    safe = safe_name(name)
    return safe if len(safe) < 100 and safe == name else f"{safe[:80]}-{_digest(name)[:8]}"


def _digest(*parts: str) -> str:
    whole = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", errors="replace")
        whole.update(len(data).to_bytes(8, "big") + data)
    return whole.hexdigest()
