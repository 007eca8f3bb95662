"""`autograder export`: marks on their way to a course site."""

from pathlib import Path
from typing import Annotated

import typer

from autograder.commands import terminal
from autograder.export.request import ExportFormat, ExportRequest, GradeUnit
from autograder.messages import Catalogue


def add(app: typer.Typer, say: Catalogue) -> None:
    """Add the command."""

    @app.command(help=say("export.help"))
    def export(
        format: Annotated[ExportFormat, typer.Option(help=say("export.help_format"))],
        lab: Annotated[Path, typer.Option(help=say("cli.lab"))],
        book: Annotated[str, typer.Option(help=say("export.help_book"))] = "results/gradebook.db",
        out: Annotated[Path | None, typer.Option(help=say("export.help_out"))] = None,
        template: Annotated[Path | None, typer.Option(help=say("export.help_template"))] = None,
        assignment: Annotated[str | None, typer.Option(help=say("export.help_assignment"))] = None,
        grade: Annotated[GradeUnit | None, typer.Option(help=say("export.help_grade"))] = None,
    ) -> None:
        from autograder.export import formats
        from autograder.gradebook import book as books
        from autograder.lab.declaration import load_lab

        with terminal.faults(say):
            declared = load_lab(lab)
            with books.open_gradebook(book, create=False, language=say.language) as opened:
                records = opened.records(declared.id)
            path = out or formats.default_export_path(declared, format)
            request = ExportRequest(format, grade, template, assignment)
            for note in formats.export_marks(records, declared, request, path):
                typer.echo(note.render(say), err=True)
        typer.echo(say("cli.written", path=path))
