"""Laws of what a check sees of a question beside its objects: what was printed, plotted and written, and by whom."""

import dataclasses
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from autograder.errors import LabError
from autograder.grading.live_submission import open_submission
from autograder.lab.corpora import shelf_for
from autograder.lab.declaration import Layout, Limits, StudentRules
from autograder.notebook.submission import Cell, Submission
from autograder.student.student import Student, StudentFault, Undecided

PLOT = """
import matplotlib.pyplot as plt
plt.plot([1, 2, 3], [3.0, 2.0, float("nan")], label="train")
plt.plot([1, 2, 3], [4.0, 3.0, 2.5])
plt.bar([1, 2], [3, 4]); plt.scatter([1, 2, 3], [1, 1, 1]); plt.imshow([[1, 2], [3, 4]])
plt.xlabel("step"); plt.ylabel("loss"); plt.title("Training"); plt.yscale("log"); plt.legend(["train", "val"])
plt.show()
"""
HOSTILE = """
import builtins, sys
import matplotlib.pyplot as plt
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
class Text(str):
    def __len__(self): return 1
    def __getitem__(self, part): raise SystemExit
    def __str__(self): raise RuntimeError
plt.plot([1, 2])
def boom(*a, **k): raise SystemExit("no")
Line2D.get_data = Line2D.get_label = boom
Figure.__eq__ = boom
Figure.__hash__ = boom
sys.stdout.write(Text("y"))
kept = print
builtins.print = boom
for _ in range(10): sys.stdout.write("z" * (1 << 20))
"""
CELLS = (
    ("markdown", "Name: Ana Rojas"),
    ("code", "import torch\ntorch.manual_seed(20668440)\nprint('set-up')"),
    ("markdown", "# a)"),
    ("markdown", "Because I say so."),
    ("code", "import sys\nprint('hello', 3)\nprint('warned', file=sys.stderr)\ndef shout(): sys.stdout.write('later')"),
    ("code", ""),
    ("code", "print('ñ \\ud800'.encode('utf-8', 'surrogatepass').decode('utf-8', 'surrogatepass'))\n1 / 0"),
    ("markdown", "# b)"),
    ("code", PLOT),
    ("code", "plt.figure(); plt.plot([5, 6])"),
    ("markdown", "# c)"),
    ("code", "x = 1"),
    ("markdown", "# d)"),
    ("code", "plt.plot([7, 8, 9]); fig, ax = plt.subplots(1, 2); fig.suptitle('Two')\nplt.close('all')"),
    ("markdown", "# f)"),
    ("code", "import os; os._exit(1)"),
    ("markdown", "# g)"),
    ("code", HOSTILE),
)


@pytest.fixture(scope="module")
def opened(tiny, here) -> Callable[..., Iterator[Student]]:
    """Opens a notebook of cells, as (kind, source), in a lab of seven questions with headings."""

    @contextmanager
    def make(*cells: tuple[str, str]) -> Iterator[Student]:
        lab = dataclasses.replace(
            tiny(dict.fromkeys("abcdefg", 1.0)),
            limits=Limits(10, 5, 200),
            layout=Layout(r"(?m)^# {id}\)"),
            student=StudentRules(seed_call="manual_seed", name=r"Name: (.*)"),
        )
        lab = dataclasses.replace(lab, questions=tuple(dataclasses.replace(q, defines=()) for q in lab.questions))
        made = tuple(Cell(index, kind, source, index) for index, (kind, source) in enumerate(cells))
        with open_submission(Submission(Path("x.ipynb"), "0" * 64, made), lab, shelf_for(lab), here) as live:
            live.student.begin("a", 30)
            yield live.student
            live.student.finish()

    return make


@pytest.fixture(scope="module")
def student(opened) -> Iterator[Student]:
    """A notebook that prints, plots, dies and attacks."""
    with opened(*CELLS) as made:
        yield made


def test_what_a_question_printed_can_be_read(student):
    """The output of a question is what its cells printed on stdout, up to an error; no other cell's, nothing later."""
    student.run("shout()")
    text = student.output("a")
    assert text.startswith("hello 3\nñ ") and "warned" not in text and "later" not in text and "set-up" not in text
    text.encode("utf-8")
    assert student.output("c") == ""


def test_a_plot_is_plain_data(student):
    """A figure tells its texts, scales, lines and how much else it shows; one that did not change is not told again."""
    first, second = student.figures("b")
    (axes,) = first.axes
    assert (axes.title, axes.xlabel, axes.ylabel, axes.yscale) == ("Training", "step", "loss", "log")
    assert axes.legend == ("train", "val") and (axes.bars, axes.markers, axes.images) == (2, 3, 1)
    train, val = axes.lines
    assert train.x == (1.0, 2.0, 3.0) and train.y[:2] == (3.0, 2.0) and train.y[2] != train.y[2]
    assert val.y == (4.0, 3.0, 2.5) and val.points == 3 and train.label == "train"
    assert [line.y for line in second.axes[0].lines] == [(5.0, 6.0)] and second.axes[0].lines[0].label == ""


def test_a_figure_that_is_closed_is_told_as_it_was(student):
    """Closing a figure loses nothing of it, and one that was not closed is drawn on by later cells."""
    figures = student.figures("d")
    drawn = [line for figure in figures for axes in figure.axes for line in axes.lines]
    assert {line.y for line in drawn if not line.earlier} == {(7.0, 8.0, 9.0)}
    assert [(figure.title, len(figure.axes)) for figure in figures if figure.title] == [("Two", 2)]


def test_hostile_output_is_bounded(student):
    """Whatever a notebook does to print and pyplot, its output has at most 65 536 characters a cell."""
    text = student.output("g")
    assert text.startswith("yzzz") and len(text) == 64 << 10
    with pytest.raises(Undecided):
        student.figures("g")


def test_no_plot_is_no_doubt_but_where_one_may_have_gone_unseen(student, opened):
    """A question without plots has none; where the notebook draws outside of pyplot's list, a person must look."""
    with pytest.raises(Undecided):
        student.figures("c")
    with opened(("markdown", "# a)"), ("code", "x = 1")) as other:
        assert other.figures("a") == ()


def test_what_nobody_can_tell_is_undecided(student):
    """A question without cells, or whose cell killed the process, is for a person; one that is not there is a fault."""
    for id in "ef":
        with pytest.raises(Undecided):
            student.output(id)
    with pytest.raises(Undecided):
        student.markdown("e")
    with pytest.raises(LabError):
        student.output("zz")


def test_what_was_written_can_be_read(student):
    """The text below a heading is the student's; where there is none, it is empty or the heading itself."""
    assert student.markdown("a") == "Because I say so."


def test_the_author_is_known(student):
    """A check sees the name and the seeds that the notebook holds."""
    assert (student.identity.name, student.identity.seeds) == ("Ana Rojas", (20668440,))


def test_a_process_that_is_started_again_gives_its_new_output(opened):
    """After a death the cells run again, and what they print then is what is read."""
    source = "import os, time\nprint(time.time_ns())\ndef die(): os._exit(1)"
    with opened(("markdown", "# a)"), ("code", source)) as student:
        before = student.output("a")
        with pytest.raises(StudentFault):
            student.run("die()")
        student.begin("a", 30)
        assert int(student.output("a")) > int(before)


def test_a_lie_of_the_process_is_a_fault(opened):
    """A record that the student's code has replaced is a fault of the student's, not an error of ours."""
    source = """
import gc
plot = 1
for kept in gc.get_objects():
    if type(kept).__name__ == "Recorder":
        type(kept).recording = lambda *_: {"figures": [{"title": 3}], "unreadable": 0}
"""
    with opened(("markdown", "# a)"), ("code", source)) as student:
        for ask in (student.output, student.figures):
            with pytest.raises(StudentFault):
                ask("a")
