"""`autograder reprice`: other prices of mistakes for a class that is graded already."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from autograder.commands import terminal
from autograder.messages import Catalogue

if TYPE_CHECKING:
    from autograder.gradebook.repricing import ClassRepricing
    from autograder.results.changes import StudentChange


def add(app: typer.Typer, say: Catalogue) -> None:
    """Add the command."""

    @app.command(help=say("reprice.help"))
    def reprice(
        lab: Annotated[Path, typer.Option(help=say("cli.lab"))],
        out: Annotated[Path, typer.Option(help=say("reprice.out"))] = Path("results"),
        book: Annotated[str | None, typer.Option(help=say("cli.book"))] = None,
        apply: Annotated[bool, typer.Option("--apply", help=say("reprice.apply"))] = False,
        author: Annotated[str, typer.Option(help=say("reprice.author"))] = "",
        note: Annotated[str, typer.Option(help=say("reprice.note"))] = "",
    ) -> None:
        from autograder.batch.reprice import reprice_results
        from autograder.gradebook.book import open_gradebook
        from autograder.gradebook.repricing import PriceDecision
        from autograder.lab.declaration import load_lab
        from autograder.lab.price_list import outdated_line, read_price_list

        with terminal.faults(say):
            declared = load_lab(lab)
            prices = read_price_list(declared)
            kept = book or str((out / "gradebook").with_suffix(".db"))
            decision = PriceDecision(author, note) if apply else None
            rewritten: list[int] = []
            with open_gradebook(kept, create=False, language=say.language) as opened:
                found = opened.reprice(
                    declared,
                    prices,
                    decision,
                    lambda moved: rewritten.append(reprice_results(out, moved, declared, prices)),
                )
            if line := outdated_line(declared, say):
                terminal.echo(line, err=True)
            _show(found, bool(prices.prices), declared.folder, say)
            if not found.runs:
                return
            if decision is None:
                typer.echo(say("reprice.not_applied"))
                return
            terminal.echo(say("reprice.applied", author=author, out=out, count=sum(rewritten)))


def _show(found: "ClassRepricing", priced: bool, lab: Path, say: Catalogue) -> None:
    from autograder.output.text import format_points
    from autograder.results.change_lines import change_lines

    if found.left:
        typer.echo(say("reprice.left", count=found.left), err=True)
    if not found.runs:
        terminal.echo(say("reprice.nothing", count=found.priced) if priced else say("reprice.no_prices", lab=lab))
        return
    if found.students:
        terminal.echo("\n".join(change_lines(found.students, say)))
        moves = [_move(change) for change in found.students]
        low, high = (
            f"{'+' if move > 0 else '−' if move < 0 else ''}{format_points(abs(move))}"
            for move in (min(moves), max(moves))
        )
        span = low if low == high else say("reprice.between", low=low, high=high)
        count = sum(move != 0 for move in moves)
        typer.echo(say("reprice.moved", count=count, total=found.counting, moves=span))
    if found.others:
        typer.echo(say("reprice.others", count=found.others))


def _move(change: "StudentChange") -> float:
    """By how many points a student moves, of those that are certain."""
    before, after = (total.score + total.bonus if total else 0.0 for total in (change.before, change.after))
    return round(after - before, 4)
