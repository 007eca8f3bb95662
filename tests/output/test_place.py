"""Laws of writing: whole or not at all, and nothing is lost that is no earlier summary."""

import pytest

from autograder.errors import SummaryError
from autograder.output import place

PAGE = "<!doctype html>\n<!-- autograder summary -->\n<p>uno"


def test_a_summary_replaces_an_earlier_one(tmp_path):
    """Folders are made on the way, an earlier summary goes, and no draft stays."""
    path = tmp_path / "new" / "class.html"
    place.write(path, PAGE)
    place.write(path, PAGE + " \ud83d dos")
    assert path.read_text("utf-8") == PAGE + " ? dos"
    assert [found.name for found in path.parent.iterdir()] == ["class.html"]


@pytest.mark.parametrize("there", [b"", b"<!doctype html>\n<p>another", b"SQLite format 3\0\xff", b'{\n  "lab": 1}'])
def test_nothing_else_is_written_over(tmp_path, there):
    """A file that is no earlier summary is named and left as it is."""
    path = tmp_path / "gradebook.db"
    path.write_bytes(there)
    with pytest.raises(SummaryError, match=r"gradebook\.db"):
        place.write(path, PAGE)
    assert path.read_bytes() == there


def test_what_cannot_be_written_is_named(tmp_path):
    """A folder, or a place below a file, is named."""
    (tmp_path / "file").write_text("x")
    for path in (tmp_path, tmp_path / "file" / "class.html"):
        with pytest.raises(SummaryError, match=str(path)):
            place.write(path, PAGE)
