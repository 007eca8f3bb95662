"""`autograder samples`: notebooks to try things on."""

from pathlib import Path
from typing import Annotated

import typer

from autograder.commands import terminal
from autograder.messages import Catalogue


def add(app: typer.Typer, say: Catalogue) -> None:
    """Add the command."""

    @app.command(help=say("cli.samples"))
    def samples(
        lab: Annotated[Path, typer.Argument(help=say("cli.lab"))],
        folder: Annotated[Path, typer.Argument(help=say("cli.samples_folder"))],
        names: Annotated[list[str] | None, typer.Argument(help=say("cli.samples_names"))] = None,
    ) -> None:
        from autograder.lab.declaration import load_lab
        from autograder.release import samples as notebooks

        with terminal.faults(say):
            for path in notebooks.write_samples(load_lab(lab), folder, names or ()):
                typer.echo(say("cli.written", path=path))
