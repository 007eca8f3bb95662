"""Laws of where a bundle is written."""

from pathlib import Path, PurePosixPath

import pytest

from autograder.bundle import wheel
from autograder.bundle.archive import zip_bytes
from autograder.bundle.files import write_bundle
from autograder.bundle.request import ArchiveFile
from autograder.errors import BundleError

FILES = {PurePosixPath(wheel.NAME): ArchiveFile(b"x"), PurePosixPath("setup.sh"): ArchiveFile(b"y", executable=True)}


def test_an_earlier_bundle_is_replaced(tmp_path: Path) -> None:
    """A bundle is written over one of any version, and folders on the way are made."""
    path = tmp_path / "build" / "año" / "x.zip"
    write_bundle({PurePosixPath("gpt_lab_autograder-0.0.1-py3-none-any.whl"): ArchiveFile(b"old")}, path)
    write_bundle(FILES, path)
    assert path.read_bytes() == zip_bytes(FILES)
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("content", [b"", b"id = 'x'", zip_bytes({PurePosixPath("Ana/lab.ipynb"): ArchiveFile(b"{}")})])
def test_nothing_else_is_overwritten(tmp_path: Path, content: bytes) -> None:
    """A file that is no bundle, a class's zip included, stays as it is, and the fault names it."""
    path = tmp_path / "notes.zip"
    path.write_bytes(content)
    with pytest.raises(BundleError, match=r"notes\.zip"):
        write_bundle(FILES, path)
    assert path.read_bytes() == content


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    """A folder in the way, and a file where a folder should be, are named."""
    with pytest.raises(BundleError, match=str(tmp_path)):
        write_bundle(FILES, tmp_path)
    (tmp_path / "file").write_text("")
    with pytest.raises(BundleError, match="file"):
        write_bundle(FILES, tmp_path / "file" / "x.zip")
