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
        from autograder import grade, submission
        from autograder import lab as labs
        from autograder import release as releases
        from autograder.corpora import shelf_for
        from autograder.host import host

        with terminal.faults(say), host() as here:
            declared = labs.load(lab)
            shelf = shelf_for(declared)
            built = releases.release(
                declared,
                out or Path("assignment") / declared.id,
                lambda path: grade.grade(submission.read(path), declared, shelf, here),
            )
            typer.echo(say("cli.released", folder=built.folder, count=len(built.files)))
