"""Zips, unpacked without trusting them: no name in one is ever a path, and no size that one declares is believed.

Members are written under numbers of our own, so that there is no name which could lead out of the folder, collide with
another or be too long, and no link. Only deflated and stored members are read: other methods of compression take as
much memory as the archive likes.
"""

import stat
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from autograder.errors import SubmissionError
from autograder.intake import filenames, filetypes
from autograder.intake.file import SubmittedFile
from autograder.notebook.submission import MAX_BYTES

ENCRYPTED = 0x1  # general purpose bits, APPNOTE 4.4.4
PIECE = 1 << 20
HEADER = b"PK\x01\x02"  # one in front of every member's description in the central directory, APPNOTE 4.3.12


@dataclass(frozen=True)
class UnpackLimits:
    """Limits on what archives may expand to; sizes are bytes that were really written, whatever an archive declares.

    `file` is for a single file, `archive` for an archive that lies in a folder or in another archive, with all that is
    in it, `whole` for all that is unpacked. `files` counts the members of one archive and of all that are in it,
    `depth` archives in archives; a file of more than `unsuspected` bytes may be `ratio` times as large as when packed.
    """

    file: int = MAX_BYTES
    archive: int = 1 << 30
    whole: int = 64 << 30
    files: int = 200_000
    depth: int = 4
    ratio: int = 200
    unsuspected: int = 32 << 20


@dataclass
class UnpackBudget:
    """How many bytes and files may still be unpacked, here and in the archives around this one."""

    bytes: int
    files: int
    above: "UnpackBudget | None" = None

    def take(self, size: int) -> bool:
        """Count bytes that are to be written, and say whether they may be."""
        self.bytes -= size
        fits = self.above is None or self.above.take(size)
        return fits and self.bytes >= 0

    def name(self) -> bool:
        """Count a file that is named, and say whether there may be so many."""
        self.files -= 1
        fits = self.above is None or self.above.name()
        return fits and self.files >= 0


@dataclass
class Unpacker:
    """Unpacks archives into a folder; each file is written under the next of `numbers`."""

    folder: Path
    limits: UnpackLimits
    numbers: Iterator[int] = field(default_factory=count)

    def unpack(
        self, archive: SubmittedFile, path: Path, budget: UnpackBudget, depth: int = 1
    ) -> Iterator[SubmittedFile]:
        """The files of an archive, those of the archives in it included; what cannot be read has a fault."""
        try:
            self._admit(archive.source, path, depth)
            with ZipFile(path) as opened:
                yield replace(archive, parts=(*archive.parts, ""), path=None)
                for info in opened.infolist():
                    if not budget.name():
                        raise SubmissionError("intake.too_many", path=archive.source, count=self.limits.files)
                    yield from self._member(archive, opened, info, budget, depth)
        except SubmissionError as error:
            yield replace(archive, path=None, fault=error)
        except Exception as error:  # zipfile raises whatever a broken archive makes it stumble over
            yield replace(archive, path=None, fault=_damaged(archive.source, error))

    def _admit(self, source: str, path: Path, depth: int) -> None:
        """Raise SubmissionError where an archive is not even to be opened."""
        if depth > self.limits.depth:
            raise SubmissionError("intake.too_deep", path=source, depth=self.limits.depth)
        with path.open("rb") as file:
            start = file.read(PIECE)
            if not start.strip():
                raise SubmissionError("submission.empty", path=source)
            found = filetypes.kind_by_first_bytes(start)
            if found not in (None, "zip"):
                raise SubmissionError(f"intake.is_{found}", path=source)
            members = start.count(HEADER)
            while piece := file.read(PIECE):
                members += piece.count(HEADER)
        if members > self.limits.files:  # zipfile would read all their descriptions at once
            raise SubmissionError("intake.too_many", path=source, count=self.limits.files)

    def _member(
        self, archive: SubmittedFile, opened: ZipFile, info: ZipInfo, budget: UnpackBudget, depth: int
    ) -> Iterator[SubmittedFile]:
        within = filenames.member_path(filenames.member_name(info))
        saved = _stamp(info)
        found = SubmittedFile((*archive.parts, *within), None, archive.arrived or saved, saved, next(self.numbers))
        junk = next((at for at, part in enumerate(within) if filetypes.is_junk(part)), None)
        if junk is not None:
            yield replace(found, parts=(*archive.parts, *within[:junk], ""))
        elif found.name == "" or not (filetypes.is_wanted(found.name) or _is_link(info)):
            yield found
        else:
            yield from self._written(found, opened, info, budget, depth)

    def _written(
        self, found: SubmittedFile, opened: ZipFile, info: ZipInfo, budget: UnpackBudget, depth: int
    ) -> Iterator[SubmittedFile]:
        nested = filetypes.is_archive(found.name)
        own = UnpackBudget(self.limits.archive, self.limits.files, budget) if nested else budget
        path = self.folder / f"{found.place:08d}"
        try:
            self._write(found.source, opened, info, path, own)
        except SubmissionError as error:
            path.unlink(missing_ok=True)
            yield replace(found, fault=error)
        except Exception as error:  # zipfile and zlib again, and a disk that is full
            path.unlink(missing_ok=True)
            yield replace(found, fault=_damaged(found.source, error))
        else:
            if not nested:
                yield replace(found, path=path)
                return
            yield from self.unpack(found, path, own, depth + 1)
            path.unlink(missing_ok=True)

    def _write(self, source: str, opened: ZipFile, info: ZipInfo, path: Path, budget: UnpackBudget) -> None:
        if _is_link(info):
            raise SubmissionError("intake.link", path=source)
        if info.flag_bits & ENCRYPTED:
            raise SubmissionError("intake.encrypted", path=source)
        if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise SubmissionError("intake.method", path=source, method=info.compress_type)
        suspect = max(self.limits.unsuspected, self.limits.ratio * info.compress_size)
        most = min(suspect, self.limits.file)
        written = 0
        with opened.open(info) as member, path.open("xb") as file:
            while piece := member.read(PIECE):
                written += len(piece)
                if written > most:
                    raise SubmissionError("intake.expands", path=source, bytes=_size(most))
                if not budget.take(len(piece)):
                    raise SubmissionError("intake.no_room", path=source)
                file.write(piece)


def _is_link(info: ZipInfo) -> bool:
    return stat.S_ISLNK(info.external_attr >> 16)


def _stamp(info: ZipInfo) -> datetime | None:
    """When a member was saved; zips know local time only, and that of this machine is as good a guess as any."""
    try:
        return datetime(*info.date_time).astimezone()
    except (ValueError, OverflowError):
        return None


def _damaged(source: str, error: Exception) -> SubmissionError:
    why = str(error) if isinstance(error, BadZipFile) or not str(error) else f"{type(error).__name__}: {error}"
    return SubmissionError("intake.damaged", path=source, fault=filenames.printable_name(why))


def _size(count: int) -> str:
    return f"{count / (1 << 20):,.0f} MiB" if count >= 1 << 20 else f"{count} B"
