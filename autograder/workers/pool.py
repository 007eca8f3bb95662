"""Does a piece of work for each of many tasks in several processes; a task that kills its process affects no other."""

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice, takewhile
from multiprocessing.synchronize import Barrier
from typing import TypeVar

from autograder.confinement import needed_paths
from autograder.sandbox.provisioner import THREAD_VARIABLES

STARTUP = 120.0
TRIES = 3
CARDS = "CUDA_VISIBLE_DEVICES"
GRADING = "autograder.grading.preload"
T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True)
class Workers:
    """The processes that a command has work done in: how many at once, and the module that they begin with.

    With 0 `jobs` the work is done in this process. `preload` is the module's name: it is imported once, in the process
    that all others are forked from.
    """

    jobs: int = 1
    preload: str = GRADING

    def each(
        self, work: Callable[[T], R], tasks: Iterable[T], wanted: Callable[[], bool] = lambda: True
    ) -> Iterator[tuple[T, R | None]]:
        """Call `work` for each task, `jobs` at a time, and yield each task with its result, in order of completion.

        A task is taken when a worker is free, and no more tasks are taken once `wanted` returns False. If a worker
        dies, each task that was running is tried again alone; its result is None if its worker dies twice more.
        """
        waiting = iter(tasks)
        if not self.jobs:
            yield from ((task, work(task)) for task in takewhile(lambda _: wanted(), waiting))
        while first := list(islice(waiting, self.jobs if wanted() else 0)):
            suspects: list[T] = []
            yield from self._shift(work, chain(first, waiting), len(first), wanted, suspects)
            for task in suspects:
                yield task, self._alone(work, task)

    def pool(self, size: int) -> ProcessPoolExecutor:
        """Return a pool of `size` of these processes.

        No worker outlives this process, and none starts work before `size` tasks were submitted. Each computes in one
        thread and, if there are several GPUs, on one of them. Workers ignore interruptions (Ctrl-C); this process
        handles them.
        """
        for name in THREAD_VARIABLES:
            os.environ.setdefault(name, "1")
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([self.preload])
        started = (_cards(), context.Barrier(size))
        return ProcessPoolExecutor(size, mp_context=context, initializer=_serve, initargs=started)

    def _shift(
        self, work: Callable[[T], R], tasks: Iterable[T], size: int, wanted: Callable[[], bool], suspects: list[T]
    ) -> Iterator[tuple[T, R]]:
        """What one pool of workers does until all is done, or one of them dies over one of the `suspects`."""

        def calm() -> bool:
            return wanted() and not suspects

        with self.pool(size) as workers:
            try:
                for task, future in finished(partial(_submitted, workers, work), tasks, size, calm):
                    try:
                        yield task, future.result()
                    except BrokenProcessPool:
                        suspects.append(task)
            except BaseException:
                workers.shutdown(wait=True, cancel_futures=True)
                raise

    def _alone(self, work: Callable[[T], R], task: T) -> R | None:
        for _ in range(2):  # a suspect may be innocent of the first death
            with self.pool(1) as worker, suppress(BrokenProcessPool):
                return worker.submit(work, task).result()
        return None


HERE = Workers(0)


class LastingWorker:
    """One process that does piece after piece of work, and is replaced where it dies over one.

    What was started in a process that may have no children, as Dask's workers are, gets leave for it: this one ends
    when the process that started it has ended, however that was.
    """

    def __init__(self) -> None:
        multiprocessing.current_process()._config["daemon"] = False  # type: ignore[attr-defined]
        self._pool = Workers(1).pool(1)

    def do(self, work: Callable[[T], R], task: T) -> R | None:
        """Return what `work` makes of a task; None if its process dies over it `TRIES` times."""
        for _ in range(TRIES):
            try:
                return self._pool.submit(work, task).result()
            except BrokenProcessPool:
                self.close()
                self._pool = Workers(1).pool(1)
        return None

    def close(self) -> None:
        """End the process."""
        self._pool.shutdown()


def finished(
    submit: Callable[[T], Future[R]], tasks: Iterable[T], size: int, wanted: Callable[[], bool]
) -> Iterator[tuple[T, Future[R]]]:
    """Run tasks, at most `size` at once, and yield each with its future when it is done, in order of completion.

    A task is taken from `tasks` when there is room for it, and no more tasks are taken once `wanted` returns False.
    """
    waiting, running = iter(tasks), dict[Future[R], T]()

    def fill() -> None:
        free = size - len(running) if wanted() else 0
        running.update({submit(task): task for task in islice(waiting, free)})

    fill()
    while running:
        for future in wait(running, return_when=FIRST_COMPLETED).done:
            task = running.pop(future)
            fill()  # before anybody looks at the result, so that no worker waits for them
            yield task, future


def _submitted(workers: ProcessPoolExecutor, work: Callable[[T], R], task: T) -> Future[R]:
    try:
        return workers.submit(work, task)
    except BrokenProcessPool as broken:
        failed: Future[R] = Future()
        failed.set_exception(broken)
        return failed


def _cards() -> list[str]:
    """The GPUs that processes started here may see, as CUDA names them: those that it was told, or else all."""
    visible = os.environ.get(CARDS)
    if visible is not None:
        return [name.strip() for name in visible.split(",") if name.strip()] or [visible]
    return [str(number) for number in range(len(needed_paths.gpu_devices()))]


def _serve(cards: Sequence[str], all_here: Barrier) -> None:
    """Leave interruptions to the process that started this one, and end when that has ended, however that was.

    No task is begun before all processes are there: the executor waits forever for one that it starts while another
    dies. Each gets one of the GPUs that `cards` names, where there are any, and so do the kernels that it starts.
    """
    gc.freeze()  # a collection would write to every page that the forks share
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()

    def follow() -> None:
        if parent is not None:
            parent.join()
        os._exit(1)

    threading.Thread(target=follow, daemon=True).start()
    number = all_here.wait(STARTUP)
    if cards:
        os.environ[CARDS] = cards[number % len(cards)]
