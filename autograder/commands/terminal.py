"""The terminal that a command is typed in: its language, tables, progress, and what goes wrong there."""

import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import typer
from rich.console import Console

from autograder.errors import AutograderError
from autograder.messages import Catalogue
from autograder.output.text import visible

WIDTH = 120


def language(environ: Mapping[str, str]) -> str:
    """The language to speak: AUTOGRADER_LANG, or English where the locale says so, or Spanish."""
    chosen = environ.get("AUTOGRADER_LANG", "")[:2]
    locale = environ.get("LC_ALL") or environ.get("LANG") or ""
    return chosen or ("en" if locale.startswith("en") else "es")


def echo(text: str, err: bool = False) -> None:
    """Show a text that may hold words of a student's: no sign of it is taken for a terminal's command."""
    typer.echo(visible(text), err=err)


@contextmanager
def faults(say: Catalogue) -> Iterator[None]:
    """Turn a fault that a person can mend into one clear line and exit code 2."""
    try:
        yield
    except AutograderError as error:
        echo(error.render(say.language), err=True)
        raise typer.Exit(2) from None
    except KeyboardInterrupt:
        typer.echo(say("cli.interrupted"), err=True)
        raise typer.Exit(130) from None


def write(path: Path, text: str) -> None:
    """Write a text into a file, and make the folders on the way."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", errors="replace")  # a student's half emoji must not cost the file


def console() -> Console:
    """A console for tables: as wide as the terminal, and wide enough where they go to a file."""
    return Console() if sys.stdout.isatty() else Console(width=WIDTH)


@contextmanager
def patience(say: Catalogue) -> Iterator[Callable[[], bool]]:
    """Let a first interruption only be heeded: the block gets what says whether to go on. A second one interrupts."""
    heard = threading.Event()

    def heed(_number: int, _frame: object) -> None:
        if heard.is_set():
            raise KeyboardInterrupt
        heard.set()
        typer.echo(say("cli.stopping"), err=True)

    before = signal.signal(signal.SIGINT, heed)
    try:
        yield lambda: not heard.is_set()
    finally:
        signal.signal(signal.SIGINT, before)
