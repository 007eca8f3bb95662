"""Limits on how many steps training may take, enforced inside the student's kernel.

The grader rewrites a notebook's training loops to draw their items from a `Budget`, and its large numbers to pass
through `clamp`.
"""

from collections.abc import Callable, Iterable, Iterator
from time import monotonic
from typing import TypeVar

T = TypeVar("T")


class LoopRun:
    """The steps and time left to one outermost loop that is running, shared with every loop inside it."""

    def __init__(self, steps: float, deadline: float) -> None:
        self.steps_left = steps
        self.iterations = 0
        self._deadline = deadline

    @property
    def exhausted(self) -> bool:
        """Whether the loop has used up its steps or its time, so that no further iteration may start."""
        return self.steps_left <= 0 or monotonic() >= self._deadline


class Budget:
    """The number of steps, and the seconds, that one training loop may take; nested loops share one budget.

    `evaluation` is the budget of loops that ask a model without training it, if they have one.
    """

    def __init__(self, steps: float, seconds: float, evaluation: "Budget | None" = None) -> None:
        self.steps = steps
        self.seconds = seconds
        self.evaluation = evaluation
        self._run: LoopRun | None = None  # of the outermost loop that is running now

    def reset(self, steps: float) -> None:
        """Allow `steps` steps to each loop that starts from now on, and forget any loop that was left unfinished."""
        self.steps = steps
        self._run = None
        if self.evaluation is not None:
            self.evaluation.reset(self.evaluation.steps)

    def __call__(self, iterable: Iterable[T]) -> Iterator[T]:
        """Yield the items of an iterable until the budget is used up; no item is drawn that is not yielded.

        An iteration uses up one step, unless a loop inside it made iterations of its own.
        """
        run, outermost = self._enter()
        items = iter(iterable)
        try:
            while not run.exhausted:
                try:
                    item = next(items)
                except StopIteration:
                    return
                run.iterations += 1
                iteration = run.iterations
                try:
                    yield item
                finally:  # an iteration that ends in `break` or in an error counts too
                    if run.iterations == iteration:
                        run.steps_left -= 1
        finally:
            if outermost and self._run is run:
                self._run = None

    def iterate_while(self, condition: Callable[[], object]) -> Iterator[bool]:
        """Yield True for as long as a condition holds and the budget lasts: what a `while` loop is rewritten to."""
        return self(iter(lambda: bool(condition()), False))

    def _enter(self) -> tuple[LoopRun, bool]:
        outermost = self._run is None
        if self._run is None:
            self._run = LoopRun(self.steps, monotonic() + self.seconds)
        return self._run, outermost


def clamp(value: object, maximum: float) -> object:
    """Return the smaller of a number and a maximum, in the number's own type; any other value comes back unchanged."""
    if isinstance(value, int | float) and not isinstance(value, bool) and value > maximum:
        return float(maximum) if isinstance(value, float) else maximum
    return value
