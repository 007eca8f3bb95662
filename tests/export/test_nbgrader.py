"""Laws of nbgrader's table."""

from hypothesis import given
from hypothesis.strategies import data

from autograder.export import nbgrader
from autograder.export.grade_column import GradeScale
from autograder.export.request import GradeUnit
from autograder.people.person import Person


@given(data=data())
def test_a_row_a_student_and_no_zero_for_nothing(lab, classes, rows_of, data):
    """nbgrader's columns; the scores are empty where a grade is not known, the maximum never is."""
    records = data.draw(classes)
    rows = rows_of(nbgrader.nbgrader_csv(records, GradeScale(lab, GradeUnit.POINTS))[0])
    assert [row["student_id"] for row in rows] == [record.person.id for record in records]
    for row, record in zip(rows, records, strict=True):
        grade = GradeScale(lab, GradeUnit.POINTS).of(record)
        assert tuple(row) == nbgrader.COLUMNS and None not in row.values()
        assert (
            (row["score"] == "")
            == (row["raw_score"] == "")
            == (row["late_submission_penalty"] == "")
            == (grade is None)
        )
        assert grade is None or float(row["score"]) == float(row["raw_score"]) == grade
        assert row["max_score"] == "6"


def test_a_name_is_cut_only_at_its_comma(lab, stand, rows_of):
    """Nobody knows where "Ana María Soto Pérez" is to be cut."""
    people = [stand(Person("1", "Soto Pérez, Ana María")), stand(Person("2", "Ana María Soto Pérez"))]
    rows = rows_of(nbgrader.nbgrader_csv(people, GradeScale(lab, GradeUnit.POINTS))[0])
    assert [(row["last_name"], row["first_name"]) for row in rows] == [
        ("Soto Pérez", "Ana María"),
        ("Ana María Soto Pérez", ""),
    ]
