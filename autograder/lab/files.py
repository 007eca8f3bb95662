"""A lab on its way to another machine: its files and its texts as bytes, laid out there as they lie here."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from autograder.errors import LabError
from autograder.lab.corpora import Shelf
from autograder.lab.declaration import Lab

LEFT_HERE = frozenset({"variants", "__pycache__", ".hypothesis", "build"})


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


def parcel(lab: Lab, shelf: Shelf) -> Parcel:
    """All of a lab that grading reads, with the very texts that are in use here.

    Raises LabError where the lab's folder and that of its data have nothing in common, so that no relative path leads
    from one to the other.
    """
    folder, data = lab.folder.resolve(), lab.data_folder.resolve()
    common = Path(os.path.commonpath([folder, data]))
    if Path(lab.data).is_absolute():
        raise LabError("lab.absolute_data", folder=lab.folder, data=lab.data)
    found = {path: path.read_bytes() for top in (folder, data) for path in _files(top)}
    found |= {data / shelf.profile(name).file: shelf.text(name).encode() for name in _real(lab, shelf)}
    placed = {PurePosixPath(path.relative_to(common)): content for path, content in found.items()}
    return Parcel(PurePosixPath(folder.relative_to(common)), placed)


def _real(lab: Lab, shelf: Shelf) -> list[str]:
    return [name for name in sorted(set(lab.corpora.values())) if shelf.origin(name) == "real"]


def _files(top: Path) -> list[Path]:
    found = (path for path in sorted(top.rglob("*")) if path.is_file())
    return [path for path in found if not set(path.relative_to(top).parts) & LEFT_HERE]
