"""Laws of flags."""

from autograder.results.record import Standing
from autograder.summary.raised import Raised, raised


def test_flags_are_counted_by_students(stand):
    """A kind of flag counts once for each student, however often it was raised."""
    class_ = [stand(flags=("printed", "printed", "no_rut")), stand(flags=("printed",)), Standing(stand().person)]
    assert raised(class_) == (Raised("printed", 2), Raised("no_rut", 1))
