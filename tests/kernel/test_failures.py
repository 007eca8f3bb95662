"""Laws of failures as the student's process tells them: any answer is read, and nothing unknown gets in."""

from hypothesis import given
from hypothesis import strategies as st

from autograder.kernel.failures import MAX_FAILURES, MAX_LINE, NotebookFailures, StatementFailure, read_failures
from autograder.results.verdict import FailureCause

GOOD = {"cell": 1, "line": 2, "cause": "file", "type": "OSError", "message": "m", "passed": True}
READ = StatementFailure(9, 2, FailureCause.FILE, "OSError", "m", True)
scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from([*FailureCause])
anything = st.recursive(scalars, lambda inner: st.lists(inner) | st.dictionaries(scalars, inner), max_leaves=8)
entries = st.fixed_dictionaries({}, optional={key: anything | st.just(value) for key, value in GOOD.items()})
answers = st.fixed_dictionaries(
    {"failures": st.lists(entries | anything), "unseen": st.dictionaries(scalars, st.integers(-1, 5) | scalars)}
)


@given(anything | answers)
def test_any_answer_is_read(answer):
    """Whatever the process says, each failure has a known cell and cause, and each unseen name one of the failures."""
    read = read_failures(answer, {0: 4, 1: 9})
    for failure in read.failures:
        assert failure.cell in (4, 9)
        assert type(failure.cause) is FailureCause
        assert 0 <= failure.line < MAX_LINE
        assert len(failure.type) <= 200
        assert len(failure.message) <= 500
    assert all(type(name) is str and failure in read.failures for name, failure in read.unseen.items())


def test_what_is_good_is_kept():
    """A failure in the right form is read with its cell's index, beside others that make no sense."""
    assert read_failures({"failures": [None, GOOD], "unseen": {"text": 1, "x": 0, "y": True}}, {1: 9}) == (
        NotebookFailures((READ,), {"text": READ})
    )
    assert read_failures({"failures": [GOOD]}, {0: 4}) == NotebookFailures()
    many = read_failures({"failures": [GOOD] * (2 * MAX_FAILURES)}, {1: 9})
    assert len(many.failures) == MAX_FAILURES
