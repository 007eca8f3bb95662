"""Keeps the outcomes of an audit in a folder, so that an audit that was stopped can be continued."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from autograder.audit import equivalence, subject_grading
from autograder.audit.subjects import Subject, SubjectKind
from autograder.audit.trial import SubjectRecord
from autograder.grading.fingerprint import fingerprint
from autograder.lab import mistakes
from autograder.lab.corpora import Shelf
from autograder.lab.declaration import Lab
from autograder.lab.digests import digest
from autograder.lab.files import check_files
from autograder.notebook.submission import safe_name
from autograder.output.files import utf8, write_atomically

RECORD = TypeAdapter(SubjectRecord)


@dataclass(frozen=True)
class OutcomeCache:
    """Records of subjects in a folder, one JSON file each, under a key that covers everything that decided them.

    `known` are the names of the lab's known mistakes; a record that names any other is out of date.
    """

    folder: Path
    decided_by: str
    probes: str
    known: frozenset[str]
    seeds: int

    def get(self, subject: Subject) -> SubjectRecord | None:
        """Return the record of a subject, or None if there is none or anything that decided it has changed."""
        try:
            entry = json.loads(self._path(subject).read_text(encoding="utf-8"))
            record = RECORD.validate_python(entry["record"]) if entry["key"] == self._key(subject) else None
        except (OSError, ValueError, LookupError, TypeError, ValidationError):
            return None
        named = {name for names in record.named.values() for name in names} if record else set()
        return record if named <= self.known else None

    def put(self, subject: Subject, record: SubjectRecord) -> None:
        """Keep a record, unless the checks reached no verdict, so that the next audit tries again."""
        if not record.decided:
            return
        entry: dict[str, Any] = {"key": self._key(subject), "record": RECORD.dump_python(record, mode="json")}
        write_atomically(self._path(subject), utf8(json.dumps(entry, ensure_ascii=False)))

    def _path(self, subject: Subject) -> Path:
        number = subject_grading.seed_count(subject, self.seeds)
        return self.folder / safe_name(f"{subject.kind}") / f"{_short(subject.name)}.{number}.json"

    def _key(self, subject: Subject) -> str:
        compared = self.probes if subject.kind is SubjectKind.MUTANT else ""
        return digest(self.decided_by, compared, subject.kind, *subject.questions, "", subject.notebook)


def open_cache(folder: Path, lab: Lab, shelf: Shelf, seeds: int) -> OutcomeCache:
    """Open the cache for the present state of a lab: declaration, checks, corpora, engine and libraries."""
    mistake_names = frozenset(mistake.name for mistake in mistakes.read(lab))
    decided_by = fingerprint(lab, shelf, subject_grading.__name__, check_files(lab))
    return OutcomeCache(folder, decided_by, equivalence.read_probes(lab), mistake_names, seeds)


def _short(name: str) -> str:
    """Return a name fit for a file; a long one, as that of a combination, ends in a digest."""
    safe = safe_name(name)
    return safe if len(safe) < 100 and safe == name else f"{safe[:80]}-{digest(name)[:8]}"
