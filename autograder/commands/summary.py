"""`autograder summary`: a class on one page, for the teaching staff."""

from pathlib import Path
from typing import Annotated

import typer

from autograder.commands import terminal
from autograder.messages import Catalogue


def add(app: typer.Typer, say: Catalogue) -> None:
    """Add the command."""

    @app.command(help=say("summary.help"))
    def summary(
        lab: Annotated[Path, typer.Option(help=say("cli.lab"))],
        book: Annotated[str, typer.Option(help=say("summary.help_book"))] = "results/gradebook.db",
        out: Annotated[Path, typer.Option(help=say("summary.help_out"))] = Path("results") / "class.html",
        table: Annotated[Path | None, typer.Option("--json", help=say("summary.help_json"))] = None,
        anonymous: Annotated[bool, typer.Option("--anonymous", help=say("summary.help_anonymous"))] = False,
    ) -> None:
        from autograder.errors import SummaryError
        from autograder.gradebook import book as books
        from autograder.lab.declaration import load_lab
        from autograder.messages import catalogue
        from autograder.output import files
        from autograder.summary import page
        from autograder.summary import summary as summaries

        with terminal.faults(say):
            declared = load_lab(lab)
            with books.open_gradebook(book, create=False, language=declared.language) as opened:
                records = opened.records(declared.id)
            found = summaries.summarize(records, declared)
            shown = summaries.anonymous(found) if anonymous else found
            texts = {out: page.page(shown, catalogue(declared.language))}
            if table is not None:
                texts |= {table: summaries.to_json(shown)}
            faults = files.WriteFaults(SummaryError, "summary.not_written", "summary.in_the_way")
            for path, text in texts.items():
                files.write_over_earlier(path, files.utf8(text), faults, files.begins_like(text))
                typer.echo(say("cli.written", path=path))
