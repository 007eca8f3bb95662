"""Laws of counted mistakes and flags."""

from dataclasses import replace

from autograder.results.question_result import Deduction
from autograder.results.record import StudentRecord
from autograder.summary.frequencies import FlagCount, MistakeCount, count_flags, count_mistakes


def test_mistakes_are_counted_by_students(stand, answer, lab):
    """Each student counts once at each mistake of a question, the most frequent stands first."""
    class_ = [
        stand(a=answer("a", 0.5, None, (), "a_wrong", "a_worse")),
        stand(a=answer("a", 0.5, None, (), "a_worse", "a_worse")),
        stand(a=2.0, z=answer("z", 0.0, None, (), "a_worse")),
        StudentRecord(stand().person, error="roto"),
    ]
    assert count_mistakes(class_) == (
        MistakeCount("a", "a_worse", "Qué es a_worse.", 2),
        MistakeCount("a", "a_wrong", "Qué es a_wrong.", 1),
        MistakeCount("z", "a_worse", "Qué es a_worse.", 1),
    )


def test_a_mistake_counts_whom_it_cost_points(stand, answer):
    """Its price stands beside those who lose it, not those with points by hand or unexplained failures."""
    named = answer("a", 0.5, None, (), "a_wrong")
    charged = replace(named, deductions=(Deduction("a_wrong", 1.5, "serious", "", "", ()),))
    (count,) = count_mistakes([stand(a=charged), stand(a=charged), stand(a=named), stand(a=charged, manual={"a": 1.0})])
    assert (count.students, count.price, count.charged) == (4, 1.5, 2)
    assert count_mistakes([stand(a=named)])[0].price is None


def test_flags_are_counted_by_students(stand):
    """A kind of flag counts once for each student, however often it was raised."""
    class_ = [stand(flags=("printed", "printed", "no_rut")), stand(flags=("printed",)), StudentRecord(stand().person)]
    assert count_flags(class_) == (FlagCount("printed", 2), FlagCount("no_rut", 1))
