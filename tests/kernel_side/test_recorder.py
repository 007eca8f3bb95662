"""Laws of the record of what cells printed and plotted, held on pyplot itself."""

import matplotlib

matplotlib.use("agg")

from collections.abc import Iterator

import matplotlib._pylab_helpers as pylab_helpers
import matplotlib.pyplot as plt
import pytest

from autograder.kernel_side.recorder import MAX_AXES, MAX_FIGURES, Recorder


@pytest.fixture
def recorder() -> Iterator[Recorder]:
    """A recorder of a process without figures."""
    before = pylab_helpers.Gcf.figs
    yield Recorder()
    plt.close("all")
    pylab_helpers.Gcf.figs = before


def figures_of(recorder, cell):
    """The titles of the figures that the recorder saw in a cell, a function, and how many it could not read."""
    recorder.begin_cell()
    cell()
    recorder.end_cell("")
    record = recorder.cells[-1]
    return [figure["title"] for figure in record.figures], record.unreadable


def test_a_figure_belongs_to_the_cells_that_change_it(recorder):
    """A figure is told in the cell that makes it, in one that changes it, and in no other, though it has a NaN."""
    assert figures_of(recorder, lambda: plt.figure().suptitle("one") and plt.plot([1, float("nan")])) == (["one"], 0)
    assert figures_of(recorder, lambda: None) == ([], 0)
    assert figures_of(recorder, lambda: plt.plot([2])) == (["one"], 0)
    assert [line["earlier"] for line in recorder.cells[-1].figures[0]["axes"][0]["lines"]] == [True, False]
    assert figures_of(recorder, lambda: plt.close("all")) == ([], 0)


@pytest.mark.parametrize("close", [lambda: plt.close("all"), plt.close, lambda: plt.close(plt.gcf())])
def test_a_figure_is_read_before_it_is_closed(recorder, close):
    """However a figure is closed, it is told once, as it was."""
    assert figures_of(recorder, lambda: (plt.figure().suptitle("one"), close())) == (["one"], 0)
    assert plt.get_fignums() == []


def test_what_is_too_much_or_hostile_is_counted(recorder):
    """Figures beyond the limits, or that raise whatever they like, are counted and not told; none is closed."""

    def hostile():
        raise SystemExit

    def make():
        for _ in range(MAX_FIGURES):
            plt.figure()
        with pytest.warns(RuntimeWarning, match="More than"):
            plt.subplots(MAX_AXES + 1)
        plt.subplots()[1].get_title = hostile

    titles, unreadable = figures_of(recorder, make)
    assert len(titles) == MAX_FIGURES and unreadable == 2 and len(plt.get_fignums()) == MAX_FIGURES + 2
    assert figures_of(recorder, lambda: None) == ([], 0)
