"""`autograder release`: the student version, built and proven."""

from pathlib import Path
from typing import Annotated

import typer

from autograder.commands import terminal
from autograder.messages import Catalogue


def add(app: typer.Typer, say: Catalogue) -> None:
    """Add the command."""

    @app.command(help=say("cli.release"))
    def release(
        lab: Annotated[Path, typer.Argument(help=say("cli.lab"))],
        out: Annotated[Path | None, typer.Option(help=say("cli.release_out"))] = None,
    ) -> None:
        from autograder.grading import grade
        from autograder.lab.corpora import shelf_for
        from autograder.lab.declaration import load_lab
        from autograder.lab.price_list import outdated_line
        from autograder.notebook.submission import read_notebook
        from autograder.release import build as releases
        from autograder.sandbox.host import open_host

        with terminal.faults(say), open_host() as here:
            declared = load_lab(lab)
            shelf = shelf_for(declared)
            built = releases.build_release(
                declared,
                out or Path("assignment") / declared.id,
                lambda path: grade.grade(read_notebook(path), declared, shelf, here),
            )
            typer.echo(say("cli.released", folder=built.folder, count=len(built.files)))
            if line := outdated_line(declared, say):
                typer.echo(line, err=True)
