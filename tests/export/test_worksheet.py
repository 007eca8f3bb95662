"""Laws of a site's file: it comes back as it was, or what is wrong with it is said in a line."""

import pytest
from hypothesis import given
from hypothesis.strategies import booleans, integers, lists, sampled_from, text

from autograder.errors import ExportError
from autograder.export import worksheet
from autograder.output import cells


@given(
    lists(lists(text(max_size=6), min_size=3, max_size=3), max_size=4),
    sampled_from([",", ";", "\t"]),
    sampled_from(["\n", "\r\n"]),
    booleans(),
)
def test_a_file_comes_back_as_it_was(tmp_path_factory, rows, delimiter, newline, signed):
    """Delimiter, line ends, byte order mark, rows and order survive being read and written."""
    path = tmp_path_factory.getbasetemp() / "site.csv"
    content = cells.encode([["Identifier", "Full name", "Grade"], *rows], delimiter, newline, signed)
    path.write_bytes(content)
    sheet = worksheet.read_worksheet(path)
    assert [list(row) for row in sheet.rows] == [[c.encode(errors="replace").decode() for c in row] for row in rows]
    assert sheet.encode(sheet.rows) == content


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "cannot be read"),
        (b"", "no table"),
        (b"just a line\n", "no table"),
        (b"Name,Grade\nMu\xf1oz,1\n", "UTF-8"),
        (b"a,b\n1,2,3\n", "row 2 has 3 cells"),
        (b"a,b\n1\n", "row 2 has 1 cells"),
        (b'a,b\n"1,2\n', "no whole CSV"),
    ],
)
def test_a_bad_file_is_named_with_its_fault(tmp_path, content, said):
    """Whatever is wrong with the file, one line names it."""
    path = tmp_path / "site.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ExportError, match=said) as caught:
        worksheet.read_worksheet(path)
    assert str(path) in str(caught.value)


def test_a_column_goes_by_any_of_its_names(tmp_path):
    """Case, spaces and a last full stop do not matter; two columns of one name are a fault."""
    path = tmp_path / "site.csv"
    path.write_text("Identificador,CALIFICACIÓN , Comentarios. ,x,X\n", encoding="utf-8")
    sheet = worksheet.read_worksheet(path)
    assert sheet.column(("Grade", "Calificación")) == 1
    assert sheet.column(("comentarios",)) == 2
    assert sheet.column(("Nada",)) is None
    with pytest.raises(ExportError, match="two columns 'x'"):
        sheet.column(("x",))


@given(integers(1, 5))
def test_blank_lines_stay(tmp_path_factory, count):
    """A blank line is no row that is too short."""
    path = tmp_path_factory.getbasetemp() / "blank.csv"
    path.write_bytes(b"a,b\n" + b"\n" * count + b"1,2\n")
    sheet = worksheet.read_worksheet(path)
    assert sheet.encode(sheet.rows) == path.read_bytes()
