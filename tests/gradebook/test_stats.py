"""Laws of a class in numbers: everybody is counted once, and what nobody knows is in no mean."""

import statistics

import pytest
from hypothesis import given, settings
from hypothesis.strategies import fixed_dictionaries, floats, integers, lists, none, one_of, sampled_from

from autograder.gradebook.stats import class_stats, distribution
from autograder.people.person import Person
from autograder.results.record import StudentRecord

points = fixed_dictionaries({"a": none() | sampled_from([0.0, 1.0, 2.0]), "f": none() | sampled_from([0.0, 1.0])})
states = one_of(points, sampled_from(["absent", "error", "doubt"]))


@pytest.fixture(scope="module")
def record(result):
    """Makes the record of a student from points, or of one who has none."""

    def make(state):
        if isinstance(state, str):
            error = {"absent": "", "error": "murió", "doubt": "dos archivos"}[state]
            return StudentRecord(Person(), error=error, in_doubt=state == "doubt")
        return StudentRecord(Person(), "lab.ipynb", result(**state, z=0.0))

    return make


@settings(deadline=None, max_examples=50)
@given(lists(states, max_size=6))
def test_everybody_is_counted_once(record, asked, class_):
    """Each student is graded, or met an error, or is absent; who waits is one of the graded."""
    found = class_stats([record(state) for state in class_], asked)
    graded = [state for state in class_ if isinstance(state, dict)]
    assert (found.students, found.graded) == (len(class_), len(graded))
    counts = (found.errors, found.doubts, found.absent)
    assert counts == tuple(class_.count(state) for state in ("error", "doubt", "absent"))
    assert found.waiting == sum(None in state.values() for state in graded)


@settings(deadline=None, max_examples=50)
@given(lists(states, max_size=6))
def test_a_mean_is_of_what_is_known(record, asked, class_):
    """Shares are of those whose points are known, sums and marks of those for whom nothing is open."""
    found = class_stats([record(state) for state in class_], asked)
    graded = [state for state in class_ if isinstance(state, dict)]
    known = [state["a"] for state in graded if state["a"] is not None]
    a = found.questions[0]
    assert (a.known, a.waiting) == (len(known), len(graded) - len(known))
    assert a.share == (pytest.approx(statistics.mean(known) / 2) if known else None)
    assert a.passed == (pytest.approx(known.count(2.0) / len(known)) if known else None)
    whole = [sum(state.values()) for state in graded if None not in state.values()]
    assert (found.points.mean if found.points else None) == (pytest.approx(statistics.mean(whole)) if whole else None)
    assert (found.marks.count if found.marks else 0) >= len(whole)


@given(lists(floats(1, 7), min_size=1, max_size=9), integers(1, 3))
def test_quartiles_stand_in_order(values, times):
    """Lowest, quartiles and highest are in order, and the same marks twice have the same median."""
    found = distribution(values)
    assert found.low <= found.first <= found.median <= found.third <= found.high
    assert found.median == statistics.median(values)
    assert distribution(values * times).median == pytest.approx(found.median)


def test_an_empty_class_has_no_mean(asked):
    """Where nobody is, nothing is 0 but counts."""
    found = class_stats([], asked)
    assert (found.points, found.marks) == (None, None)
    assert all((q.share, q.passed, q.known) == (None, None, 0) for q in found.questions)


def test_points_by_hand_count(book, graded, asked):
    """The numbers of a class are those of its records: with what people gave."""
    from autograder.gradebook.manual import ManualPoints

    book.record(graded(Person(id="1"), a=2.0, f=None, z=0.0))
    assert book.stats(asked).points is None
    book.give(asked, "1", ManualPoints("f", 1.0, "Inés"), graded().time)
    found = book.stats(asked)
    assert (found.points.mean, found.marks.mean, found.waiting) == (3.0, 4.0, 0)
