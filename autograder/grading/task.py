"""One submission to be graded by another process: bytes go in, JSON comes out."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Task:
    """A submission by the name of its file and its bytes; `name` tells it from the others of its class."""

    name: str
    file: str
    content: bytes


@dataclass(frozen=True)
class Reply:
    """What came of a task: the text of its result, or in `error` why there is none."""

    result: str = ""
    error: str = ""


GradeTasks = Callable[[Iterable[Task], Callable[[], bool]], Iterator[tuple[Task, Reply | None]]]
"""Grades tasks somewhere, and gives each back with its reply as it is done, the first done first.

The reply is None where a worker died over the task again and again. No further task is begun once the second argument
says no.
"""
