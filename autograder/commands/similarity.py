"""`autograder similarity`: submissions side by side."""

from pathlib import Path
from typing import Annotated

import typer

from autograder.commands import terminal
from autograder.commands.progress import progress
from autograder.messages import Catalogue, catalogue


def add(app: typer.Typer, say: Catalogue) -> None:
    """Add the command."""

    @app.command(help=say("similarity.help"))
    def similarity(
        paths: Annotated[list[Path], typer.Argument(help=say("cli.grade_path"))],
        lab: Annotated[Path, typer.Option(help=say("cli.lab"))],
        out: Annotated[Path, typer.Option(help=say("cli.out"))] = Path("results/similarity"),
        most: Annotated[int, typer.Option(min=1, help=say("similarity.help_most"))] = 20,
    ) -> None:
        from autograder.doctor import capacity
        from autograder.errors import SimilarityError
        from autograder.intake.collect import collect_submissions
        from autograder.lab.declaration import load_lab
        from autograder.output.files import WriteFaults, utf8, write_over_earlier
        from autograder.similarity import page, report, table
        from autograder.similarity.comparison import compare_class
        from autograder.workers.pool import Workers

        with terminal.faults(say):
            declared = load_lab(lab)
            workers = Workers(capacity.default_jobs(declared.limits.memory), "autograder.similarity.comparison")
            with (
                collect_submissions(paths, declared, workers) as entries,
                progress(say("similarity.reading"), len(entries), say) as advance,
            ):
                found = compare_class(entries, declared, most, workers, advance)
            pairs = list(report.pair_reports(found))
            terminal.console().print(table.render(found, pairs, say))
            for file in found.uncompared:
                terminal.echo(file.fault.render(say.language), err=True)
            theirs = catalogue(declared.language)
            files = {
                "pairs.json": report.to_json(found, pairs, theirs.language),
                "pairs.html": page.page(found, pairs, theirs, declared.title),
            }
            for name, text in files.items():
                path = out / name
                write_over_earlier(path, utf8(text), WriteFaults(SimilarityError, "similarity.not_written"))
                typer.echo(say("cli.written", path=path))
        if len(found.notebooks) < 2:
            typer.echo(say("similarity.too_few", count=len(found.notebooks)), err=True)
            raise typer.Exit(2)
