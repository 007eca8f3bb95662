"""`autograder bundle`: a lab as a site that grades by itself takes it."""

from pathlib import Path
from typing import Annotated

import typer

from autograder.bundle.target import Target
from autograder.commands import terminal
from autograder.messages import Catalogue


def add(app: typer.Typer, say: Catalogue) -> None:
    """Add the command."""

    @app.command(help=say("bundle.help"))
    def bundle(
        lab: Annotated[Path, typer.Argument(help=say("cli.lab"))],
        target: Annotated[Target, typer.Option("--for", help=say("bundle.help_for"))],
        out: Annotated[Path | None, typer.Option(help=say("bundle.help_out"))] = None,
        minutes: Annotated[int, typer.Option(min=1, help=say("bundle.help_minutes"))] = 10,
        index: Annotated[str, typer.Option(help=say("bundle.help_index"))] = "",
    ) -> None:
        from autograder import lab as labs
        from autograder.bundle.place import write
        from autograder.bundle.targets import MAKERS
        from autograder.bundle.wish import Wish
        from autograder.corpora import shelf_for
        from autograder.submission import safe_name

        with terminal.faults(say):
            declared = labs.load(lab)
            path = out or Path("build", f"{safe_name(declared.id)}-{target}.zip")
            write(MAKERS[target](Wish(declared, shelf_for(declared), minutes, index)), path)
        typer.echo(say("cli.written", path=path))
