"""Laws of what goes into a site's column."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis.strategies import data, floats, sampled_from

from autograder.export.grade_column import GradeScale, format_number
from autograder.export.request import GradeUnit
from autograder.people.person import Person
from autograder.results import scoring
from autograder.results.record import StudentRecord


@given(data=data(), unit=sampled_from(GradeUnit))
def test_a_grade_is_known_exactly_when_nothing_can_change_it(lab, classes, data, unit):
    """There is a grade where the open questions, all lost or all won, make the same; and then it is that one."""
    scale = GradeScale(lab, unit)
    for record in data.draw(classes):
        opened = [question for question in lab.questions if record.points(question.id) is None]
        lost = replace(record, manual={**record.manual, **{q.id: 0.0 for q in opened}})
        won = replace(record, manual={**record.manual, **{q.id: q.points for q in opened}})
        settled = record.total(lab) is not None and scale.of(lost) == scale.of(won)
        if unit is GradeUnit.MARK:  # the mark stays open where only rounding makes the two alike
            settled = record.total(lab) is not None and GradeScale(lab, GradeUnit.POINTS).of(lost) == GradeScale(
                lab, GradeUnit.POINTS
            ).of(won)
        assert scale.of(record) == (scale.of(lost) if settled else None)
        assert (scale.text(scale.of(record)) == "") == (scale.of(record) is None)


@given(data=data())
def test_points_and_mark_say_the_same(lab, classes, data):
    """The mark is that of the points that are exported."""
    for record in data.draw(classes):
        points, mark = GradeScale(lab, GradeUnit.POINTS).of(record), GradeScale(lab, GradeUnit.MARK).of(record)
        assert mark == (None if points is None else scoring.mark_for_points(points, lab.mark))


@pytest.mark.parametrize(("points", "mark"), [(3.45, "4.5"), (3.44, "4.4"), (0.0, "1.0"), (6.0, "7.0")])
def test_marks_are_rounded_halves_upwards_to_one_decimal(lab, points, mark):
    """4.45 is 4.5."""
    scale = GradeScale(lab, GradeUnit.MARK)
    settled = StudentRecord(Person(), manual={"a": points, "f": 0.0, "z": 0.0})
    assert scale.text(scale.of(settled)) == mark


def test_bonus_points_count_only_up_to_the_top(lab):
    """Six points and a bonus are six points."""
    assert GradeScale(lab, GradeUnit.POINTS).of(StudentRecord(Person(), manual={"a": 4.0, "f": 2.0, "z": 0.5})) == 6.0


@given(floats(-1e6, 1e6))
def test_a_number_reads_back(value):
    """A number in a cell is the number to four decimals, without an exponent, and never "-0"."""
    cell = format_number(value)
    assert float(cell) == pytest.approx(value, abs=6e-5)
    assert "e" not in cell and cell != "-0"
