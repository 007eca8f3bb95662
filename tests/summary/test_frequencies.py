"""Laws of frequent mistakes."""

from autograder.results.record import Standing
from autograder.summary.frequencies import Frequent, frequent


def test_mistakes_are_counted_by_students(stand, answer, lab):
    """Each student counts once at each mistake of a question, the most frequent stands first."""
    class_ = [
        stand(a=answer("a", 0.5, None, (), "a_wrong", "a_worse")),
        stand(a=answer("a", 0.5, None, (), "a_worse", "a_worse")),
        stand(a=2.0, z=answer("z", 0.0, None, (), "a_worse")),
        Standing(stand().person, error="roto"),
    ]
    assert frequent(class_) == (
        Frequent("a", "a_worse", "Qué es a_worse.", 2),
        Frequent("a", "a_wrong", "Qué es a_wrong.", 1),
        Frequent("z", "a_worse", "Qué es a_worse.", 1),
    )
