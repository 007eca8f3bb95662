"""Laws of a lab's rubric: what severities cost, and what `lab.toml` may say of them."""

import pytest
from pydantic import TypeAdapter, ValidationError

from autograder.lab.declaration import Question
from autograder.lab.rubric import Rubric, Severity

ASKED = Question("d", "Head", "code", 1.5)


def test_a_severity_is_a_part_of_the_questions_points() -> None:
    """Each severity takes its part, points are points, and nothing takes more than the question has."""
    rubric = Rubric()
    assert [rubric.points(severity, ASKED) for severity in Severity] == [0.15, 0.45, 0.9, 1.5]
    assert (rubric.points(1.2, ASKED), rubric.points(9.0, ASKED)) == (1.2, 1.5)


@pytest.mark.parametrize("table", [{"slight": 1.5}, {"whole": -1}, {"slight": 0.5}, {"unexplained": "x"}, {"grave": 1}])
def test_a_rubric_that_makes_no_sense_is_refused(table: dict[str, object]) -> None:
    """Parts lie between 0 and 1, a graver mistake costs no less, and there are no other keys."""
    with pytest.raises(ValidationError):
        TypeAdapter(Rubric).validate_python(table)
