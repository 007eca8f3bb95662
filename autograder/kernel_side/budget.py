"""How many steps training may take: the runtime of rewritten loops and caps, which lives in the student's kernel."""

from collections.abc import Callable, Iterable, Iterator
from time import monotonic
from typing import TypeVar

T = TypeVar("T")


class Run:
    """What an outermost loop, with all the loops inside it, has used up so far."""

    def __init__(self, steps: int, deadline: float) -> None:
        self.left = steps
        self.turns = 0
        self._deadline = deadline

    @property
    def over(self) -> bool:
        """Whether no further turn may be taken."""
        return self.left <= 0 or monotonic() >= self._deadline


class Budget:
    """The steps, and the seconds for them, that one training loop may take; loops inside a loop share its budget."""

    def __init__(self, steps: int, seconds: float) -> None:
        self.steps = steps
        self.seconds = seconds
        self._run: Run | None = None  # of the outermost loop that is running now

    def reset(self, steps: int) -> None:
        """Give loops that start from now on `steps` steps, whatever became of the loops before."""
        self.steps = steps
        self._run = None

    def __call__(self, iterable: Iterable[T]) -> Iterator[T]:
        """Pass on the items of an iterable until the budget is used up; no item is drawn that is not passed on.

        A turn uses up one step, unless a loop inside it took turns of its own.
        """
        run, outermost = self._enter()
        items = iter(iterable)
        try:
            while not run.over:
                try:
                    item = next(items)
                except StopIteration:
                    return
                run.turns += 1
                turn = run.turns
                try:
                    yield item
                finally:  # a turn that ends in `break` or in an error counts too
                    if run.turns == turn:
                        run.left -= 1
        finally:
            if outermost and self._run is run:
                self._run = None

    def turns(self, condition: Callable[[], object]) -> Iterator[bool]:
        """Take turns for as long as a condition holds and the budget lasts: what `while` becomes."""
        return self(iter(lambda: bool(condition()), False))

    def _enter(self) -> tuple[Run, bool]:
        outermost = self._run is None
        if self._run is None:
            self._run = Run(self.steps, monotonic() + self.seconds)
        return self._run, outermost


def cap(value: object, maximum: float) -> object:
    """The smaller of a number and its maximum; anything that is no number is passed on unchanged."""
    if isinstance(value, int | float) and not isinstance(value, bool) and value > maximum:
        return float(maximum) if isinstance(value, float) else maximum
    return value
