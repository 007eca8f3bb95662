"""`autograder grade`: a submission or a class."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from autograder.commands import terminal
from autograder.commands.progress import Advance, progress
from autograder.messages import Catalogue
from autograder.sandbox.level import Level

if TYPE_CHECKING:  # they bring torch, which `--help` should not wait for
    from autograder.batch.row import Row
    from autograder.lab.declaration import Lab
    from autograder.results.changes import StudentChange
    from autograder.sandbox.host import RequestedLevel


class Choice(StrEnum):
    """A level of isolation by name, or whatever there is."""

    ANY = "any"
    GROUPED = Level.GROUPED
    NAMESPACES = Level.NAMESPACES
    WEAK = Level.WEAK
    USER = Level.USER
    NONE = Level.NONE


def add(app: typer.Typer, say: Catalogue) -> None:
    """Add the command."""

    @app.command(help=say("cli.grade"))
    def grade(
        paths: Annotated[list[Path], typer.Argument(help=say("cli.grade_path"))],
        lab: Annotated[Path, typer.Option(help=say("cli.lab"))],
        out: Annotated[Path, typer.Option(help=say("cli.out"))] = Path("results"),
        jobs: Annotated[int | None, typer.Option(min=1, help=say("cli.jobs"))] = None,
        isolation: Annotated[Choice | None, typer.Option(help=say("cli.isolation"))] = None,
        again: Annotated[bool, typer.Option("--again", help=say("cli.again"))] = False,
        roster: Annotated[Path | None, typer.Option(help=say("cli.roster"))] = None,
        book: Annotated[str | None, typer.Option(help=say("cli.book"))] = None,
        scheduler: Annotated[str, typer.Option(help=say("cli.scheduler"))] = "",
        dry_run: Annotated[bool, typer.Option("--dry-run", help=say("cli.dry_run"))] = False,
        only: Annotated[list[str] | None, typer.Option(help=say("cli.only"))] = None,
        question: Annotated[list[str] | None, typer.Option(help=say("cli.only_question"))] = None,
    ) -> None:
        from autograder.batch.request import ClassRequest
        from autograder.batch.run import grade_class, try_class
        from autograder.doctor import capacity
        from autograder.lab.declaration import load_lab
        from autograder.sandbox.host import check_unreadable

        level: RequestedLevel = "any" if isolation == "any" else Level(isolation) if isolation else None
        alone = len(paths) == 1 and paths[0].is_file() and paths[0].suffix.lower() != ".zip"
        kept = "" if alone and book is None else book or str((out / "gradebook").with_suffix(".db"))
        if (dry_run or question) and not again:
            terminal.echo(say("cli.needs_again"), err=True)
            raise typer.Exit(2)
        with terminal.faults(say):
            check_unreadable((lab, out, *paths))
            declared = load_lab(lab)
            for id in question or ():
                declared.question(id)
            several = jobs or capacity.default_jobs(declared.limits.memory)
            request = ClassRequest(tuple(paths), declared, out, level, several, again, scheduler, roster, kept)
            request = replace(request, only=tuple(only or ()), questions=tuple(question or ()))
            if dry_run:
                _show_changes(try_class(request, say, _TerminalObserver(say)), say)
                return
            run = grade_class(request, say, _TerminalObserver(say))
        if alone:
            _show_one(run.rows[0], out, say)
        else:
            _show_all(run.rows, out, say)
            _show_gradebook(run.rows, kept, declared, lab, say)
            if not any(row.result for row in run.rows):
                raise typer.Exit(2)
        if not run.complete:
            typer.echo(say("cli.go_on", left=sum(not row.result and not row.error for row in run.rows)), err=True)
            raise typer.Exit(130)


class _TerminalObserver:
    """Shows how a class run goes on a terminal, and ends it after an interruption."""

    def __init__(self, say: Catalogue) -> None:
        self.say = say
        self.shown = ExitStack()
        self.advance: Advance = lambda failed: None
        self.wanted: Callable[[], bool] = lambda: True

    def note(self, text: str) -> None:
        terminal.echo(text, err=True)

    def begin(self, total: int) -> None:
        self.wanted = self.shown.enter_context(terminal.patience(self.say))
        self.advance = self.shown.enter_context(progress(self.say("cli.grading"), total, self.say))

    def graded(self, row: "Row") -> None:
        self.advance(bool(row.error))

    def end(self) -> None:
        self.shown.close()


def _show_changes(changed: "Sequence[StudentChange]", say: Catalogue) -> None:
    from autograder.results.change_lines import change_lines

    if not changed:
        typer.echo(say("cli.changes_nothing"))
        return
    terminal.echo("\n".join(change_lines(changed, say)))
    typer.echo(say("cli.would_change", count=len(changed)))


def _show_one(row: "Row", out: Path, say: Catalogue) -> None:
    from autograder.batch import terminal_table
    from autograder.batch.result_files import result_file

    if row.result is None:
        terminal.echo(row.error, err=True)
        raise typer.Exit(2)
    terminal.console().print(terminal_table.one(row.result, say))
    typer.echo(say("cli.written", path=result_file(out, row.name)))


def _show_all(rows: "Sequence[Row]", out: Path, say: Catalogue) -> None:
    from autograder.batch import csv_table, terminal_table
    from autograder.people.conflicts import person_label

    path = out / "grades.csv"
    with terminal.faults(say):
        try:
            csv_table.write(rows, path)
        finally:  # what cannot be written is at least shown
            terminal.console().print(terminal_table.many(rows, say))
    for row in rows:
        if row.error:
            named = row.source and row.source in row.error
            terminal.echo(row.error if named else f"{row.source or person_label(row.person)}: {row.error}", err=True)
    typer.echo(say("cli.written", path=path))


def _show_gradebook(rows: "Sequence[Row]", kept: str, declared: "Lab", lab: Path, say: Catalogue) -> None:
    """Say where the gradebook is, how many files wait in it for an owner, and how many failures nothing explains."""
    from autograder.lab.price_list import read_price_list

    scheme, is_address, _ = kept.partition("://")
    shown = f"{scheme}://…" if is_address else kept  # an address may hold a password
    typer.echo(say("cli.written", path=shown))
    if waiting := sum(any(about.held and not about.settled for about in row.conflicts) for row in rows):
        typer.echo(say("cli.conflicts", count=waiting, lab=lab, book=shown), err=True)
    results = [row.result for row in rows if row.result and not row.set_aside]
    failures = sum(bool(answered.unexplained) for result in results for answered in result.questions.values())
    if failures and read_price_list(declared).prices:
        typer.echo(say("cli.unexplained", count=failures, lab=lab, book=shown), err=True)
