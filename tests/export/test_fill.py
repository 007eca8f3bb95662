"""Laws of filling one column: what the site says is not lost, and nothing is written where nothing is known."""

import pytest
from hypothesis import given
from hypothesis.strategies import data, sampled_from

from autograder.export import worksheet
from autograder.export.fill import fill_column, parse_number
from autograder.export.grade_column import GradeScale
from autograder.export.request import GradeUnit
from autograder.messages import catalogue

OLD = ("", "-", "3.5", "4,00", "EX", "N/A", "Competente")


@given(data=data(), old=sampled_from(OLD))
def test_only_what_is_known_is_written(tmp_path_factory, lab, classes, data, old):
    """A cell gets the grade where there is one and no word stands there; else it is what it was, and that is said."""
    path = tmp_path_factory.getbasetemp() / "fill.csv"
    path.write_text(f"who,grade\nAna,{old.replace(',', '.')}\n", encoding="utf-8")
    old = old.replace(",", ".")
    scale = GradeScale(lab, GradeUnit.MARK)
    record = data.draw(classes)[0]
    done = fill_column(worksheet.read_worksheet(path), 1, {0: record}, scale, ())
    cell, grade = done.rows[0][1], scale.of(record)
    said = " ".join(note.render(catalogue("en")) for note in done.notes)
    if grade is None or old in ("EX", "N/A", "Competente"):
        assert cell == ("" if old == "-" else old)
        assert not done.graded
        assert old in ("", "-") or old in said
    else:
        assert cell == f"{grade:.1f}"
        assert old in ("", "-") or float(old) == grade or old in said


def test_what_the_site_does_not_read_back_is_safe(tmp_path, lab):
    """A name that is a formula is made a text; the cells that the site reads stay exactly."""
    path = tmp_path / "fill.csv"
    path.write_text("who,note,grade\n=1+1,=2,\n", encoding="utf-8")
    assert fill_column(worksheet.read_worksheet(path), 2, {}, GradeScale(lab, GradeUnit.MARK), {0}).rows == [
        ["'=1+1", "=2", ""]
    ]


@pytest.mark.parametrize(
    ("cell", "value"), [("7", 7), ("7,00", 7), ("1.000,50", 1000.5), ("1,000.50", 1000.5), ("EX", None), ("", None)]
)
def test_numbers_of_either_country_are_read(cell, value):
    """A point or a comma stands before the decimals."""
    assert parse_number(cell) == value
