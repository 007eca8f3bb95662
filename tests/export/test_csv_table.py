"""Laws of our own table."""

import csv
import io

from hypothesis import given
from hypothesis.strategies import data

from autograder.export import csv_table


@given(data=data())
def test_every_column_is_in_every_row(lab, classes, data):
    """A row a record, each with the same columns, and a status that says what the empty cells mean."""
    records = data.draw(classes)
    rows = list(csv.DictReader(io.StringIO(csv_table.csv_bytes(records, lab).decode(), newline="")))
    assert len(rows) == len(records)
    for row, record in zip(rows, records, strict=True):
        assert set(row) == set(csv_table.csv_columns(lab)) and None not in row.values()
        known = {"graded": row["mark"] != "", "open": row["mark"] == "", "not_graded": row["score"] == ""}
        assert known[row["status"]]
        assert (row["status"] == "not_graded") == (record.total(lab) is None)


def test_the_columns_are_documented(lab):
    """The page on exports names every column."""
    from pathlib import Path

    page = (Path(__file__).parents[2] / "docs" / "export.md").read_text("utf-8")
    named = [name for name in csv_table.csv_columns(lab) if not name.startswith("points_")]
    assert not [name for name in (*named, "points_a") if f"`{name}`" not in page]
