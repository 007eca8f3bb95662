"""Laws of what a machine has for grading: never more at once than there is room for, and one at least."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.doctor import capacity


@given(st.floats(1e-3, 1e9))
def test_as_many_as_fit_if_each_takes_all(limit: float) -> None:
    """There are no more than cores, one at least, and more than one only where all of them fit into memory."""
    found, before = capacity.default_jobs(limit), capacity.available_memory()
    assert 1 <= found <= capacity.available_cores() <= (os.cpu_count() or 1)
    after = capacity.available_memory()
    if found > 1 and before is not None and after is not None:
        assert found * limit <= 1.25 * max(before, after)  # others take and give back meanwhile


def test_without_memory_to_speak_of_there_is_one() -> None:
    """A submission that may take more than there is gets the machine to itself."""
    assert capacity.default_jobs(1e15) == 1 or capacity.available_memory() is None


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="the system does not tell cores apart")
def test_cores_are_those_of_this_process() -> None:
    """Cores that belong to others do not count."""
    mine = os.sched_getaffinity(0)
    try:
        os.sched_setaffinity(0, {min(mine)})
        assert capacity.available_cores() == capacity.default_jobs(1e-6) == 1
    finally:
        os.sched_setaffinity(0, mine)
