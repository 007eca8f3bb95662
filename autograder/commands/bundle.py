"""`autograder bundle`: a lab as a site that grades by itself takes it."""

from pathlib import Path
from typing import Annotated

import typer

from autograder.bundle.request import GradingSite
from autograder.commands import terminal
from autograder.messages import Catalogue


def add(app: typer.Typer, say: Catalogue) -> None:
    """Add the command."""

    @app.command(help=say("bundle.help"))
    def bundle(
        lab: Annotated[Path, typer.Argument(help=say("cli.lab"))],
        target: Annotated[GradingSite, typer.Option("--for", help=say("bundle.help_for"))],
        out: Annotated[Path | None, typer.Option(help=say("bundle.help_out"))] = None,
        minutes: Annotated[int, typer.Option(min=1, help=say("bundle.help_minutes"))] = 10,
        index: Annotated[str, typer.Option(help=say("bundle.help_index"))] = "",
    ) -> None:
        from autograder.bundle.files import write_bundle
        from autograder.bundle.request import BundleRequest
        from autograder.integrations.targets import MAKERS
        from autograder.lab.corpora import shelf_for
        from autograder.lab.declaration import load_lab
        from autograder.notebook.submission import safe_name

        with terminal.faults(say):
            declared = load_lab(lab)
            path = out or Path("build", f"{safe_name(declared.id)}-{target}.zip")
            write_bundle(MAKERS[target](BundleRequest(declared, shelf_for(declared), minutes, index)), path)
        typer.echo(say("cli.written", path=path))
