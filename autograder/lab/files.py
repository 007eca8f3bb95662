"""The files of a lab that decide verdicts, and how they are sent to another machine together with its texts."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from autograder.errors import LabError
from autograder.lab import mistakes
from autograder.lab.corpora import Shelf
from autograder.lab.declaration import Lab
from autograder.lab.signatures import signatures_path

CACHES = frozenset({"__pycache__", "build"})
BACKUP_ENDINGS = ("~", "#", ".swp", ".swo", ".tmp", ".bak", ".orig", ".pyc")


@dataclass(frozen=True)
class Parcel:
    """Files by their paths below one folder; `lab` is the path of the lab's own folder among them."""

    lab: PurePosixPath
    files: Mapping[PurePosixPath, bytes]

    def unpack(self, root: Path) -> Path:
        """Write all files below a folder, and return the lab's own folder there."""
        for place, content in self.files.items():
            path = root / place
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        return root / self.lab


def check_files(lab: Lab) -> list[Path]:
    """Return the files that hidden checks read: `lab.toml`, the master notebook, and all files under `checks/`.

    Data files of checks belong under `checks/`. Hidden files, caches and backups of editors are left out, and so is
    everything else in the lab's folder, such as `.git` or a README.
    """
    declared = (path for path in (lab.folder / "lab.toml", lab.folder / lab.notebook) if path.is_file())
    return sorted({*declared, *_files(lab.checks)})


def grading_files(lab: Lab) -> list[Path]:
    """Return all files of a lab that can change a verdict: those that checks read, and the known mistakes."""
    return sorted({*check_files(lab), *_files(lab.folder / mistakes.FOLDER)})


def parcel(lab: Lab, shelf: Shelf) -> Parcel:
    """Return all files of a lab that grading reads, with exactly the texts that are in use here.

    Raises LabError if the lab's data folder is given by an absolute path, which another machine does not have.
    """
    folder, data = lab.folder.resolve(), lab.data_folder.resolve()
    common = Path(os.path.commonpath([folder, data]))
    if Path(lab.data).is_absolute():
        raise LabError("lab.absolute_data", folder=lab.folder, data=lab.data)
    here = replace(lab, folder=folder)
    priced = [path for path in (signatures_path(here),) if path.is_file()]
    contents = {path: path.read_bytes() for path in (*grading_files(here), *priced, *_files(data))}
    contents |= {data / shelf.profile(name).file: shelf.text(name).encode() for name in _real(lab, shelf)}
    placed = {PurePosixPath(path.relative_to(common)): content for path, content in contents.items()}
    return Parcel(PurePosixPath(folder.relative_to(common)), placed)


def _real(lab: Lab, shelf: Shelf) -> list[str]:
    return [name for name in sorted(set(lab.corpora.values())) if shelf.origin(name) == "real"]


def _files(top: Path) -> list[Path]:
    """Every file below a folder, in order, without hidden files, caches and what editors leave behind."""
    files = (path for path in sorted(top.rglob("*")) if path.is_file() and not path.name.endswith(BACKUP_ENDINGS))
    return [path for path in files if not any(_ignored(part) for part in path.relative_to(top).parts)]


def _ignored(part: str) -> bool:
    return part.startswith(".") or part in CACHES
