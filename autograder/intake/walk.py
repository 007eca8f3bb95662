"""Everything behind some paths: folders and archives are opened, and archives within them; no link is followed."""

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from autograder.errors import SubmissionError
from autograder.intake import filenames, filetypes
from autograder.intake.archive import UnpackBudget, Unpacker, UnpackLimits
from autograder.intake.file import SubmittedFile

MOST_ARCHIVES = 20  # as many times what one archive may hold may all that is unpacked hold


def find_files(paths: Sequence[Path], scratch: Path, limits: UnpackLimits) -> Iterator[SubmittedFile]:
    """Yield the files behind some paths, in order; unpacked files are written into `scratch`.

    Raises SubmissionError where a path does not exist.
    """
    unpacker = Unpacker(scratch, limits)
    whole = UnpackBudget(limits.whole, MOST_ARCHIVES * limits.members, MOST_ARCHIVES * limits.files)
    all_given = {_given(path): path for path in paths}  # each once, however often it was given
    known = Counter(given.name for given in all_given)
    for given, path in all_given.items():
        name = filenames.printable_name(given.name if known[given.name] == 1 else str(path))
        if given.is_dir():
            yield from _folder(given, name, unpacker, whole)
            continue
        file = _file((name,), given, next(unpacker.numbers))
        if file.path is not None and filetypes.is_archive(given.name):
            yield from unpacker.unpack(file, given, whole)
        else:
            yield file


def _given(path: Path) -> Path:
    """A path that was given; a link that is given by name is meant."""
    try:
        return path.resolve(strict=True)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        raise SubmissionError("submission.missing", path=path) from None
    except (OSError, RuntimeError) as error:
        raise SubmissionError("submission.unreadable", path=path, fault=error) from None


def _folder(top: Path, name: str, unpacker: Unpacker, whole: UnpackBudget) -> Iterator[SubmittedFile]:
    closed: list[OSError] = []
    for folder, below, files in os.walk(top, onerror=closed.append):
        below[:] = sorted(each for each in below if not filetypes.is_junk(each))
        within = Path(folder).relative_to(top).parts[: filenames.DEEPEST]
        parts = (name, *map(filenames.printable_name, within))
        yield SubmittedFile((*parts, ""), place=next(unpacker.numbers))
        links = [each for each in below if (Path(folder) / each).is_symlink()]
        for each in sorted(each for each in [*files, *links] if not filetypes.is_junk(each)):
            found = _file((*parts, filenames.printable_name(each)), Path(folder) / each, next(unpacker.numbers))
            if found.fault is None and found.path is not None and filetypes.is_archive(each):
                yield from unpacker.unpack(found, found.path, whole)
            else:
                yield found
    for error in closed:
        within = Path(error.filename).relative_to(top).parts
        parts = (name, *map(filenames.printable_name, within))
        fault = SubmissionError("submission.unreadable", path="/".join(parts), fault=error.strerror)
        yield SubmittedFile(parts, place=next(unpacker.numbers), fault=fault)


def _file(parts: tuple[str, ...], path: Path, place: int) -> SubmittedFile:
    source = "/".join(parts)
    try:
        fault = None if path.is_file() else SubmissionError("intake.special", path=source)
        if path.is_symlink():
            fault = SubmissionError("intake.link", path=source)
        elif fault is None:
            path.open("rb").close()
    except (OSError, ValueError, OverflowError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        return SubmittedFile(parts, place=place, fault=SubmissionError("submission.unreadable", path=source, fault=why))
    return SubmittedFile(parts, None if fault else path, place=place, fault=fault)
