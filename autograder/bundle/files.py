"""Writes a bundle to disk: whole or not at all, and over nothing but an earlier bundle."""

import zipfile
from pathlib import Path, PurePosixPath

from autograder.bundle.archive import zip_bytes
from autograder.bundle.request import ArchiveFiles
from autograder.bundle.wheel import PROJECT
from autograder.errors import BundleError
from autograder.output.files import WriteFaults, write_over_earlier

MARK = f"*{PROJECT.replace('-', '_')}-*"  # each bundle holds this project in a file of this name

FAULTS = WriteFaults(BundleError, "bundle.not_written", "bundle.in_the_way")


def write_bundle(files: ArchiveFiles, path: Path) -> None:
    """Write a bundle as a zip, over nothing but an earlier one.

    Raises BundleError where something else stands there, or it cannot be written.
    """
    write_over_earlier(path, zip_bytes(files), FAULTS, _is_bundle)


def _is_bundle(path: Path) -> bool:
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as opened:
        return any(PurePosixPath(name).match(MARK) for name in opened.namelist())
