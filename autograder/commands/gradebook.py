"""`autograder gradebook`: who has which points, since when and through whom."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from autograder.commands import terminal
from autograder.messages import Catalogue

if TYPE_CHECKING:
    from autograder.gradebook.book import Gradebook
    from autograder.lab.declaration import Lab

BOOK = "results/gradebook.db"
NONE = "-"
NEGATIVE = {"ignore_unknown_options": True}  # "-1" is a number, and to be refused as one


def add(app: typer.Typer, say: Catalogue) -> None:
    """Add the command, with commands of its own."""
    group = typer.Typer(help=say("gradebook.help"), no_args_is_help=True)
    app.add_typer(group, name="gradebook")
    labs = Annotated[Path, typer.Option("--lab", help=say("cli.lab"))]
    books = Annotated[str, typer.Option("--book", help=say("gradebook.book"))]
    students = Annotated[str, typer.Argument(help=say("gradebook.student"))]

    @group.command(help=say("gradebook.show"))
    def show(lab: labs, book: books = BOOK) -> None:
        from autograder.gradebook import table

        with _opened(lab, book, say) as (asked, found):
            terminal.console().print(table.class_table(found.records(asked.id), asked, say))

    @group.command(help=say("gradebook.history"))
    def history(student: students, lab: labs, book: books = BOOK) -> None:
        from autograder.gradebook import table

        with _opened(lab, book, say) as (asked, found):
            terminal.console().print(table.history_table(found.history(student, asked.id), say))

    @group.command(help=say("gradebook.diff"))
    def diff(
        lab: labs,
        student: Annotated[str | None, typer.Option(help=say("gradebook.student"))] = None,
        book: books = BOOK,
    ) -> None:
        from autograder.results.change_lines import change_lines

        with _opened(lab, book, say) as (asked, found):
            changed = found.last_changes(asked, student)
        terminal.echo("\n".join(change_lines(changed, say)) if changed else say("gradebook.no_changes"))

    @group.command(help=say("gradebook.stats"))
    def stats(lab: labs, book: books = BOOK) -> None:
        from autograder.gradebook import table

        with _opened(lab, book, say) as (asked, found):
            terminal.console().print(table.stats_table(found.stats(asked), say))

    @group.command(help=say("gradebook.give"), context_settings=NEGATIVE)
    def give(
        student: students,
        question: Annotated[str, typer.Argument(help=say("gradebook.question"))],
        points: Annotated[str, typer.Argument(help=say("gradebook.points_given"))],
        author: Annotated[str, typer.Option(help=say("gradebook.author"))],
        lab: labs,
        note: Annotated[str, typer.Option(help=say("gradebook.note"))] = "",
        book: books = BOOK,
    ) -> None:
        from autograder.gradebook import table
        from autograder.gradebook.manual import ManualPoints

        with _opened(lab, book, say) as (asked, found):
            given = ManualPoints(question, _number(points), author, note)
            person = found.give(asked, student, given, datetime.now(UTC))
        values = {"student": table.student_line(person) or student, "question": question, "author": author}
        if given.points is None:
            terminal.echo(say("gradebook.withdrawn", **values))
        else:
            terminal.echo(say("gradebook.given", points=f"{given.points:g}", **values))

    @group.command(help=say("gradebook.conflicts"))
    def conflicts(
        lab: labs,
        book: books = BOOK,
        every: Annotated[bool, typer.Option("--all", help=say("gradebook.all_conflicts"))] = False,
    ) -> None:
        from autograder.gradebook import table

        with _opened(lab, book, say) as (asked, found):
            terminal.console().print(table.conflict_table(found.conflicts(asked.id), every, say))

    @group.command(help=say("gradebook.settle"), context_settings=NEGATIVE)
    def settle(
        number: Annotated[int, typer.Argument(help=say("gradebook.settle_number"))],
        author: Annotated[str, typer.Option(help=say("gradebook.settled_by"))],
        lab: labs,
        file: Annotated[str, typer.Option(help=say("gradebook.settle_file"))] = "",
        student: Annotated[str, typer.Option(help=say("gradebook.settle_student"))] = "",
        note: Annotated[str, typer.Option(help=say("gradebook.note"))] = "",
        book: books = BOOK,
    ) -> None:
        from autograder.gradebook.decisions import Settlement

        with _opened(lab, book, say) as (asked, found):
            before = {each.number for each in found.conflicts(asked.id)}
            found.settle(asked.id, Settlement(number, author, file, student, note), datetime.now(UTC))
            followed = [each for each in found.conflicts(asked.id) if each.number not in before]
        typer.echo(say("gradebook.settled", number=number, author=author))
        for each in followed:
            terminal.echo(say("gradebook.followed", number=each.number, why=each.text(say)), err=True)


@contextmanager
def _opened(lab: Path, book: str, say: Catalogue) -> Iterator[tuple["Lab", "Gradebook"]]:
    """A lab and a gradebook that is there, with what goes wrong in one line."""
    from autograder.gradebook.book import open_gradebook
    from autograder.lab.declaration import load_lab

    with terminal.faults(say):
        asked = load_lab(lab)
        with open_gradebook(book, create=False, language=say.language) as found:
            yield asked, found


def _number(text: str) -> float | None:
    """The points that a text says, with a point or a comma; None for the sign that withdraws them."""
    from autograder.errors import GradebookError

    if text == NONE:
        return None
    try:
        return float(text.replace(",", "."))
    except ValueError:
        raise GradebookError("gradebook.bad_number", text=text) from None
