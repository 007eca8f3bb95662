"""Laws of a bundle's zip."""

import io
import stat
import zipfile
from pathlib import PurePosixPath

from hypothesis import given
from hypothesis.strategies import binary, booleans, builds, dictionaries, text

from autograder.bundle.archive import zip_bytes
from autograder.bundle.request import ArchiveFile

NAMES = text("abcÑñ_. -", min_size=1).map(lambda name: PurePosixPath(f"f{name}"))
PIECES = builds(ArchiveFile, binary(), booleans())


@given(dictionaries(NAMES, PIECES, max_size=5))
def test_a_zip_holds_what_went_in(files):
    """Every file comes out with its bytes, and with the mode of a program where it is one."""
    with zipfile.ZipFile(io.BytesIO(zip_bytes(files))) as opened:
        assert sorted(opened.namelist()) == sorted(map(str, files))
        for path, piece in files.items():
            mode = opened.getinfo(str(path)).external_attr >> 16
            assert opened.read(str(path)) == piece.content
            assert stat.S_ISREG(mode) and bool(mode & stat.S_IXUSR) == piece.executable


@given(dictionaries(NAMES, PIECES, max_size=5))
def test_the_same_files_are_the_same_bytes(files):
    """Neither the order in which files are given nor the time of day leaves a trace."""
    assert zip_bytes(files) == zip_bytes(dict(reversed(files.items())))
    assert b"PK" in zip_bytes(files)
    with zipfile.ZipFile(io.BytesIO(zip_bytes(files))) as opened:
        assert {entry.date_time for entry in opened.infolist()} <= {(1980, 1, 1, 0, 0, 0)}
