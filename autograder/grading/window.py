"""Tasks under way, as many at a time as there are workers."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from itertools import islice
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


def finished(
    submit: Callable[[T], Future[R]], tasks: Iterable[T], size: int, wanted: Callable[[], bool]
) -> Iterator[tuple[T, Future[R]]]:
    """Keep `size` tasks under way; yields each task with its future once that is done, the first done first.

    A task is drawn when there is room for it, and none once `wanted` says no.
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
