"""How far a long piece of work has come: a bar on a terminal, a line now and then elsewhere."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from autograder.messages import Catalogue

SILENCE = 10.0  # seconds between two lines where there is no terminal

Advance = Callable[[bool], None]


@dataclass
class Tally:
    """How many of `total` are done, how many of these failed, and since when."""

    total: int
    done: int = 0
    failed: int = 0
    start: float = field(default_factory=time.monotonic)

    def add(self, failed: bool) -> None:
        """Count one more."""
        self.done += 1
        self.failed += failed

    @property
    def rate(self) -> float:
        """How many are done in a minute."""
        return 60 * self.done / max(time.monotonic() - self.start, 1e-9)

    @property
    def left(self) -> str:
        """How long the rest will take at this rate, as minutes and seconds."""
        minutes, seconds = divmod(round(60 * (self.total - self.done) / self.rate) if self.done else 0, 60)
        return f"{minutes}:{seconds:02}" if self.done else "–"


@contextmanager
def progress(what: str, total: int, say: Catalogue) -> Iterator[Advance]:
    """Show how far a work of `total` pieces has come; the block gets what counts one more, and whether it failed."""
    console, tally = Console(stderr=True), Tally(total)
    shown = _bar(what, tally, say, console) if console.is_terminal else _lines(what, tally, say)
    with shown as show:

        def advance(failed: bool = False) -> None:
            tally.add(failed)
            show()

        yield advance


@contextmanager
def _bar(what: str, tally: Tally, say: Catalogue, console: Console) -> Iterator[Callable[[], None]]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[more]}"))
    with Progress(*columns, TimeRemainingColumn(), console=console) as live:
        task = live.add_task(what, total=tally.total, more="")

        def show() -> None:
            more = say("cli.progress_more", failed=tally.failed, rate=f"{tally.rate:.0f}")
            live.update(task, completed=tally.done, more=more)

        yield show


@contextmanager
def _lines(what: str, tally: Tally, say: Catalogue) -> Iterator[Callable[[], None]]:
    said = time.monotonic()

    def show() -> None:
        nonlocal said
        if tally.done == tally.total or time.monotonic() - said >= SILENCE:
            said = time.monotonic()
            counts = {"done": tally.done, "total": tally.total, "failed": tally.failed, "rate": f"{tally.rate:.0f}"}
            typer.echo(say("cli.progress_line", what=what, left=tally.left, **counts), err=True)

    yield show
