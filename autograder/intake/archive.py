"""Zips, unpacked without trusting them: no name in one is ever a path, and no size that one declares is believed.

Members are written under numbers of our own, so that there is no name which could lead out of the folder, collide with
another or be too long, and no link. Only deflated and stored members are read: other methods of compression take as
much memory as the archive likes.
"""

import stat
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from io import FileIO
from itertools import count
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from autograder.errors import SubmissionError
from autograder.intake import filenames, filetypes
from autograder.intake.file import SubmittedFile
from autograder.notebook.submission import MAX_BYTES

ENCRYPTED = 0x1  # general purpose bits, APPNOTE 4.4.4
PIECE = 1 << 20
PART_BYTES = 8  # an archive, or a large file, may take this part of the room that is left around it
PART_FILES = 4  # and an archive that of the files
HEADER = b"PK\x01\x02"  # one in front of every member's description in the central directory, APPNOTE 4.3.12


@dataclass(frozen=True)
class UnpackLimits:
    """Limits on what archives may expand to, the same for each, wherever it lies; sizes are bytes on disk.

    `file` is for a single file and `whole` for all that is unpacked. An archive with all that is in it may take
    `archive` bytes, or `dense` times its own size where that is more, and hold `members`, `files` of which are
    unpacked; one with `faults` that cannot be is given up. `depth` counts archives in archives. A file of more than
    `unsuspected` bytes may be `ratio` times as large as when packed. `directory` is for the list of an archive's
    members, which has to be read at once.
    """

    file: int = MAX_BYTES
    archive: int = 512 << 20
    whole: int = 64 << 30
    members: int = 400_000
    files: int = 20_000
    faults: int = 100
    depth: int = 4
    ratio: int = 200
    dense: int = 50
    unsuspected: int = 32 << 20
    directory: int = 32 << 20


@dataclass
class UnpackBudget:
    """How many bytes, members and files may still be unpacked, here and in the archives around this one.

    `packed` is how much of the archive itself may still be read, since members that overlap read some of it twice, and
    `faults` how many of its files may still be faulty.
    """

    bytes: int
    members: int
    files: int
    packed: int = 0
    faults: int = 0
    above: "UnpackBudget | None" = None

    def take(self, size: int) -> None:
        """Count bytes that are written; what is deleted again does not come back, or it could be written for ever."""
        self.bytes -= size
        if self.above is not None:
            self.above.take(size)

    def room(self) -> int:
        """Return how many bytes may still be written."""
        return self.bytes if self.above is None else min(self.bytes, self.above.room())

    def list(self, members: int) -> bool:
        """Count the members of an archive that is to be opened, and return whether there may be so many."""
        self.members -= members
        fits = self.above is None or self.above.list(members)
        return fits and self.members >= 0

    def begin(self) -> bool:
        """Count a file that is to be unpacked, and return whether there may be so many."""
        self.files -= 1
        fits = self.above is None or self.above.begin()
        return fits and self.files >= 0

    def within(self, size: int, limits: UnpackLimits) -> "UnpackBudget":
        """Return the budget of an archive of a size in here: a part of what is left, so that no one takes all of it."""
        room = min(max(limits.archive, limits.dense * size), self.room() // PART_BYTES)
        members, files = self.members // PART_FILES, self.files // PART_FILES
        return UnpackBudget(
            room, min(limits.members, members), min(limits.files, files), size, limits.faults, above=self
        )


class _ShortReads(FileIO):
    """A file of which no more than `most` bytes are read at once, whatever its own tables say of their length."""

    most = 0

    def read(self, size: int | None = -1, /) -> bytes:
        if size is None or size > self.most:
            raise BadZipFile("its directory is too long")
        return super().read(size)


@dataclass
class Unpacker:
    """Unpacks archives into a folder; each file is written under the next of `numbers`."""

    folder: Path
    limits: UnpackLimits
    numbers: Iterator[int] = field(default_factory=count)

    def unpack(
        self, archive: SubmittedFile, path: Path, around: UnpackBudget, depth: int = 1
    ) -> Iterator[SubmittedFile]:
        """The files of an archive, those of the archives in it included; what cannot be read has a fault.

        `around` is the budget of what the archive lies in.
        """
        try:
            budget = around.within(path.stat().st_size, self.limits)
            self._admit(archive.source, path, budget, depth)
            with _ShortReads(path) as file:
                file.most = self.limits.directory
                with ZipFile(file) as opened:
                    yield replace(archive, parts=(*archive.parts, ""), path=None)
                    yield from self._members(archive, opened, budget, depth)
        except SubmissionError as error:
            yield replace(archive, path=None, fault=error.without_frames())
        except Exception as error:  # zipfile raises whatever a broken archive makes it stumble over
            yield replace(archive, path=None, fault=_damaged(archive.source, error))

    def _admit(self, source: str, path: Path, budget: UnpackBudget, depth: int) -> None:
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
        most = budget.members
        if not budget.list(members):  # zipfile would read all their descriptions at once
            raise SubmissionError("intake.too_many", path=source, count=most)

    def _members(
        self, archive: SubmittedFile, opened: ZipFile, budget: UnpackBudget, depth: int
    ) -> Iterator[SubmittedFile]:
        seen = set[tuple[str, ...]]()  # folders of junk, each named once
        most = budget.files
        for info in opened.infolist():
            within = filenames.member_path(filenames.member_name(info))
            saved = _stamp(info)
            found = SubmittedFile((*archive.parts, *within), None, archive.arrived or saved, saved, next(self.numbers))
            junk = next((within[:at] for at, part in enumerate(within) if filetypes.is_junk(part)), None)
            if junk is not None:
                if junk not in seen:
                    yield replace(found, parts=(*archive.parts, *junk, ""))
                seen.add(junk)
            elif found.name == "" or not (filetypes.is_wanted(found.name) or _is_link(info)):
                yield found
            elif not budget.begin():
                raise SubmissionError("intake.too_many", path=archive.source, count=most)
            elif budget.faults <= 0:
                raise SubmissionError("intake.given_up", path=archive.source, count=self.limits.faults)
            else:
                yield from self._written(found, opened, info, budget, depth)

    def _written(
        self, found: SubmittedFile, opened: ZipFile, info: ZipInfo, budget: UnpackBudget, depth: int
    ) -> Iterator[SubmittedFile]:
        path = self.folder / f"{found.place:08d}"
        try:
            self._write(found.source, opened, info, path, budget)
        except SubmissionError as error:
            path.unlink(missing_ok=True)
            budget.faults -= 1
            yield replace(found, fault=error.without_frames())
        except Exception as error:  # zipfile and zlib again, and a disk that is full
            path.unlink(missing_ok=True)
            budget.faults -= 1
            yield replace(found, fault=_damaged(found.source, error))
        else:
            if not filetypes.is_archive(found.name):
                yield replace(found, path=path)
                return
            yield from self.unpack(found, path, budget, depth + 1)
            path.unlink(missing_ok=True)

    def _write(self, source: str, opened: ZipFile, info: ZipInfo, path: Path, budget: UnpackBudget) -> None:
        """Write one member, or raise SubmissionError; no more is read than it may have."""
        if _is_link(info):
            raise SubmissionError("intake.link", path=source)
        if info.flag_bits & ENCRYPTED:
            raise SubmissionError("intake.encrypted", path=source)
        if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise SubmissionError("intake.method", path=source, method=info.compress_type)
        part = max(self.limits.unsuspected, min(self.limits.ratio * info.compress_size, budget.room() // PART_BYTES))
        most = min(part, self.limits.file)
        if info.file_size > most:  # zipfile reads no more than a member declares
            raise SubmissionError("intake.expands", path=source, bytes=_size(most))
        if info.file_size > budget.room():
            raise SubmissionError("intake.no_room", path=source)
        if info.compress_size > budget.packed:
            raise SubmissionError("intake.overlaps", path=source)
        budget.packed -= info.compress_size
        with opened.open(info) as member, path.open("xb") as file:
            while piece := member.read(PIECE):
                budget.take(len(piece))
                if budget.room() < 0:
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
    return f"{count / (1 << 20):.0f} MiB" if count >= 1 << 20 else f"{count} B"
