"""`autograder grade`: a submission or a class."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from autograder.commands import terminal
from autograder.commands.progress import progress
from autograder.messages import Catalogue
from autograder.sandbox.level import Level

if TYPE_CHECKING:  # they bring torch, which `--help` should not wait for
    from autograder.batch.items import Item
    from autograder.batch.row import Row
    from autograder.grading.task import Run
    from autograder.intake.entry import Entry
    from autograder.lab.corpora import Shelf
    from autograder.lab.declaration import Lab
    from autograder.people.person import Person
    from autograder.sandbox.host import RequestedLevel


class Choice(StrEnum):
    """A level of isolation by name, or whatever there is."""

    ANY = "any"
    GROUPED = Level.GROUPED
    NAMESPACES = Level.NAMESPACES
    WEAK = Level.WEAK
    USER = Level.USER
    NONE = Level.NONE


@dataclass(frozen=True)
class Wish:
    """What was asked for: what was handed in, a lab, where results go, how far to keep student code apart, who grades.

    `roster` says for whom, and `book` is the gradebook, none where it is empty.
    """

    paths: tuple[Path, ...]
    lab: "Lab"
    out: Path
    level: "RequestedLevel"
    jobs: int
    again: bool
    scheduler: str
    roster: Path | None
    book: str


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
    ) -> None:
        from autograder.doctor import capacity
        from autograder.intake.collect import collected
        from autograder.lab.declaration import load_lab
        from autograder.sandbox.host import check_unreadable

        level: RequestedLevel = "any" if isolation == "any" else Level(isolation) if isolation else None
        alone = len(paths) == 1 and paths[0].is_file() and paths[0].suffix != ".zip"
        kept = "" if alone and book is None else book or str((out / "gradebook").with_suffix(".db"))
        with terminal.faults(say):
            check_unreadable((lab, out, *paths))
            declared = load_lab(lab)
            several = jobs or capacity.jobs(declared.limits.memory)
            wish = Wish(tuple(paths), declared, out, level, several, again, scheduler, roster, kept)
            with collected(paths, wish.lab) as entries:
                rows, whole = _graded(entries, wish, say)
        if alone:
            _show_one(rows[0], out, say)
        else:
            _show_all(rows, out, say)
        if not whole:
            typer.echo(say("cli.go_on", left=sum(not row.result and not row.error for row in rows)), err=True)
            raise typer.Exit(130)


def _graded(entries: "Sequence[Entry]", wish: Wish, say: Catalogue) -> "tuple[list[Row], bool]":
    """The rows of what came in, in order, and whether all was graded or somebody interrupted it."""
    from autograder.batch import items
    from autograder.grading.fingerprint import fingerprint
    from autograder.lab.corpora import shelf_for
    from autograder.lab.files import grading_files

    shelf = shelf_for(wish.lab)
    decided_by = fingerprint(wish.lab, shelf, "autograder.grading.grade", grading_files(wish.lab))
    listed, people, absent = _assigned(items.items(entries, wish.lab, say.language), wish, say)
    found = items.survey(listed, wish.out, decided_by, wish.again)
    rows: dict[str, Row] = {}
    with _booked(wish, decided_by, people) as book:
        for row in found.settled:
            rows[row.name] = book(row)
        if found.waiting:
            if rows:
                typer.echo(say("cli.settled", count=len(rows), total=len(listed)), err=True)
            with (
                _workers(wish, shelf, decided_by, len(listed) > 1, say) as run,
                terminal.patience(say) as wanted,
                progress(say("cli.grading"), len(found.waiting), say) as advance,
            ):
                for row in items.graded(found.waiting, run, wish.out, say.language, wanted):
                    rows[row.name] = book(row)
                    advance(bool(row.error))
    whole = len(rows) == len(listed)
    return [*(rows.get(item.name) or items.row(item, None) for item in listed), *absent], whole


def _assigned(
    listed: "Sequence[Item]", wish: Wish, say: Catalogue
) -> "tuple[Sequence[Item], tuple[Person, ...], list[Row]]":
    """The items with the people on the roster, these people, and the rows of those who handed in nothing."""
    from autograder.batch import items
    from autograder.batch.row import Row
    from autograder.people.roster import Roster

    if wish.roster is None:
        return listed, (), []
    roster = Roster.read(wish.roster)
    identities = {item.entry.source: item.identity for item in listed if item.identity}
    matched = roster.match({item.entry.source: item.entry.owner for item in listed}, identities)
    for conflict in matched.conflicts:
        typer.echo(conflict.reason.render(say.language), err=True)
    for source in matched.unclaimed:
        typer.echo(say("batch.unclaimed", source=source), err=True)
    absent = [Row("", "", error=say("batch.absent"), person=person) for person in matched.absent]
    return items.assigned(listed, matched.people), roster.people, absent


@contextmanager
def _booked(wish: Wish, decided_by: str, people: "Sequence[Person]") -> "Iterator[Callable[[Row], Row]]":
    """What writes a row into the gradebook, if there is to be one, and gives it back."""
    from datetime import UTC, datetime

    from autograder.gradebook.book import opened
    from autograder.gradebook.runs import Run

    if not wish.book:
        yield lambda row: row
        return
    if "://" not in wish.book:
        Path(wish.book).parent.mkdir(parents=True, exist_ok=True)
    with opened(wish.book) as book:
        book.enrol(people)

        def write(row: "Row") -> "Row":
            when = row.time or datetime.now(UTC)
            book.record(Run(wish.lab.id, decided_by, row.source, row.person, row.result, row.error, when))
            return row

        yield write


@contextmanager
def _workers(wish: Wish, shelf: "Shelf", decided_by: str, many: bool, say: Catalogue) -> "Iterator[Run]":
    """Who grades: a cluster, where one was named, or this machine."""
    from autograder.batch import items
    from autograder.grading.task import Order
    from autograder.lab.files import parcel
    from autograder.sandbox.host import open_grading_host

    if wish.scheduler:
        from autograder.batch.cluster import Mission, cluster

        mission = Mission(parcel(wish.lab, shelf), wish.level, say.language, decided_by, wish.lab.gpu)
        with cluster(wish.scheduler, mission) as run:
            yield run
        return
    with open_grading_host(wish.level, many, (wish.lab.folder, wish.out, *wish.paths)) as host:
        typer.echo(say(f"isolation.{host.level.key}"), err=True)
        order = Order(wish.lab.folder.resolve(), host, say.language, decided_by)
        yield items.here(order, wish.jobs if many else 1)


def _show_one(row: "Row", out: Path, say: Catalogue) -> None:
    from autograder.batch import terminal_table

    if row.result is None:
        typer.echo(row.error, err=True)
        raise typer.Exit(2)
    terminal.console().print(terminal_table.one(row.result, say))
    typer.echo(say("cli.written", path=out / row.name / "result.json"))


def _show_all(rows: "Sequence[Row]", out: Path, say: Catalogue) -> None:
    from autograder.batch import csv_table, terminal_table

    path = out / "grades.csv"
    csv_table.write(rows, path)
    terminal.console().print(terminal_table.many(rows, say))
    for row in rows:
        if row.error:
            named = row.source and row.source in row.error
            typer.echo(row.error if named else f"{row.source or row.person.name}: {row.error}", err=True)
    typer.echo(say("cli.written", path=path))
    if not any(row.result for row in rows):
        raise typer.Exit(2)
