"""A submission to be graded by another process, and that process's reply."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from autograder.notebook.submission import Submission
from autograder.people.identity import Identity


@dataclass(frozen=True)
class Task:
    """A submission as it was read, with the files beside it, and what it says of its author.

    `name` identifies it among the submissions of a class.
    """

    name: str
    submission: Submission
    identity: Identity


@dataclass(frozen=True)
class Reply:
    """The reply to a task: the JSON text of its result, or in `error` why there is none."""

    result: str = ""
    error: str = ""


GradeTasks = Callable[[Iterable[Task], Callable[[], bool]], Iterator[tuple[Task, Reply | None]]]
"""Grades tasks, in any place, and yields each with its reply, in order of completion.

The reply is None if workers kept dying over the task. No further task is begun once the second argument returns False.
"""
