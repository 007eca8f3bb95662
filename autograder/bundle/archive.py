"""Writes the zip of a bundle, with the same bytes for the same files, whenever and wherever they are packed."""

import io
import zipfile

from autograder.bundle.request import ArchiveFiles

LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the first time that a zip can hold
UNIX = 3
PLAIN, EXECUTABLE = 0o100644, 0o100755


def zip_bytes(files: ArchiveFiles) -> bytes:
    """Return the bytes of a zip of files, in the order of their paths, with Unix modes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path, file in sorted(files.items()):
            entry = zipfile.ZipInfo(str(path), LONG_AGO)
            entry.create_system = UNIX
            entry.external_attr = (EXECUTABLE if file.executable else PLAIN) << 16
            archive.writestr(entry, file.content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
