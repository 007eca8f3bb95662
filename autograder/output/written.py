"""What a comparison leaves behind: files that are written whole or not at all."""

from collections.abc import Mapping
from pathlib import Path

from autograder.errors import SimilarityError
from autograder.output.files import utf8, write_atomically


def write(folder: Path, files: Mapping[str, str]) -> list[Path]:
    """Write texts into a folder by name, over those of an earlier comparison.

    Raises SimilarityError where that is not possible.
    """
    path = folder
    try:
        for name, text in files.items():
            path = folder / name
            write_atomically(path, utf8(text))
    except OSError as error:
        raise SimilarityError("similarity.not_written", path=path, fault=error.strerror) from None
    return [folder / name for name in files]
