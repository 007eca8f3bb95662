"""The `autograder` command: arguments, and nothing else."""

import json
import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from autograder.errors import AutograderError
from autograder.level import Level
from autograder.messages import Catalogue, catalogue

JOBS = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
WIDTH = 120


class Choice(StrEnum):
    """A level of isolation by name, or whatever there is."""

    ANY = "any"
    GROUPED = Level.GROUPED
    NAMESPACES = Level.NAMESPACES
    WEAK = Level.WEAK
    NONE = Level.NONE


def language(environ: Mapping[str, str]) -> str:
    """The language to speak: AUTOGRADER_LANG, or English where the locale says so, or Spanish."""
    chosen = environ.get("AUTOGRADER_LANG", "")[:2]
    locale = environ.get("LC_ALL") or environ.get("LANG") or ""
    return chosen or ("en" if locale.startswith("en") else "es")


@contextmanager
def faults(say: Catalogue) -> Iterator[None]:
    """Turn a fault that a person can mend into one clear line and exit code 2."""
    try:
        yield
    except AutograderError as error:
        typer.echo(error.render(say.language), err=True)
        raise typer.Exit(2) from None
    except KeyboardInterrupt:
        typer.echo(say("cli.interrupted"), err=True)
        raise typer.Exit(130) from None


def build(say: Catalogue) -> typer.Typer:
    """The command with all its sub-commands, its help in one language."""
    app = typer.Typer(help=say("cli.help"), no_args_is_help=True, add_completion=False, rich_markup_mode=None)
    corpus = typer.Typer(help=say("cli.corpus"), no_args_is_help=True)
    app.add_typer(corpus, name="corpus")
    for add in (_add_grade, _add_release, _add_audit, _add_samples, _add_schema, _add_doctor):
        add(app, say)
    _add_corpus(corpus, say)
    return app


def _add_grade(app: typer.Typer, say: Catalogue) -> None:
    @app.command(help=say("cli.grade"))
    def grade(
        path: Annotated[Path, typer.Argument(help=say("cli.grade_path"))],
        lab: Annotated[Path, typer.Option(help=say("cli.lab"))],
        out: Annotated[Path, typer.Option(help=say("cli.out"))] = Path("results"),
        jobs: Annotated[int, typer.Option(min=1, help=say("cli.jobs"))] = JOBS,
        isolation: Annotated[Choice | None, typer.Option(help=say("cli.isolation"))] = None,
    ) -> None:
        from autograder import batch, submission, tables
        from autograder import lab as labs
        from autograder.host import Asked, guard, host_for

        console = _console()
        with faults(say):
            labs.load(lab)  # a fault of the lab's is said once, not once a submission
            paths = batch.notebooks(path)
            guard((lab, path, out))
            if not path.is_dir():
                submission.read(path)  # a file that is no notebook is told at once
            asked: Asked = "any" if isolation == "any" else Level(isolation) if isolation else None
            with host_for(asked, len(paths) > 1) as here:
                typer.echo(say(f"isolation.{here.level.key}"), err=True)
                order = batch.Order(lab.resolve(), out.resolve(), here, say.language)
                with _bar(say("cli.grading"), len(paths), hidden=len(paths) == 1) as advance:
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


def _add_release(app: typer.Typer, say: Catalogue) -> None:
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

        with faults(say), host() as here:
            declared = labs.load(lab)
            shelf = shelf_for(declared)
            built = releases.release(
                declared,
                out or Path("assignment") / declared.id,
                lambda path: grade.grade(submission.read(path), declared, shelf, here),
            )
            typer.echo(say("cli.released", folder=built.folder, count=len(built.files)))


def _add_audit(app: typer.Typer, say: Catalogue) -> None:
    @app.command(help=say("cli.audit"))
    def audit(
        lab: Annotated[Path, typer.Argument(help=say("cli.lab"))],
        names: Annotated[list[str] | None, typer.Argument(help=say("cli.audit_names"))] = None,
        jobs: Annotated[int, typer.Option(min=1, help=say("cli.jobs"))] = JOBS,
        seeds: Annotated[int, typer.Option(min=1, help=say("cli.audit_seeds"))] = 1,
        mutants: Annotated[bool, typer.Option("--mutants", help=say("cli.audit_mutants"))] = False,
        table: Annotated[Path | None, typer.Option("--json", help=say("cli.audit_json"))] = None,
        page: Annotated[Path | None, typer.Option("--html", help=say("cli.audit_html"))] = None,
        keep: Annotated[Path | None, typer.Option(help=say("cli.audit_keep"))] = None,
    ) -> None:
        from autograder import attempt, audit_json, audit_page, audit_table, figures
        from autograder import audit as audits
        from autograder import lab as labs
        from autograder.corpora import shelf_for
        from autograder.host import host
        from autograder.ledger import ledger

        with faults(say):
            declared = labs.load(lab)
            planned = audits.plan(declared, names or (), mutants)
            shelf = shelf_for(declared)
            kept = ledger(keep or Path("build") / "audit" / declared.id, declared, shelf, seeds)
            with host() as here, _bar(say("cli.auditing"), len(planned)) as advance:
                bench = attempt.Bench(declared, shelf, here, seeds)
                found = audits.audit(planned, bench, kept, jobs=jobs, progress=lambda _: advance())
        _console().print(audit_table.render(found, say))
        if table is not None:
            _write(table, json.dumps(audit_json.plain(found), ensure_ascii=False, indent=2) + "\n")
        if page is not None:
            _write(page, audit_page.page(found, say))
        if figures.faults(found):
            raise typer.Exit(1)


def _add_samples(app: typer.Typer, say: Catalogue) -> None:
    @app.command(help=say("cli.samples"))
    def samples(
        lab: Annotated[Path, typer.Argument(help=say("cli.lab"))],
        folder: Annotated[Path, typer.Argument(help=say("cli.samples_folder"))],
        names: Annotated[list[str] | None, typer.Argument(help=say("cli.samples_names"))] = None,
    ) -> None:
        from autograder import lab as labs
        from autograder import samples as notebooks

        with faults(say):
            for path in notebooks.write(labs.load(lab), folder, names or ()):
                typer.echo(say("cli.written", path=path))


def _add_schema(app: typer.Typer, say: Catalogue) -> None:
    @app.command(help=say("cli.schema"))
    def schema() -> None:
        from autograder import report

        typer.echo(json.dumps(report.schema(), ensure_ascii=False, indent=2))


def _add_doctor(app: typer.Typer, say: Catalogue) -> None:
    @app.command(help=say("cli.doctor"))
    def doctor(jobs: Annotated[int, typer.Option(min=1, help=say("cli.jobs"))] = JOBS) -> None:
        from autograder import doctor as doctors
        from autograder import doctor_table

        with faults(say):
            found = doctors.examine(jobs)
        _console().print(doctor_table.examined(found, say))
        end = doctors.conclusion(found)
        typer.echo(say(end.key, **end.values))
        if end.key != doctors.ENOUGH:
            raise typer.Exit(1)


def _add_corpus(app: typer.Typer, say: Catalogue) -> None:
    data = Annotated[Path, typer.Option(help=say("cli.data"))]

    @app.command("list", help=say("cli.corpus_list"))
    def listed(folder: data = Path("data")) -> None:
        from autograder.corpora import Shelf

        with faults(say):
            shelf = Shelf(folder)
            for name in shelf.names():
                copy = shelf.copy(name)
                origin = say(f"cli.origin_{copy.origin}")
                typer.echo(
                    say("cli.corpus_line", name=name, size=copy.corpus.vocab_size, length=len(copy.text), origin=origin)
                )

    @app.command(help=say("cli.corpus_fetch"))
    def fetch(name: Annotated[str, typer.Argument(help=say("cli.corpus_name"))], folder: data = Path("data")) -> None:
        from autograder.corpora import Shelf

        columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
        with faults(say), Progress(*columns, console=Console(stderr=True)) as progress:
            task = progress.add_task(name, total=None)
            path = Shelf(folder).fetch(name, lambda done, total: progress.update(task, completed=done, total=total))
        typer.echo(say("cli.written", path=path))


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", errors="replace")  # a student's half emoji must not cost the file


def _console() -> Console:
    """A console for tables: as wide as the terminal, and wide enough where they go to a file."""
    return Console() if sys.stdout.isatty() else Console(width=WIDTH)


@contextmanager
def _bar(what: str, total: int, hidden: bool = False) -> Iterator[Callable[[], None]]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), disable=hidden) as progress:
        task = progress.add_task(what, total=total)
        yield lambda: progress.advance(task)


def main() -> None:
    """Run the command; being asked to end is no reason to leave processes and folders behind."""
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    build(catalogue(language(os.environ)))(prog_name="autograder")


if __name__ == "__main__":
    main()
