"""The files of a lab that decide verdicts, and how they travel to another machine together with its texts."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from autograder.errors import LabError
from autograder.lab import mistakes
from autograder.lab.corpora import Shelf
from autograder.lab.declaration import Lab

CACHES = frozenset({"__pycache__", "build"})
BACKUP_ENDINGS = ("~", "#", ".swp", ".swo", ".tmp", ".bak", ".orig", ".pyc")


@dataclass(frozen=True)
class Parcel:
    """Files by their paths below one folder, and which of the folders there is the lab's."""

    lab: PurePosixPath
    files: Mapping[PurePosixPath, bytes]

    def unpack(self, root: Path) -> Path:
        """Lay everything out below a folder, and return the lab's own folder there."""
        for place, content in self.files.items():
            path = root / place
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        return root / self.lab


def check_files(lab: Lab) -> list[Path]:
    """What hidden checks read: `lab.toml`, the master notebook, and all that lies under `checks/`, data files included.

    A check that reads a data file keeps it under `checks/`. Hidden files, caches and what editors leave behind are not
    among them, and neither is anything else in the lab's folder, such as `.git` or a README.
    """
    own = (path for path in (lab.folder / "lab.toml", lab.folder / lab.notebook) if path.is_file())
    return sorted({*own, *_files(lab.checks)})


def grading_files(lab: Lab) -> list[Path]:
    """All files of a lab that can change a verdict: what hidden checks read, and the catalogue of mistakes."""
    return sorted({*check_files(lab), *_files(lab.folder / mistakes.FOLDER)})


def parcel(lab: Lab, shelf: Shelf) -> Parcel:
    """All of a lab that grading reads, with the very texts that are in use here.

    Raises LabError where the lab's folder and that of its data have nothing in common, so that no relative path leads
    from one to the other.
    """
    folder, data = lab.folder.resolve(), lab.data_folder.resolve()
    common = Path(os.path.commonpath([folder, data]))
    if Path(lab.data).is_absolute():
        raise LabError("lab.absolute_data", folder=lab.folder, data=lab.data)
    found = {path: path.read_bytes() for path in (*grading_files(replace(lab, folder=folder)), *_files(data))}
    found |= {data / shelf.profile(name).file: shelf.text(name).encode() for name in _real(lab, shelf)}
    placed = {PurePosixPath(path.relative_to(common)): content for path, content in found.items()}
    return Parcel(PurePosixPath(folder.relative_to(common)), placed)


def _real(lab: Lab, shelf: Shelf) -> list[str]:
    return [name for name in sorted(set(lab.corpora.values())) if shelf.origin(name) == "real"]


def _files(top: Path) -> list[Path]:
    """Every file below a folder, in order, without hidden files, caches and what editors leave behind."""
    files = (path for path in sorted(top.rglob("*")) if path.is_file() and not path.name.endswith(BACKUP_ENDINGS))
    return [path for path in files if not any(_ignored(part) for part in path.relative_to(top).parts)]


def _ignored(part: str) -> bool:
    return part.startswith(".") or part in CACHES
