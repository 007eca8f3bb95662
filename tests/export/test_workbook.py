"""Laws of the workbook: numbers are numbers, texts are texts, and what is not known is empty."""

import io

import openpyxl
from hypothesis import given, settings
from hypothesis.strategies import data

from autograder.export import csv_table, workbook
from autograder.output.text import printable
from autograder.people.person import Person


@settings(max_examples=40)
@given(data=data())
def test_no_cell_is_a_formula(lab, classes, data):
    """Every text is a text and every number a number, in the file as a spreadsheet reads it."""
    records = data.draw(classes)
    book = openpyxl.load_workbook(io.BytesIO(workbook.workbook_bytes(records, lab)))
    marks, questions = book.worksheets
    assert {
        cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None
    } <= {
        "s",
        "n",
    }
    rows = [[cell.value for cell in row] for row in marks.iter_rows()]
    for row, expected in zip(rows[1:], csv_table.csv_rows(records, lab), strict=True):
        for cell, value in zip(row, expected, strict=True):
            if isinstance(value, str):
                assert (cell or "") == printable(value)
            else:
                assert cell == value
    assert [cell.value for cell in questions["A"]][1:] == [question.id for question in lab.questions]


def test_a_text_that_no_cell_holds_is_cut(lab, stand):
    """A cell holds 32,767 signs; what is longer ends in an ellipsis."""
    book = openpyxl.load_workbook(io.BytesIO(workbook.workbook_bytes([stand(Person(name="x" * 40_000))], lab)))
    name = book.worksheets[0]["B2"].value
    assert len(name) == 32_767 and name.endswith("x…")


def test_it_can_be_read_with_the_eye(lab, stand):
    """The header stays in sight, and columns are as wide as what they hold."""
    marks = openpyxl.load_workbook(io.BytesIO(workbook.workbook_bytes([stand(a=1.0)], lab))).worksheets[0]
    assert marks.freeze_panes == "C2"
    assert marks.column_dimensions["F"].width >= len("a.ipynb")


def test_a_question_has_a_mean_of_what_is_known(lab, stand):
    """What waits for a person is counted as waiting, and not in the mean."""
    book = openpyxl.load_workbook(io.BytesIO(workbook.workbook_bytes([stand(a=1.0), stand(a=2.0), stand()], lab)))
    rows = {row[0]: row for row in book.worksheets[1].iter_rows(min_row=2, values_only=True)}
    assert rows["a"][5:] == (2, 1, 1.5)
    assert rows["f"][5:] == (0, 3, None)
