"""Laws of tasks under way: never more than there is room for, and each comes back once."""

import threading
from concurrent.futures import ThreadPoolExecutor

from hypothesis import given
from hypothesis import strategies as st

from autograder.grading.window import finished


@given(st.integers(0, 30), st.integers(1, 5), st.integers(0, 40))
def test_a_few_at_a_time_and_each_once(count: int, size: int, enough: int) -> None:
    """At most `size` are under way; each comes back once; when no more is wanted, none begins but those at hand."""
    lock, under_way, most, found = threading.Lock(), set[int](), [0], list[int]()

    def work(task: int) -> int:
        with lock:
            under_way.discard(task)
        return task * task

    with ThreadPoolExecutor(size) as workers:

        def submit(task: int):
            with lock:
                under_way.add(task)
                most[0] = max(most[0], len(under_way))
            return workers.submit(work, task)

        for task, future in finished(submit, range(count), size, lambda: len(found) < enough):
            assert future.result() == task * task
            found.append(task)
    assert most[0] <= size
    assert sorted(found) == list(range(len(found)))
    assert min(count, enough) <= len(found) <= min(count, enough + size) if enough else not found


def test_none_waits_for_who_looks_at_the_results() -> None:
    """The next task is under way before a finished one is given out."""
    begun: list[int] = []
    with ThreadPoolExecutor(1) as workers:

        def submit(task: int):
            begun.append(task)
            return workers.submit(abs, task)

        for task, _ in finished(submit, range(3), 1, lambda: True):
            assert len(begun) == min(3, task + 2)
