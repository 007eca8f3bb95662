"""Laws of the limits of the grader's own work: whatever spends too much is ended, and its step named."""

import re
import time
from collections.abc import Callable

import pytest

from autograder.errors import SubmissionError
from autograder.workers.limits import Step, WorkLimits, limited
from autograder.workers.pool import Workers

LITTLE = WorkLimits(seconds=0.3, memory=64 << 20)
CUBIC = re.compile(r"(\s*\s*\s*)*x")


def counts() -> None:
    """Count for ever."""
    while True:
        pass


def matches() -> None:
    """Match a pattern for ever, inside one call of the C library."""
    CUBIC.match(" " * 5000)


def goes_on() -> None:
    """Catch whatever comes, and return as if nothing had been."""
    try:
        counts()
    except BaseException:
        return


def turns_into_another() -> None:
    """Make another error of the interruption."""
    try:
        counts()
    except KeyboardInterrupt:
        raise LookupError from None


def fills() -> None:
    """Take 256 MiB, a little at a time."""
    held = [bytearray(1 << 20) for _ in range(256)]
    assert len(held) == 256


@pytest.mark.parametrize("work", [counts, matches, goes_on, turns_into_another])
def test_time_is_bounded(work: Callable[[], None]) -> None:
    """Work that would not end is ended after its seconds of processor time, whatever it makes of the interruption."""
    start = time.process_time()
    with pytest.raises(SubmissionError) as told, limited(Step.READING, LITTLE):
        work()
    assert told.value.key == "limits.reading" and told.value.values == {"limit": "0.3 s"}
    assert time.process_time() - start < 2 * LITTLE.seconds + 0.5


def test_memory_is_bounded() -> None:
    """Work that takes too much memory is ended, and what comes after has all of it again."""
    with pytest.raises(SubmissionError) as told, limited(Step.JUDGING, LITTLE):
        fills()
    assert told.value.key == "limits.judging" and told.value.values == {"limit": "64 MiB"}
    fills()


def test_what_stays_within_is_left_alone() -> None:
    """Neither results nor errors of work within its limits are touched, and nothing rings afterwards."""
    with pytest.raises(LookupError), limited(Step.REWRITING, LITTLE):
        raise LookupError
    with pytest.raises(KeyboardInterrupt), limited(Step.REWRITING, LITTLE):
        raise KeyboardInterrupt
    with limited(Step.REWRITING, LITTLE):
        value = sum(range(10))
    end = time.process_time() + 2 * LITTLE.seconds
    while time.process_time() < end:
        value += 1
    assert value > 45


def limited_work(number: int) -> str:
    """Work of which every second piece would never end."""
    try:
        with limited(Step.COMPARING, LITTLE):
            if number % 2:
                counts()
    except SubmissionError as error:
        return error.key
    return "done"


def test_a_worker_goes_on_after_a_limit() -> None:
    """A worker that has ended one task by its limits does the next, in the same process, as if nothing had been."""
    found = dict(Workers(1, "autograder.workers.limits").each(limited_work, range(4)))
    assert found == {0: "done", 1: "limits.comparing", 2: "done", 3: "limits.comparing"}
