"""`autograder doctor`: what this machine offers."""

from typing import Annotated

import typer

from autograder.commands import terminal
from autograder.messages import Catalogue


def add(app: typer.Typer, say: Catalogue) -> None:
    """Add the command."""

    @app.command(help=say("cli.doctor"))
    def doctor(jobs: Annotated[int | None, typer.Option(min=1, help=say("cli.jobs"))] = None) -> None:
        from autograder.doctor import capacity, table
        from autograder.doctor import examine as doctors

        with terminal.faults(say):
            found = doctors.examine_machine(jobs or capacity.available_cores())
        terminal.console().print(table.render_findings(found, say))
        end = doctors.conclusion(found)
        typer.echo(say(end.key, **end.values))
        if end.key != doctors.ENOUGH:
            raise typer.Exit(1)
