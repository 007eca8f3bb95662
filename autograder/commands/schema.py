"""`autograder schema`: the JSON Schema of a result."""

import json

import typer

from autograder.messages import Catalogue


def add(app: typer.Typer, say: Catalogue) -> None:
    """Add the command."""

    @app.command(help=say("cli.schema"))
    def schema() -> None:
        from autograder.results.result import result_schema

        typer.echo(json.dumps(result_schema(), ensure_ascii=False, indent=2))
