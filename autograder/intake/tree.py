"""The files that were found, as a tree of folders."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from autograder.intake import filetypes
from autograder.intake.file import SubmittedFile


@dataclass(frozen=True)
class Folder:
    """A folder or an archive: the files that lie in it, and the folders."""

    parts: tuple[str, ...]
    files: tuple[SubmittedFile, ...] = ()
    folders: tuple["Folder", ...] = field(default=())

    @property
    def name(self) -> str:
        """The last name; of an archive without its ending."""
        name = self.parts[-1]
        return name[: -len(".zip")] if filetypes.is_archive(name) else name

    @property
    def children(self) -> "tuple[Folder | SubmittedFile, ...]":
        """What lies in it: folders, then files."""
        return (*self.folders, *self.files)

    @property
    def everything(self) -> tuple[SubmittedFile, ...]:
        """All files in it and in the folders below."""
        return (*self.files, *(file for folder in self.folders for file in folder.everything))

    def folder(self, name: str) -> "Folder | None":
        """The folder of a name that lies in it."""
        return next((folder for folder in self.folders if folder.parts[-1] == name), None)


def build_tree(files: Iterable[SubmittedFile]) -> Iterator[Folder | SubmittedFile]:
    """Build folders from files with their paths; files that lie in no folder are yielded as they are."""
    groups: dict[str, list[SubmittedFile]] = {}
    for file in files:
        groups.setdefault(file.parts[0], []).append(file)
    for group in groups.values():
        alone = [file for file in group if len(file.parts) == 1]
        yield from alone
        if len(alone) < len(group):
            yield _folder([file for file in group if len(file.parts) > 1], 1)


def _folder(files: list[SubmittedFile], depth: int) -> Folder:
    """The folder that all of some files share the first `depth` names of."""
    groups: dict[str, list[SubmittedFile]] = {}
    for file in files:
        if len(file.parts) > depth + 1:
            groups.setdefault(file.parts[depth], []).append(file)
    here = tuple(file for file in files if len(file.parts) == depth + 1 and file.name)
    return Folder(files[0].parts[:depth], here, tuple(_folder(group, depth + 1) for group in groups.values()))
