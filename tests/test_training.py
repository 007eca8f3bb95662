"""Laws of where a notebook trains, and of running that again."""

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.training import Place, Training, constructed, training_places, trainings

LOOP = "for _ in range(3):\n    loss = model(x)\n    loss.backward()\n    optimizer.step()"


def training(source, uses=None, made=None, cell=5, others=()):
    """The training of a cell, its last statement the one that trains."""
    live = {name: frozenset(kinds) for name, kinds in (uses or {}).items()}
    return Training(Place(cell, last(source), source), source, frozenset(others), live, made or {})


def last(source):
    """The number of a cell's last statement; 0 where it cannot be read."""
    try:
        return max(len(ast.parse(source).body) - 1, 0)
    except (SyntaxError, ValueError):
        return 0


def places(*sources):
    """Where some cells train: cell and statement."""
    return [(place.cell, place.number) for place in training_places(dict(enumerate(sources)))]


@pytest.mark.parametrize(
    "source",
    [
        LOOP,
        "while True:\n    optimizer.zero_grad()",
        "for x in y:\n    scaler.scale(loss).backward()",
        "if x:\n    for x in y:\n        loss.backward()",
    ],
)
def test_a_loop_that_steps_trains(source):
    """A statement that holds a loop around backward or zero_grad trains."""
    assert places("x = 1", f"y = 2\n{source}\nz = 3") == [(1, 1)]


@pytest.mark.parametrize(
    "source", ["loss.backward()", "optimizer.zero_grad()", "for x in y:\n    print(x)", "backward"]
)
def test_a_single_step_is_no_training(source):
    """A call of backward outside a loop, and a loop that does not step, train nothing."""
    assert places(source) == []


def test_a_definition_trains_where_it_is_called():
    """A cell that defines a training function does not train; one that calls it does, through other functions too."""
    sources = [
        "def step(m):\n    m.loss().backward()",
        "def fit(m):\n    for _ in range(3):\n        step(m)",
        "class Trainer:\n    def run(self):\n        self.loss.backward()",
        "fit(model)",
        "step(model)",
        "Trainer().run()",
        "print(fit)",
    ]
    assert places(*sources) == [(3, 0), (4, 0), (5, 0)]


def test_the_order_of_the_cells_does_not_matter():
    """A function that is defined after the cell that calls it makes that cell a training cell."""
    assert places("fit()", "def fit():\n    loss.backward()") == [(0, 0)]


@given(st.dictionaries(st.integers(0, 5), st.text()))
def test_any_text_is_looked_through(sources):
    """Whatever cells hold, looking for training does not fail."""
    assert {place.cell for place in training_places(sources)} <= set(sources)
    assert all(cell in sources for cell, _ in constructed(sources))
    for index, source in sources.items():
        found = training(source, cell=index)
        assert isinstance(found.again(["x"]), str)
        assert isinstance(found.before(found.loads(sources.values()), sources), str)


def test_trainings_are_the_places_that_ran():
    """There is a training for each place whose globals were noted, in order, with what it reached and what was made."""
    sources = {2: "b.fit()\nc.fit()", 3: "m = GPT()", 4: "m.fit()"}
    first, second, third = Place(2, 0, "b.fit()"), Place(2, 1, "c.fit()"), Place(4, 0, "m.fit()")
    uses = {third: {"m": frozenset({"GPT"})}, second: {}, first: {"b": frozenset({"Bigram"})}, Place(9, 0, ""): {}}
    found = trainings(sources, uses)
    assert [(t.place, t.source, t.uses) for t in found] == [
        (place, sources[place.cell], uses[place]) for place in (first, second, third)
    ]
    assert [t.others for t in found] == [{1}, {0}, frozenset()]
    assert [t.made for t in found] == [{}, {}, {"m": {"GPT"}}]


def test_names_are_the_globals_of_a_class_or_of_one_above_it():
    """A training names the globals whose class, or a base of it, is asked for, sorted."""
    uses = {"net": ["Mine", "GPT", "Module"], "m": ["GPT", "Module"], "b": ["Bigram", "Module"]}
    assert training("net(m, b)", uses).names("GPT") == ["m", "net"]
    assert training("net(m, b)", uses).names("GPT", "Bigram") == ["b", "m", "net"]
    assert training("net(m, b)", uses).names("Other") == []


def test_a_global_that_never_was_is_known_by_its_text():
    """A global that never came to exist is known by the call that would have made it, where the statement loads it."""
    made = dict.fromkeys("mn", frozenset({"GPT"}))
    assert training("m.loss().backward()", {}, made).names("GPT") == ["m"]


def test_a_global_that_changed_later_is_what_it_was():
    """A name that the text gave another class than it has in the end is what it was at the statement."""
    found = training("m.fit()", {"m": ["Bigram", "Module"]}, {"m": frozenset({"GPT"})})
    assert (found.names("GPT"), found.names("Bigram"), found.names("Module")) == (["m"], [], ["m"])


@pytest.mark.parametrize(
    ("source", "calls"),
    [
        ("m = GPT()", {"GPT"}),
        ("m = models.GPT(1)", {"GPT"}),
        ("m = GPT().to(device)", {"GPT"}),
        ("m = GPT().to(device).train()", {"GPT"}),
        ("m = torch.compile(GPT())", {"GPT"}),
        ("m = nn.DataParallel(GPT()).cuda()", {"GPT"}),
        ("a = GPT()\nm = a.to(device)", {"GPT"}),
        ("a = GPT()\nm = a", {"GPT"}),
        ("a = m = GPT()", {"GPT"}),
        ("m = GPT()\nm = Bigram()", {"Bigram"}),
        ("if x:\n    m = GPT()", {"GPT"}),
        ("def f():\n    m = GPT()", None),
        ("m = GPT()\nm = 3", frozenset()),
        ("m = load()", frozenset()),
        ("m = fs[0]()", frozenset()),
    ],
)
def test_what_a_global_is_made_by(source, calls):
    """A global is of the class whose call was assigned to it last, through wrappers and other names."""
    assert constructed({0: source, 1: "end"})[1, 0].get("m") == calls


def test_a_statement_knows_what_was_made_before_it():
    """What a name holds is told for each statement, as it was before it."""
    told = constructed({0: "m = GPT()\nm.fit()", 1: "m = Bigram()\nm.fit()"})
    assert [told[place].get("m") for place in ((0, 0), (0, 1), (1, 0), (1, 1))] == [None, {"GPT"}, {"GPT"}, {"Bigram"}]


def test_again_leaves_out_definitions_and_what_is_replaced():
    """Run again, a cell defines nothing and does not assign what is replaced; all else stays in order."""
    source = (
        "def f():\n    pass\nclass C:\n    pass\nmodel = GPT()\noptimizer: Opt = Opt(model)\nn = 3\nmodel.train()\n"
        + LOOP
    )
    kept = training(source).again(["model", "optimizer"])
    assert ast.dump(ast.parse(kept)) == ast.dump(ast.parse("n = 3\nmodel.train()\n" + LOOP))


def test_again_leaves_out_other_training():
    """Run again, a cell trains once: its other statements that train are left out."""
    assert training("m.fit()\nx = 1\nb.fit()", others={0}).again([]) == "x = 1\nb.fit()"


@pytest.mark.parametrize(
    ("source", "kept"),
    [
        ("model, n = GPT(), 3", True),
        ("model = best = GPT()", True),
        ("model, optimizer = make()", False),
        ("[model, (optimizer,)] = make()", False),
        ("model.x = 3", True),
        ("model += 1", True),
        ("losses[0] = 1", True),
    ],
)
def test_again_leaves_out_only_what_assigns_nothing_else(source, kept):
    """An assignment is left out only where every name that it sets is replaced."""
    again = training(f"{source}\n{LOOP}").again(["model", "optimizer"])
    assert (again != ast.unparse(ast.parse(LOOP))) is kept


def test_again_keeps_what_trains():
    """The statement that trains is kept, also where it assigns what is replaced."""
    assert training("def fit():\n    pass\nmodel = fit(model)").again(["model"]) == "model = fit(model)"


def test_what_a_cell_reads_is_known():
    """A cell reads the names that it loads, also inside its functions, but for Python's own."""
    found = training("out = print(lr + f(x=steps))\ndef g():\n    return n")
    assert found.loads([]) == {"lr", "f", "steps", "n"}
    assert training("x = = 1").loads(["y"]) == set()


def test_what_a_cell_reads_through_functions_is_known():
    """A cell reads what the functions read that it calls, wherever they are defined, and through other functions."""
    cells = [
        "def fit(m):\n    for _ in range(steps):\n        step(m)",
        "def step(m):\n    lr\n    fit(m)",
        "def other():\n    return unread",
        "def (",
        "top",
    ]
    assert training("fit(model)").loads(cells) == {"fit", "model", "steps", "step", "m", "lr"}


def test_the_last_assignments_before_a_cell_are_found():
    """What names were last set to before the cell is found, and nothing of the cell itself or after it."""
    cells = {0: "lr = 1\nsteps = 2\nother = 3", 7: "lr = 4", 5: "lr = 5", 1: "lr = 3"}
    assert training("fit(lr, steps)").before(["lr", "steps"], cells) == "steps = 2\nlr = 3\n"
    assert training("fit(lr)").before([], cells) == ""


def test_assignments_are_found_in_the_order_of_the_notebook():
    """The last assignments follow each other as they stood, so that one may use another."""
    names = {}
    exec(training("fit(a, b)").before(["a", "b"], {0: "a = 1", 1: "b = 2", 2: "a = b + 1"}), names)
    assert (names["a"], names["b"]) == (3, 2)
