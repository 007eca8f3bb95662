"""Laws of what goes into a site's column."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis.strategies import data, floats, sampled_from

from autograder.export.request import Unit
from autograder.export.scale import Scale, number
from autograder.people.person import Person
from autograder.results import scoring
from autograder.results.record import Standing


@given(data=data(), unit=sampled_from(Unit))
def test_a_grade_is_known_exactly_when_nothing_can_change_it(lab, classes, data, unit):
    """There is a grade where the open questions, all lost or all won, make the same; and then it is that one."""
    scale = Scale(lab, unit)
    for standing in data.draw(classes):
        opened = [question for question in lab.questions if standing.points(question.id) is None]
        lost = replace(standing, manual={**standing.manual, **{q.id: 0.0 for q in opened}})
        won = replace(standing, manual={**standing.manual, **{q.id: q.points for q in opened}})
        settled = standing.total(lab) is not None and scale.of(lost) == scale.of(won)
        if unit is Unit.MARK:  # the mark stays open where only rounding makes the two alike
            settled = standing.total(lab) is not None and Scale(lab, Unit.POINTS).of(lost) == Scale(
                lab, Unit.POINTS
            ).of(won)
        assert scale.of(standing) == (scale.of(lost) if settled else None)
        assert (scale.text(scale.of(standing)) == "") == (scale.of(standing) is None)


@given(data=data())
def test_points_and_mark_say_the_same(lab, classes, data):
    """The mark is that of the points that are exported."""
    for standing in data.draw(classes):
        points, mark = Scale(lab, Unit.POINTS).of(standing), Scale(lab, Unit.MARK).of(standing)
        assert mark == (None if points is None else scoring.mark(points, lab.mark))


@pytest.mark.parametrize(("points", "mark"), [(3.45, "4.5"), (3.44, "4.4"), (0.0, "1.0"), (6.0, "7.0")])
def test_marks_are_rounded_halves_upwards_to_one_decimal(lab, points, mark):
    """4.45 is 4.5."""
    scale = Scale(lab, Unit.MARK)
    settled = Standing(Person(), manual={"a": points, "f": 0.0, "z": 0.0})
    assert scale.text(scale.of(settled)) == mark


def test_bonus_points_count_only_up_to_the_top(lab):
    """Six points and a bonus are six points."""
    assert Scale(lab, Unit.POINTS).of(Standing(Person(), manual={"a": 4.0, "f": 2.0, "z": 0.5})) == 6.0


@given(floats(-1e6, 1e6))
def test_a_number_reads_back(value):
    """A number in a cell is the number to four decimals, without an exponent, and never "-0"."""
    cell = number(value)
    assert float(cell) == pytest.approx(value, abs=6e-5)
    assert "e" not in cell and cell != "-0"
