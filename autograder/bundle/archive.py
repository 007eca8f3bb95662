"""The zip of a bundle: the same files are the same bytes, whenever and wherever they were packed."""

import io
import zipfile

from autograder.bundle.request import ArchiveFiles

LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the first time that a zip can hold
UNIX = 3
PLAIN, EXECUTABLE = 0o100644, 0o100755


def zip_bytes(files: ArchiveFiles) -> bytes:
    """Return the bytes of a zip of files, in the order of their paths, with Unix modes."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as opened:
        for path, file in sorted(files.items()):
            entry = zipfile.ZipInfo(str(path), LONG_AGO)
            entry.create_system = UNIX
            entry.external_attr = (EXECUTABLE if file.executable else PLAIN) << 16
            opened.writestr(entry, file.content, zipfile.ZIP_DEFLATED)
    return made.getvalue()
