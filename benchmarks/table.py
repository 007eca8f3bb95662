"""The table that people read, with each figure beside its ratio to the floor."""

from collections.abc import Sequence
from statistics import median
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.results import Measured

FLOOR = "floor"


def show(rows: Sequence[Measured], about: dict[str, Any], console: Console) -> None:
    """Print the table, and under it how it was measured and what the floor allows."""
    jobs = about["jobs"]
    table = Table(title="one notebook, graded again and again: median (least to most) of the rounds")
    table.add_column("row")
    heads = (f"a minute, {jobs} at once", "of the floor", "CPU s each", "of the floor", "seconds, one alone")
    for head in (*heads, "MiB, one job", "MiB, each further job"):
        table.add_column(head, justify="right")
    floor = next((measured for measured in rows if measured.row.key == FLOOR and measured.single), None)
    for measured in rows:
        table.add_row(measured.row.title, *_figures(measured, floor))
    console.print(table)
    facts = ", ".join(f"{key.replace('_', ' ')} {value}" for key, value in about.items())
    console.print(facts, soft_wrap=True)
    if floor is not None:
        allowed = 1.5 * median(floor.cpu) + 0.5
        console.print(f"1.5 times the floor's CPU plus 0.5 s: {allowed:.2f} CPU s", soft_wrap=True)


def _figures(measured: Measured, floor: Measured | None) -> list[str]:
    if measured.unable:
        return [f"not measured: {measured.unable}"]
    rate_ratio = _ratio(measured.rate, floor.rate) if floor else ""
    cpu_ratio = _ratio(measured.cpu, floor.cpu) if floor else ""
    rate, cpu, seconds = _spread(measured.rate, 0), _spread(measured.cpu, 2), _spread(measured.seconds, 2)
    return [rate, rate_ratio, cpu, cpu_ratio, seconds, _mib(measured.first), _mib(measured.further)]


def _spread(figures: Sequence[float], digits: int) -> str:
    if not figures:
        return ""
    middle, low, high = (f"{figure:.{digits}f}" for figure in (median(figures), min(figures), max(figures)))
    return f"{middle} ({low} to {high})"


def _ratio(figures: Sequence[float], floor: Sequence[float]) -> str:
    return f"× {median(figures) / median(floor):.2f}" if figures and floor else ""


def _mib(size: int | None) -> str:
    return "" if size is None else f"{size / (1 << 20):.0f}"
