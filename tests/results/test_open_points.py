"""Who has more open points than the class."""

from types import SimpleNamespace

from autograder.results.open_points import ClassOpenPoints


def result(*scores: float | None) -> SimpleNamespace:
    """A result of one question whose checks are worth half a point each."""
    checks = [SimpleNamespace(points=0.5, score=score) for score in scores]
    return SimpleNamespace(questions={"a": SimpleNamespace(checks=checks)})


def test_who_has_more_than_the_median_is_marked() -> None:
    """Open points are those of checks without a verdict; they are marked where they exceed the class's median."""
    none, half, more = result(0.5, 0.0), result(None, 0.5), result(None, None)
    found = ClassOpenPoints.of([none, half, half, more, None])
    assert (found.median, found.most) == (0.5, 1.0)
    assert [found.text(one) for one in (none, half, more, None)] == ["", "0.5", "1 ↑", ""]


def test_a_class_without_results_has_none() -> None:
    """Where nothing was graded there is no median to compare with."""
    assert ClassOpenPoints.of([None]) == ClassOpenPoints(0.0, 0.0)
