"""What each cell of a notebook printed and plotted, kept in the student's process until the grader asks for it.

Figures are read with pyplot's own list of them and never closed or changed. Objects of a student's may be hostile: what
cannot be read is counted, and nothing that is raised here reaches a cell.
"""

import hashlib
import sys
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

MAX_PRINTED = 64 << 10  # characters kept of a cell
MAX_LABEL = 500
MAX_FIGURES = 20  # of a cell
MAX_AXES = 50
MAX_LINES = 200  # of a figure
MAX_POINTS = 10_000  # of a line; its share of MAX_FIGURE_POINTS where it has many siblings
MAX_FIGURE_POINTS = 100_000


@dataclass
class CellRecord:
    """What one cell printed, the figures that it made or changed, and how many more there were than could be read."""

    text: str = ""
    figures: list[dict[str, Any]] = field(default_factory=list)
    unreadable: int = 0


@dataclass(frozen=True)
class _SeenFigure:
    """A figure as it was at the end of a cell: `digest` stands for all that is read of it."""

    figure: Any
    digest: bytes
    lines: dict[int, Any]


class OpenFigures(OrderedDict[Any, Any]):
    """Pyplot's list of open figures, which tells of each figure that leaves it."""

    def __init__(self, open_figures: Any, closing: Callable[[Any], None]) -> None:
        super().__init__(open_figures)
        self.closing = closing

    def __delitem__(self, number: Any) -> None:
        """Take a figure off the list."""
        self.closing(self.get(number))
        super().__delitem__(number)

    def pop(self, number: Any, *default: Any) -> Any:
        """Take a figure off the list and return its manager."""
        self.closing(self.get(number))
        return super().pop(number, *default)

    def clear(self) -> None:
        """Take all figures off the list."""
        for manager in list(self.values()):
            self.closing(manager)
        super().clear()


class Recorder:
    """Keeps a record of each cell, in the order in which they ran; `cells` holds those that have ended."""

    def __init__(self) -> None:
        self.cells: list[CellRecord] = []
        self.current: CellRecord | None = None
        self.seen: dict[int, _SeenFigure] = {}
        self.closed: list[Any] = []

    def begin_cell(self) -> None:
        """Start the record of a cell."""
        self.current = CellRecord()
        try:
            self._watch_closing()
        except BaseException:  # whatever a student made of pyplot
            self.current.unreadable += 1

    def end_cell(self, text: str) -> None:
        """End the record of a cell, which printed a text, and note what it plotted."""
        record, self.current = self.current or CellRecord(), None
        record.text = text
        self.cells.append(record)
        try:
            self._note_open(record)
        except BaseException:  # an interrupt too: the cell has come to its end
            record.unreadable += 1
        self.closed = []

    def recording(self, cell: int, kind: str) -> Any:
        """Return the "text" that a cell printed or what it plotted, by the cell's place among those that ran."""
        record = self.cells[cell]
        return record.text if kind == "text" else {"figures": record.figures, "unreadable": record.unreadable}

    def _watch_closing(self) -> None:
        pyplot_figures = _pyplot_figures()
        if pyplot_figures is not None and type(pyplot_figures.figs) is not OpenFigures:
            pyplot_figures.figs = OpenFigures(pyplot_figures.figs, self._note_closing)

    def _note_closing(self, manager: Any) -> None:
        """Note a figure that a cell closes."""
        record = self.current
        if record is None or manager is None or len(record.figures) >= MAX_FIGURES:
            return
        try:
            figure = manager.canvas.figure
            if not any(closed is figure for closed in self.closed):
                self.closed.append(figure)
                self._note(record, figure)
        except Exception:  # an interrupt goes through: it is for the cell, which goes on
            record.unreadable += 1

    def _note_open(self, record: CellRecord) -> None:
        pyplot_figures = _pyplot_figures()
        managers = list(pyplot_figures.figs.values()) if pyplot_figures is not None else []
        if managers or self.seen:
            noted = [self._note(record, manager.canvas.figure) for manager in managers]
            self.seen = {id(seen.figure): seen for seen in noted}

    def _note(self, record: CellRecord, figure: Any) -> _SeenFigure:
        """Add a figure to a record where it is not what it was at the end of the cell before."""
        before = self.seen.get(id(figure))
        earlier = before.lines if before is not None and before.figure is figure else {}
        try:
            read, lines = _read_figure(figure, earlier)
            digest = _digest(read)
        except (Exception, SystemExit):
            read, lines, digest = None, {}, b"unreadable"
        if before is None or before.figure is not figure or before.digest != digest:
            if read is None or len(record.figures) >= MAX_FIGURES:
                record.unreadable += 1
            else:
                record.figures.append(read)
        return _SeenFigure(figure, digest, lines)


def _pyplot_figures() -> Any:
    """Return the class that lists pyplot's figures; None where nothing has imported pyplot."""
    return getattr(sys.modules.get("matplotlib._pylab_helpers"), "Gcf", None)


def _read_figure(figure: Any, earlier: dict[int, Any]) -> tuple[dict[str, Any], dict[int, Any]]:
    """Return a figure as plain data, and its lines by identity; raises whatever its objects raise.

    `earlier` are the lines that it had before the cell.
    """
    every_axes = list(figure.axes)
    lines = [line for axes in every_axes for line in axes.get_lines()]
    if len(every_axes) > MAX_AXES or len(lines) > MAX_LINES:
        raise ValueError("more than is kept")
    most = min(MAX_POINTS, MAX_FIGURE_POINTS // max(len(lines), 1))
    title = figure._suptitle
    read = {
        "title": "" if title is None else _label(title.get_text()),
        "axes": [_read_axes(axes, most, earlier) for axes in every_axes],
    }
    return read, {id(line): line for line in lines}


def _read_axes(axes: Any, most: int, earlier: dict[int, Any]) -> dict[str, Any]:
    legend = axes.get_legend()
    return {
        "title": _label(axes.get_title()),
        "xlabel": _label(axes.get_xlabel()),
        "ylabel": _label(axes.get_ylabel()),
        "xscale": _label(axes.get_xscale()),
        "yscale": _label(axes.get_yscale()),
        "legend": [] if legend is None else [_label(text.get_text()) for text in list(legend.get_texts())[:MAX_LINES]],
        "lines": [_read_line(line, most, earlier.get(id(line)) is line) for line in axes.get_lines()],
        "bars": sum(len(bars.patches) for bars in axes.containers if hasattr(bars, "patches")),
        "images": len(axes.get_images()),
        "markers": sum(len(drawn.get_offsets()) for drawn in axes.collections if _is_scatter(drawn)),
    }


def _read_line(line: Any, most: int, is_earlier: bool) -> dict[str, Any]:
    x, y = (np.ma.filled(np.ma.asarray(data, dtype=np.float64), np.nan) for data in line.get_data(orig=False))
    return {
        "label": _label(line.get_label()),
        "points": min(len(x), len(y)),
        "x": np.array(x[:most], dtype=np.float64),
        "y": np.array(y[:most], dtype=np.float64),
        "earlier": is_earlier,
    }


def _is_scatter(drawn: Any) -> bool:
    return any(kind.__name__ == "PathCollection" for kind in type(drawn).__mro__)


def _label(text: Any) -> str:
    """Return the start of a text, as a plain `str`; raises TypeError for what is none."""
    return str.__getitem__(text, slice(MAX_LABEL))


def _digest(read: dict[str, Any]) -> bytes:
    """Return a digest of a figure's data, in which a NaN is equal to itself and it does not matter who drew a line."""
    state = hashlib.sha256()
    for axes in read["axes"]:
        for line in axes["lines"]:
            state.update(line["x"].tobytes() + line["y"].tobytes())
            state.update(repr((line["label"], line["points"])).encode("utf-8", "replace"))
        plain = {name: value for name, value in axes.items() if name != "lines"}
        state.update(repr(plain).encode("utf-8", "replace"))
    state.update(read["title"].encode("utf-8", "replace"))
    return state.digest()
