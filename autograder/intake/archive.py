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
from autograder.intake.file import File
from autograder.intake.limits import Allowance, Limits

ENCRYPTED = 0x1  # general purpose bits, APPNOTE 4.4.4
PIECE = 1 << 20
HEADER = b"PK\x01\x02"  # one in front of every member's description in the central directory, APPNOTE 4.3.12


@dataclass
class Unpacker:
    """Unpacks archives into a folder; `numbers` gives every file written its name."""

    folder: Path
    limits: Limits
    numbers: Iterator[int] = field(default_factory=count)

    def unpack(self, archive: File, path: Path, allowance: Allowance, depth: int = 1) -> Iterator[File]:
        """The files of an archive, those of the archives in it included; what cannot be read has a fault."""
        try:
            self._admit(archive.source, path, depth)
            with ZipFile(path) as opened:
                yield replace(archive, parts=(*archive.parts, ""), path=None)
                for info in opened.infolist():
                    if not allowance.name():
                        raise SubmissionError("intake.too_many", path=archive.source, count=self.limits.files)
                    yield from self._member(archive, opened, info, allowance, depth)
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
            found = filetypes.by_bytes(start)
            if found not in (None, "zip"):
                raise SubmissionError(f"intake.is_{found}", path=source)
            members = start.count(HEADER)
            while piece := file.read(PIECE):
                members += piece.count(HEADER)
        if members > self.limits.files:  # zipfile would read all their descriptions at once
            raise SubmissionError("intake.too_many", path=source, count=self.limits.files)

    def _member(
        self, archive: File, opened: ZipFile, info: ZipInfo, allowance: Allowance, depth: int
    ) -> Iterator[File]:
        within = filenames.parts(filenames.decoded(info))
        saved = _stamp(info)
        found = File((*archive.parts, *within), None, archive.arrived or saved, saved, next(self.numbers))
        junk = next((at for at, part in enumerate(within) if filetypes.is_junk(part)), None)
        if junk is not None:
            yield replace(found, parts=(*archive.parts, *within[:junk], ""))
        elif found.name == "" or not (filetypes.is_wanted(found.name) or _is_link(info)):
            yield found
        else:
            yield from self._written(found, opened, info, allowance, depth)

    def _written(self, found: File, opened: ZipFile, info: ZipInfo, allowance: Allowance, depth: int) -> Iterator[File]:
        nested = filetypes.is_archive(found.name)
        own = Allowance(self.limits.archive, self.limits.files, allowance) if nested else allowance
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

    def _write(self, source: str, opened: ZipFile, info: ZipInfo, path: Path, allowance: Allowance) -> None:
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
                if not allowance.take(len(piece)):
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
    return SubmissionError("intake.damaged", path=source, fault=filenames.readable(why))


def _size(count: int) -> str:
    return f"{count / (1 << 20):,.0f} MiB" if count >= 1 << 20 else f"{count} B"
