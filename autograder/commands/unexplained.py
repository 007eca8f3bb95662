"""`autograder unexplained`: what no known mistake explains in a class, and drafts of new entries for the catalogue."""

from pathlib import Path
from typing import Annotated

import typer

from autograder.commands import terminal
from autograder.messages import Catalogue


def add(app: typer.Typer, say: Catalogue) -> None:
    """Add the command."""

    @app.command(help=say("unexplained.help"))
    def unexplained(
        lab: Annotated[Path, typer.Option(help=say("cli.lab"))],
        pattern: Annotated[str, typer.Argument(help=say("unexplained.help_pattern"), show_default=False)] = "",
        at: Annotated[str, typer.Option("--question", help=say("unexplained.help_question"))] = "",
        book: Annotated[str, typer.Option(help=say("summary.help_book"))] = "results/gradebook.db",
        notebooks: Annotated[list[Path] | None, typer.Option(help=say("unexplained.help_notebooks"))] = None,
        write: Annotated[str, typer.Option(metavar="NAME", help=say("unexplained.help_write"))] = "",
    ) -> None:
        from autograder.doctor import capacity
        from autograder.errors import SummaryError
        from autograder.gradebook import book as books
        from autograder.lab.declaration import load_lab
        from autograder.lab.mistake_drafts import MistakeDraft, append_draft
        from autograder.lab.mistakes import read
        from autograder.lab.price_list import outdated_line
        from autograder.messages import catalogue
        from autograder.summary import unexplained_table
        from autograder.summary.example_code import find_example_code
        from autograder.summary.unexplained import find_group, group_unexplained
        from autograder.workers.pool import Workers

        with terminal.faults(say):
            declared = load_lab(lab)
            known = {mistake.name: mistake for mistake in read(declared)}
            with books.open_gradebook(book, create=False, language=declared.language) as opened:
                groups = group_unexplained(opened.records(declared.id))
            if not pattern:
                if write or notebooks:
                    raise SummaryError("unexplained.which")
                terminal.console().print(unexplained_table.all_groups(groups, known, say))
                if line := outdated_line(declared, say, {name for group in groups for name in group.mistakes}):
                    terminal.echo(line, err=True)
                return
            group = find_group(groups, pattern, at)
            question = declared.question(group.question)
            workers = Workers(capacity.default_jobs(declared.limits.memory), "autograder.summary.example_code")
            digests = {answer.sha256 for answer in group.answers}
            code = find_example_code(notebooks, digests, question, declared, workers) if notebooks else None
            if not write:
                terminal.console().print(unexplained_table.one_group(group, known, code, say))
                return
            theirs = catalogue(declared.language)
            notes = tuple(unexplained_table.notes(group, code, theirs))
            path = append_draft(MistakeDraft(write, group.question, pattern, notes), declared, theirs)
            typer.echo(say("unexplained.drafted", name=write, path=path))
