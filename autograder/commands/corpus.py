"""`autograder corpus`: the texts of the labs."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from autograder.commands import terminal
from autograder.messages import Catalogue


def add(app: typer.Typer, say: Catalogue) -> None:
    """Add the command, with commands of its own."""
    corpus = typer.Typer(help=say("cli.corpus"), no_args_is_help=True)
    app.add_typer(corpus, name="corpus")
    data = Annotated[Path, typer.Option(help=say("cli.data"))]

    @corpus.command("list", help=say("cli.corpus_list"))
    def listed(folder: data = Path("data")) -> None:
        from autograder.lab.corpora import Shelf

        with terminal.faults(say):
            shelf = Shelf(folder)
            for name in shelf.names():
                copy = shelf.copy(name)
                origin = say(f"cli.origin_{copy.origin}")
                typer.echo(
                    say("cli.corpus_line", name=name, size=copy.corpus.vocab_size, length=len(copy.text), origin=origin)
                )

    @corpus.command(help=say("cli.corpus_fetch"))
    def fetch(name: Annotated[str, typer.Argument(help=say("cli.corpus_name"))], folder: data = Path("data")) -> None:
        from autograder.lab.corpora import Shelf

        columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
        with terminal.faults(say), Progress(*columns, console=Console(stderr=True)) as progress:
            task = progress.add_task(name, total=None)
            path = Shelf(folder).fetch(name, lambda done, total: progress.update(task, completed=done, total=total))
        typer.echo(say("cli.written", path=path))
