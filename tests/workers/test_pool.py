"""Laws of work on a pool: everything is done once, and who kills a worker costs only himself."""

import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.workers.pool import Workers, finished

MANY = 12


def square(number: int) -> int:
    """Work that needs no time."""
    return number * number


def deadly(victims: tuple[int, ...], number: int) -> int:
    """Work that kills its worker on some tasks."""
    if number in victims:
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(0.01)
    return number


def deadly_once(folder: Path, number: int) -> int:
    """Work that kills its worker the first time that it is given a task."""
    mark = folder / str(number)
    if not mark.exists():
        mark.touch()
        os._exit(1)
    return number


def broken(number: int) -> int:
    """Work that fails."""
    raise LookupError(number)


def counted(folder: Path, number: int) -> int:
    """Work that notes when it was done."""
    (folder / f"{number}").touch()
    return number


@pytest.mark.parametrize("jobs", [0, 1, 3, 99])
def test_everything_is_done_once(jobs: int) -> None:
    """Each task comes back once with its own result, however many workers there are."""
    found = list(Workers(jobs).each(square, range(MANY)))
    assert sorted(found) == [(number, number * number) for number in range(MANY)]


def test_nothing_to_do_is_done() -> None:
    """Where there is no task, nothing is started and nothing comes."""
    assert list(Workers(3).each(square, [])) == []


@pytest.mark.parametrize("victims", [(0,), (MANY - 1,), (2, 3, 7)])
def test_who_kills_a_worker_costs_only_himself(victims: tuple[int, ...]) -> None:
    """None comes of a task that kills its worker every time, and the results of all others are there."""
    found = dict(Workers(3).each(partial(deadly, victims), range(MANY)))
    assert found == {number: None if number in victims else number for number in range(MANY)}


def test_a_death_among_those_that_are_started_stops_nothing() -> None:
    """One that dies at once, while others of its pool are still being started, keeps nobody waiting."""
    for _ in range(5):
        found = dict(Workers(10).each(partial(deadly, (0,)), range(10)))
        assert found == {number: number or None for number in range(10)}


def test_a_death_by_chance_is_forgiven(tmp_path: Path) -> None:
    """A task is tried once more, by itself, before it is given up."""
    assert dict(Workers(2).each(partial(deadly_once, tmp_path), range(3))) == {number: number for number in range(3)}


def test_an_error_of_the_work_is_the_callers() -> None:
    """What the work raises reaches who asked for it."""
    with pytest.raises(LookupError):
        list(Workers(2).each(broken, range(3)))


def test_tasks_are_drawn_as_they_are_needed() -> None:
    """No task is drawn before there is a worker for it, so that few are held in memory at a time."""
    drawn: list[int] = []

    def tasks():
        for number in range(MANY):
            drawn.append(number)
            yield number

    for done, _ in enumerate(Workers(2).each(square, tasks()), start=1):
        assert len(drawn) <= done + 2


def test_nothing_more_is_begun_when_no_more_is_wanted(tmp_path: Path) -> None:
    """Once no more is wanted, what is at hand is finished and comes back, and nothing else is begun."""
    found: list[int] = []
    for task, result in Workers(2).each(partial(counted, tmp_path), range(MANY), lambda: len(found) < 3):
        assert task == result
        found.append(task)
    assert 3 <= len(found) < MANY and sorted(found) == sorted(int(path.name) for path in tmp_path.iterdir())


def test_workers_leave_interruptions_alone() -> None:
    """An interruption from the terminal reaches every process of the group; only the first one is to act on it."""
    assert list(Workers(1).each(interrupted, [1])) == [(1, 1)]


def interrupted(number: int) -> int:
    """Work in whose middle the worker is interrupted."""
    os.kill(os.getpid(), signal.SIGINT)
    return number


def card(number: int) -> tuple[int, str | None]:
    """Work that tells its process and the GPU that this may see."""
    time.sleep(0.05)
    return os.getpid(), os.environ.get("CUDA_VISIBLE_DEVICES")


@pytest.mark.parametrize(("told", "cards"), [("4,7", {"4", "7"}), (" GPU-8a56 ", {"GPU-8a56"}), ("", {""})])
def test_each_worker_has_a_gpu_of_its_own(monkeypatch: pytest.MonkeyPatch, told: str, cards: set[str]) -> None:
    """Workers share the GPUs that this process may see out among them, and a worker keeps its own to the end."""
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", told)
    seen = {found for _, found in Workers(4).each(card, range(MANY)) if found is not None}
    assert {name for _, name in seen} == cards
    assert len(seen) == len({pid for pid, _ in seen})
    if len(cards) > 1:
        with Workers().pool(4) as workers:
            names = list(dict(workers.map(card, range(40))).values())
        assert sorted(names) == ["4", "4", "7", "7"]


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
