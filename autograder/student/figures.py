"""The matplotlib figures that a cell plotted, as plain data."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np

T = TypeVar("T")


class MalformedFigure(ValueError):
    """The student's process sent data that does not describe a figure."""


@dataclass(frozen=True)
class PlottedLine:
    """A line of a plot.

    `x` and `y` hold its first points, at most 10 000; `points` is how many it has. `label` is "" if it has none.
    `earlier` says that an earlier cell drew it: a figure that is not closed stays open from cell to cell.
    """

    label: str
    x: tuple[float, ...]
    y: tuple[float, ...]
    points: int
    earlier: bool = False


@dataclass(frozen=True)
class PlottedAxes:
    """One plot of a figure: its texts, its scales ("linear", "log"), its lines, and counts of other content.

    `legend` holds the texts of the legend, `bars` counts bars (also of histograms), `images` images, `markers` the
    points of scatter plots.
    """

    title: str
    xlabel: str
    ylabel: str
    xscale: str
    yscale: str
    legend: tuple[str, ...]
    lines: tuple[PlottedLine, ...]
    bars: int = 0
    images: int = 0
    markers: int = 0


@dataclass(frozen=True)
class PlottedFigure:
    """A matplotlib figure; `title` is the one above all its axes."""

    title: str
    axes: tuple[PlottedAxes, ...]


def read_figures(answer: Any) -> tuple[tuple[PlottedFigure, ...], int]:
    """Return the figures of one cell, and how many more could not be read.

    Raises MalformedFigure for an answer that the recorder in the kernel does not give.
    """
    figures = tuple(
        PlottedFigure(_text(figure, "title"), _each(figure, "axes", _axes)) for figure in _list(answer, "figures")
    )
    return figures, _count(answer, "unreadable")


def printable(text: str) -> str:
    """Return a text with every character that cannot be encoded as UTF-8 replaced by `?`."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _axes(axes: Any) -> PlottedAxes:
    return PlottedAxes(
        **{name: _text(axes, name) for name in ("title", "xlabel", "ylabel", "xscale", "yscale")},
        legend=_each(axes, "legend", _plain),
        lines=_each(axes, "lines", _line),
        bars=_count(axes, "bars"),
        images=_count(axes, "images"),
        markers=_count(axes, "markers"),
    )


def _line(line: Any) -> PlottedLine:
    label = _text(line, "label")
    return PlottedLine(
        label="" if label.startswith("_child") else label,  # matplotlib's own name for what has none
        x=_numbers(line, "x"),
        y=_numbers(line, "y"),
        points=_count(line, "points"),
        earlier=_field(line, "earlier") is True,
    )


def _field(table: Any, name: str) -> Any:
    if not isinstance(table, dict) or name not in table:
        raise MalformedFigure(name)
    return table[name]


def _plain(value: Any) -> str:
    if not isinstance(value, str):
        raise MalformedFigure("text")
    return printable(value)


def _text(table: Any, name: str) -> str:
    return _plain(_field(table, name))


def _count(table: Any, name: str) -> int:
    value = _field(table, name)
    if type(value) is not int or value < 0:
        raise MalformedFigure(name)
    return value


def _list(table: Any, name: str) -> list[Any]:
    value = _field(table, name)
    if not isinstance(value, list):
        raise MalformedFigure(name)
    return value


def _each(table: Any, name: str, read: Callable[[Any], T]) -> tuple[T, ...]:
    return tuple(read(item) for item in _list(table, name))


def _numbers(table: Any, name: str) -> tuple[float, ...]:
    value = _field(table, name)
    if not isinstance(value, np.ndarray) or value.dtype != np.float64 or value.ndim != 1:
        raise MalformedFigure(name)
    return tuple(value.tolist())
