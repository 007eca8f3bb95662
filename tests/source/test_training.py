"""Laws of where a notebook trains."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.source.training import (
    StatementPlace,
    TrainingStatement,
    constructed_classes,
    find_training,
    training_statements,
)

LOOP = "for _ in range(3):\n    loss = model(x)\n    loss.backward()\n    optimizer.step()"


def training(source, uses=None, made=None):
    """The training of a cell, its last statement the one that trains."""
    live = {name: frozenset(kinds) for name, kinds in (uses or {}).items()}
    return TrainingStatement(StatementPlace(5, 0, source), source, live, made or {})


def places(*sources):
    """Where some cells train: cell and statement."""
    return [(place.cell, place.number) for place in find_training(dict(enumerate(sources)))]


@pytest.mark.parametrize(
    "source",
    [
        LOOP,
        "while True:\n    optimizer.zero_grad()",
        "for x in y:\n    scaler.scale(loss).backward()",
        "if x:\n    for x in y:\n        loss.backward()",
        "for x in y:\n    p.grad = torch.autograd.grad(loss, p)",
        "for x in y:\n    optimizer.step()",
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


@pytest.mark.parametrize(
    "source",
    [
        "[step() for _ in range(3)]",
        "Fit()(3)",
        "fit = Fit()\nfit(3)",
        "Trainer().train()",
        "trainer = Trainer()\nprint(trainer.train())",
        "step_once = make(model)\nfor _ in range(3):\n    step_once()",
        "again = step\nagain()",
        "for loss in iter(step, 0):\n    print(loss)",
        "losses = list(map(step, range(3)))",
        "Early(model)",
    ],
)
def test_what_trains_by_another_name_trains(source):
    """Objects that are called, methods `train`, classes that train when they are made, and other names all count."""
    told = (
        "def step():\n    loss.backward()\n"
        "def make(m):\n    def inner():\n        loss.backward()\n    return inner\n"
        "class Fit:\n    def __call__(self, n):\n        step()\n"
        "class Trainer:\n    def train(self):\n        self.step()\n    def step(self):\n        loss.backward()\n"
        "class Early:\n    def __init__(self, m):\n        step()\n"
    )
    assert places(told, source)[-1] == (1, source.count("\n") - (source.count("for") > 0 and source.count("\n    ")))


def test_to_make_a_step_is_not_to_take_it():
    """A call that only returns a function which trains does not train; one that makes and uses it does."""
    told = "def make():\n    def step():\n        loss.backward()\n    return step"
    assert places(told, "f = make()", "f()", "make()()") == [(2, 0), (3, 0)]
    assert places("def go():\n    def closure():\n        loss.backward()\n    opt.move(closure)", "go()") == [(1, 0)]


def test_a_model_is_no_trainer():
    """Where a class has a method `train` of its own, a model's method of that name still trains nothing."""
    told = "class Trainer:\n    def train(self):\n        self.loss.backward()"
    assert places(told, "model.train()\nmodel.train(False)\nnet.model.train()") == []


def test_the_order_of_the_cells_does_not_matter():
    """A function that is defined after the cell that calls it makes that cell a training cell."""
    assert places("fit()", "def fit():\n    loss.backward()") == [(0, 0)]


@given(st.dictionaries(st.integers(0, 5), st.text()))
def test_any_text_is_looked_through(sources):
    """Whatever cells hold, looking for training does not fail."""
    assert {place.cell for place in find_training(sources)} <= set(sources)
    assert all(cell in sources for cell, _ in constructed_classes(sources))


def test_trainings_are_the_places_that_ran():
    """There is a training for each place whose globals were noted, in order, with what it reached and what was made."""
    sources = {2: "b.fit()\nc.fit()", 3: "m = GPT()", 4: "m.fit()"}
    first, second, third = (
        StatementPlace(2, 0, "b.fit()"),
        StatementPlace(2, 1, "c.fit()"),
        StatementPlace(4, 0, "m.fit()"),
    )
    uses = {
        third: {"m": frozenset({"GPT"})},
        second: {},
        first: {"b": frozenset({"Bigram"})},
        StatementPlace(9, 0, ""): {},
    }
    found = training_statements(sources, uses)
    assert [(t.place, t.source, t.uses) for t in found] == [
        (place, sources[place.cell], uses[place]) for place in (first, second, third)
    ]
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
    assert constructed_classes({0: source, 1: "end"})[1, 0].get("m") == calls


def test_a_statement_knows_what_was_made_before_it():
    """What a name holds is told for each statement, as it was before it."""
    told = constructed_classes({0: "m = GPT()\nm.fit()", 1: "m = Bigram()\nm.fit()"})
    assert [told[place].get("m") for place in ((0, 0), (0, 1), (1, 0), (1, 1))] == [None, {"GPT"}, {"GPT"}, {"Bigram"}]
