"""Trials that are done, kept in a folder, so that an audit that was stopped goes on where it was."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from autograder.audit import equivalence, trying
from autograder.audit.subjects import Kind, Specimen
from autograder.audit.trial import Record
from autograder.grading.fingerprint import digest, fingerprint
from autograder.lab import mistakes
from autograder.lab.corpora import Shelf
from autograder.lab.declaration import Lab
from autograder.lab.files import check_files
from autograder.notebook.submission import safe_name
from autograder.output.files import utf8, write_atomically

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
        kept: dict[str, Any] = {"key": self._key(specimen), "record": RECORD.dump_python(record, mode="json")}
        write_atomically(self._path(specimen), utf8(json.dumps(kept, ensure_ascii=False)))

    def _path(self, specimen: Specimen) -> Path:
        number = trying.seeds(specimen, self.seeds)
        return self.folder / safe_name(f"{specimen.kind}") / f"{_short(specimen.name)}.{number}.json"

    def _key(self, specimen: Specimen) -> str:
        compared = self.probes if specimen.kind is Kind.MUTANT else ""
        return digest(self.decided_by, compared, specimen.kind, *specimen.questions, "", specimen.notebook)


def ledger(folder: Path, lab: Lab, shelf: Shelf, seeds: int) -> Ledger:
    """The ledger of a lab as it is now: its declaration and checks, its corpora, this engine and its libraries."""
    known = frozenset(mistake.name for mistake in mistakes.read(lab))
    decided_by = fingerprint(lab, shelf, "autograder.audit.trying", check_files(lab))
    return Ledger(folder, decided_by, equivalence.probes(lab), known, seeds)


def _short(name: str) -> str:
    """A name fit for a file: a long one, as that of a combination, ends in a digest."""
    safe = safe_name(name)
    return safe if len(safe) < 100 and safe == name else f"{safe[:80]}-{digest(name)[:8]}"
