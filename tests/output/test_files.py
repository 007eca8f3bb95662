"""Laws of writing: whole or not at all, and nothing is lost that is no earlier file of the kind."""

from pathlib import Path

import pytest

from autograder.errors import SimilarityError, SummaryError
from autograder.output.files import WriteFaults, begins_like, utf8, write_over_earlier

PAGE = "<!doctype html>\n<!-- autograder summary -->\n<p>uno"
SUMMARY = WriteFaults(SummaryError, "summary.not_written", "summary.in_the_way")
SIMILARITY = WriteFaults(SimilarityError, "similarity.not_written")


def write_page(path: Path, text: str) -> None:
    """Write a summary, over an earlier one at most."""
    write_over_earlier(path, utf8(text), SUMMARY, begins_like(text))


def test_a_summary_replaces_an_earlier_one(tmp_path):
    """Folders are made on the way, an earlier summary goes, and no draft stays."""
    path = tmp_path / "new" / "class.html"
    write_page(path, PAGE)
    write_page(path, PAGE + " \ud83d dos")
    assert path.read_text("utf-8") == PAGE + " ? dos"
    assert [found.name for found in path.parent.iterdir()] == ["class.html"]


@pytest.mark.parametrize("there", [b"", b"<!doctype html>\n<p>another", b"SQLite format 3\0\xff", b'{\n  "lab": 1}'])
def test_nothing_else_is_written_over(tmp_path, there):
    """A file that is no earlier summary is named and left as it is."""
    path = tmp_path / "gradebook.db"
    path.write_bytes(there)
    with pytest.raises(SummaryError, match=r"gradebook\.db"):
        write_page(path, PAGE)
    assert path.read_bytes() == there


def test_what_cannot_be_written_is_named(tmp_path):
    """A folder, or a place below a file, is named."""
    (tmp_path / "file").write_text("x")
    for path in (tmp_path, tmp_path / "file" / "class.html"):
        with pytest.raises(SummaryError, match=str(path)):
            write_page(path, PAGE)


def test_what_may_be_written_over_anything_names_its_own_error(tmp_path):
    """Without a test of what is there, a file gives way, and a folder is an error of the kind that was asked for."""
    path = tmp_path / "pairs.json"
    path.write_text("{}", encoding="utf-8")
    write_over_earlier(path, b"[]", SIMILARITY)
    assert path.read_bytes() == b"[]"
    with pytest.raises(SimilarityError, match=str(tmp_path)):
        write_over_earlier(tmp_path, b"[]", SIMILARITY)
