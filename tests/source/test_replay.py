"""Laws of running again what a statement's objects were made by."""

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.source.replay import Replay
from autograder.source.training import StatementPlace, find_training


def before(*sources, roots=("GPT", "data")):
    """What is to be run before the last cell, a statement a line, without the attempts around them."""
    cells = dict(enumerate(sources))
    place = StatementPlace(len(sources) - 1, 0, sources[-1])
    text = Replay(cells, find_training(cells)).before(place, roots)
    return [ast.unparse(part.body[0]).splitlines()[0] for part in ast.parse(text).body]


def test_what_comes_from_a_root_is_made_again():
    """A name that the cell reads is made again where it comes from a root, and so is what it is made from."""
    sources = ["model = GPT()", "m = model.to(d)", "opt = Adam(m.parameters())", "fit(m, opt)"]
    assert before(*sources) == sources[:-1]


def test_nothing_else_is_made_again():
    """What the cell does not read, or comes from no root, is left as it is."""
    assert before("a = load()", "model = GPT()", "other = GPT()", "fit(model, a)") == ["model = GPT()"]
    assert before("x = 1", "fit()") == []


def test_roots_are_not_made():
    """What gives a root its value is not run."""
    assert before("data = read()", "class GPT: pass", "n = len(data)", "fit(n)") == ["n = len(data)"]


def test_roots_may_be_swapped():
    """What gives roots each other's values in the cell itself is run; in another cell it is another's affair."""
    assert before("data, more = more, data", "fit(data, more)", roots=("data", "more")) == []
    cells = {0: "data, more = more, data\nfit(data)"}
    kept = Replay(cells, ()).cell(StatementPlace(0, 1, "fit(data)"), ["data", "more"])
    assert kept.splitlines() == ["data, more = (more, data)", "fit(data)"]


def test_a_cell_is_parted_at_the_statement_that_trains():
    """What stands before it in its cell is told apart from it, without what gives roots their values."""
    cells = {0: "data = 1\nm = GPT()\nfit(m)\nshow(m)"}
    parts = Replay(cells, ()).parts(StatementPlace(0, 2, "fit(m)"), ["data"])
    assert parts == ("m = GPT()", "fit(m)")


def test_objects_are_followed_through_functions_and_classes():
    """A name that only a function or a class of the notebook reads counts as read."""
    sources = ["opt = Adam(GPT())", "def fit():\n    opt.step()", "class T:\n    def go(self): fit()", "T().go()"]
    assert before(*sources) == sources[:1]


def test_constants_come_along():
    """A constant is what it was before the statement, whatever it became later."""
    cells = {0: "lr = 0.1", 1: "fit(lr)", 2: "lr = 5"}
    assert "lr = 0.1" in Replay(cells, ()).before(StatementPlace(1, 0, "fit(lr)"), ["GPT"])


def test_functions_that_change_later_come_along():
    """A function that is defined twice is the one before the statement."""
    cells = {0: "def f():\n    return 1", 1: "fit(f)", 2: "def f():\n    return 2"}
    assert "return 1" in Replay(cells, ()).before(StatementPlace(1, 0, "fit(f)"), ["GPT"])
    assert Replay({0: cells[0], 1: cells[1]}, ()).before(StatementPlace(1, 0, "fit(f)"), ["GPT"]) == ""


def test_training_is_never_run_for_another():
    """A statement that trains is not run before another one, whatever it makes."""
    train = "for x in y:\n    loss.backward()"
    assert before(
        "model = GPT()", f"if a:\n    model = GPT()\n    {train.replace(chr(10), chr(10) + '    ')}", "fit(model)"
    ) == ["model = GPT()"]


@pytest.mark.parametrize("mode", ["model.eval()", "model.to(d)", "losses = measure(model)", "print(measure(model))"])
def test_modes_and_places_come_along(mode):
    """What puts a model into another mode or place is run, also where a function does so."""
    assert before("def measure(m):\n    m.eval()", "model = GPT()", mode, "fit(model)") == ["model = GPT()", mode]


def test_loops_are_not_run_for_a_mode():
    """A loop is not run for the mode that it leaves behind: it may go on for ever."""
    assert before("model = GPT()", "for _ in iter(draw, 0):\n    model.eval()", "fit(model)") == ["model = GPT()"]


def test_what_declares_globals_makes_them():
    """A call of a function that declares a name global makes that name."""
    told = "def build():\n    global model\n    model = GPT()"
    assert before(told, "build()", "fit(model)")[-1] == "build()"


def test_branches_that_make_a_name_are_run():
    """An assignment inside an if, a with or a try is found."""
    assert before("model = GPT()", "if many:\n    model = Parallel(model)", "fit(model)")[-1] == "if many:"


def test_what_one_statement_raises_does_not_stop_the_next():
    """Each statement is run by itself."""
    cells = {0: "a = GPT() / 0", 1: "b = GPT()", 2: "fit(a, b)"}
    names = {"GPT": int}
    exec(Replay(cells, ()).before(StatementPlace(2, 0, "fit(a, b)"), ["GPT"]), names)
    assert "a" not in names
    assert names["b"] == 0


def test_a_cell_trains_once_and_gives_no_root_a_value():
    """Run again, a cell keeps everything but its other training and what gives a root its value."""
    source = "data = read()\nclass GPT: pass\nn = 3\ndef f(): pass\nb.fit()\nm.fit()\ndata, GPT = 1, 2\nn, data = 1, 2"
    first, second = StatementPlace(0, 4, "b.fit()"), StatementPlace(0, 5, "m.fit()")
    kept = Replay({0: source}, (first, second)).cell(second, ["data", "GPT"])
    assert kept.splitlines() == ["n = 3", "", "def f():", "    pass", "m.fit()", "n, data = (1, 2)"]


@given(st.dictionaries(st.integers(0, 4), st.text(), min_size=1))
def test_any_text_is_looked_through(cells):
    """Whatever cells hold, finding what to run again does not fail."""
    place = StatementPlace(max(cells), 0, "")
    replay = Replay(cells, find_training(cells))
    assert isinstance(replay.before(place, ["x"]) + replay.cell(place, ["x"]), str)


@pytest.mark.parametrize(
    ("source", "opened"),
    [
        ("if flag:\n    fit()\nelse:\n    load()", "if True:\n    fit()\nelse:\n    load()"),
        ("if saved:\n    load()\nelse:\n    fit()", "if False:\n    load()\nelse:\n    fit()"),
        ("with on():\n    if flag:\n        fit()", "with on():\n    if True:\n        fit()"),
        ("for i in x:\n    if i % 2:\n        fit()", None),
        ("if flag:\n    load()", None),
    ],
)
def test_the_branch_that_trains_is_taken(source, opened):
    """A branch outside of loops that trains is the one to run; where there is none, nothing is changed."""
    cells = {0: "def fit():\n    loss.backward()", 1: source}
    replay = Replay(cells, ()).opened(StatementPlace(1, 0, source))
    assert (replay and replay.cells[1]) == opened and cells[1] == source
