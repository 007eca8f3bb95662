"""`autograder grade`: a submission or a class."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from autograder.commands import terminal
from autograder.level import Level
from autograder.messages import Catalogue


class Choice(StrEnum):
    """A level of isolation by name, or whatever there is."""

    ANY = "any"
    GROUPED = Level.GROUPED
    NAMESPACES = Level.NAMESPACES
    WEAK = Level.WEAK
    NONE = Level.NONE


def add(app: typer.Typer, say: Catalogue) -> None:
    """Add the command."""

    @app.command(help=say("cli.grade"))
    def grade(
        path: Annotated[Path, typer.Argument(help=say("cli.grade_path"))],
        lab: Annotated[Path, typer.Option(help=say("cli.lab"))],
        out: Annotated[Path, typer.Option(help=say("cli.out"))] = Path("results"),
        jobs: Annotated[int, typer.Option(min=1, help=say("cli.jobs"))] = terminal.JOBS,
        isolation: Annotated[Choice | None, typer.Option(help=say("cli.isolation"))] = None,
    ) -> None:
        from autograder import batch, submission, tables
        from autograder import lab as labs
        from autograder.host import Asked, guard, host_for

        console = terminal.console()
        with terminal.faults(say):
            labs.load(lab)  # a fault of the lab's is said once, not once a submission
            paths = batch.notebooks(path)
            guard((lab, path, out))
            if not path.is_dir():
                submission.read(path)  # a file that is no notebook is told at once
            asked: Asked = "any" if isolation == "any" else Level(isolation) if isolation else None
            with host_for(asked, len(paths) > 1) as here:
                typer.echo(say(f"isolation.{here.level.key}"), err=True)
                order = batch.Order(lab.resolve(), out.resolve(), here, say.language)
                with terminal.bar(say("cli.grading"), len(paths), hidden=len(paths) == 1) as advance:
                    rows = batch.grade_all(path, order, jobs, lambda _row: advance())
            results = [row.result for row in rows if row.result]
            if not path.is_dir() and results:
                console.print(tables.one(results[0], say))
            elif results:
                batch.write_table(rows, out / "grades.csv")
                console.print(tables.many(rows, say))
            for row in rows:
                if row.error:
                    typer.echo(row.error, err=True)
            if not results:
                raise typer.Exit(2)
            written = out / "grades.csv" if path.is_dir() else out / rows[0].name / "result.json"
            typer.echo(say("cli.written", path=written))
