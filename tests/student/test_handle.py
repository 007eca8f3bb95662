"""Laws of a handle on an object that lives in the student's process, beyond those that the student's verbs hold."""

import dataclasses
import itertools
from collections import OrderedDict
from collections.abc import Iterator

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from autograder.grading.live_submission import open_submission
from autograder.kernel_side.wire import Global, Opaque, Ref
from autograder.lab.corpora import shelf_for
from autograder.lab.declaration import Limits
from autograder.student.assertions import WrongAnswer, type_name
from autograder.student.exceptions import StudentFault
from autograder.student.handle import Handle, wire_value
from autograder.student.student import Student

NOTEBOOK = """
import torch
from torch import nn

class Net(nn.Module):
    def __init__(self, width=2, *, scale=1.0, frozen=True):
        super().__init__()
        self.inner = nn.Linear(width, width)
        self.unused = nn.Parameter(torch.ones(2, dtype=torch.bfloat16))
        self.frozen = nn.Parameter(torch.ones(2), requires_grad=not frozen)
        self.register_buffer("steps", torch.tensor(3))
        self.register_buffer("mask", torch.tensor([True, False]))
        self.width, self.scale, self.calls = width, scale, 0
    def forward(self, x, other=None):
        self.calls += 1
        return self.scale * self.inner(x)
    def both(self, x, index):
        return index, self.inner(x)
    def mode(self):
        return self.training
    def same(self, other):
        return self is other
    def add(self, a, *, b=0):
        return a + b
    def look(self, value):
        return [type(value).__name__, len(value)]

class Stubborn(nn.Module):
    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.ones(2))
        self.wide = nn.Parameter(torch.ones(2, dtype=torch.float64))
    def named_parameters(self, *a, **k):
        return [(n, p.detach().clone()) for n, p in super().named_parameters(*a, **k)]

class Whole(nn.Module):
    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.ones(2))
    def state(self): return 1

class Single(nn.Module):
    def __init__(self, wide=False):
        super().__init__()
        self.w = nn.Parameter(torch.ones(2))
        self.wide = wide
    def forward(self, x):
        if not self.wide:
            return self.w.float() * x.float()
        return self.w @ torch.eye(2) @ x

def number(x): return 7
def text(x): return "seven"
def arrays(x): return x.detach().numpy()
"""
FRESH = (f"question {number}" for number in itertools.count())


@pytest.fixture(scope="module")
def student(tiny, written, here) -> Iterator[Student]:
    """A live notebook with a module in it."""
    lab = dataclasses.replace(tiny(), limits=Limits(10, 5, 200))
    with open_submission(written(NOTEBOOK), lab, shelf_for(lab), here) as opened:
        yield opened.student


@pytest.fixture
def asked(student) -> Iterator[Student]:
    """It, in the middle of a check."""
    student.begin(next(FRESH), 10)
    yield student
    student.finish()


@pytest.fixture
def net(asked) -> Handle:
    """A module of the student's."""
    return asked.new("Net", 2)


def test_arguments_arrive_by_place_and_by_name(asked, net):
    """What is constructed or called gets its arguments as they were given."""
    assert asked.new("Net", 3, scale=2.0).get("width") == 3
    assert asked.new("Net", 3, scale=2.0).get("scale") == 2.0
    assert net.call("add", 2, b=3) == 5
    assert asked.handle("Net").new(4).get("width") == 4


def test_a_handle_as_an_argument_is_the_object(asked, net):
    """A handle that is given to a call arrives as the object itself, also inside a list."""
    assert net.call("same", net) is True
    assert net.call("same", asked.new("Net")) is False
    assert net.call("look", [net, net]) == ["list", 2]


def test_attributes_are_read_and_set_through_paths(asked, net):
    """A path leads through attributes, to read and to set, and to a handle that goes by the path's name."""
    assert net.get("inner.in_features") == 2
    net.set("inner.in_features", 9)
    part = net.part("inner")
    assert (part.name, part.get("in_features")) == ("Net.inner", 9)
    with pytest.raises(StudentFault):
        net.get("inner.nothing")
    with pytest.raises(StudentFault):
        net.set("nothing.inner", 1)


def test_modes_are_set_and_the_handle_comes_back(net):
    """Evaluation and training mode are the module's own, and setting them gives the same handle."""
    assert net.eval() is net and net.call("mode") is False
    assert net.train() is net and net.call("mode") is True


def test_a_state_tells_parameters_and_buffers_apart(net):
    """Parameters come as float32 whatever their own type, buffers as they are."""
    state = net.state()
    assert set(state.parameters) == {"inner.weight", "inner.bias", "unused", "frozen"}
    assert {value.dtype for value in state.parameters.values()} == {torch.float32}
    assert (state.buffers["steps"].tolist(), state.buffers["mask"].tolist()) == (3, [True, False])
    assert not any(value.requires_grad for value in state.parameters.values())


def test_what_is_loaded_is_there_and_remembered(net):
    """Given weights are written in place, the rest stays, and the handle knows which are the grader's."""
    before = net.state().parameters
    first = {"inner.weight": torch.eye(2), "frozen": torch.tensor([0.1, 0.2]), "steps": torch.tensor(8)}
    net.load(first)
    after = net.state()
    assert torch.equal(after.parameters["inner.weight"], torch.eye(2))
    assert torch.equal(after.parameters["inner.bias"], before["inner.bias"])
    assert after.buffers["steps"] == 8
    net.load({"inner.bias": torch.zeros(2)})
    assert set(net.loaded) == {*first, "inner.bias"}
    assert torch.equal(net(torch.tensor([[3.0, 4.0]])), torch.tensor([[3.0, 4.0]]))


@pytest.mark.parametrize("name", ["unused", "inner.weight"])
def test_weights_are_taken_to_the_modules_own_precision(net, name):
    """A parameter of few bits takes a weight as well as it can, and one of many takes it as it is."""
    value = torch.full((2, 2) if name == "inner.weight" else (2,), 0.1)
    if name == "inner.weight":
        net.call("double")
    net.load({name: value})
    torch.testing.assert_close(net.state().parameters[name], value, atol=1e-3, rtol=0)


def test_weights_that_are_not_taken_are_a_wrong_answer(asked):
    """A module that shows other weights than it was given is told, by the weight's name, and none are remembered."""
    stubborn = asked.new("Stubborn")
    with pytest.raises(WrongAnswer, match="w") as caught:
        stubborn.load({"w": torch.zeros(2)})
    assert caught.value.key == "expect.not_loaded"
    assert stubborn.loaded == {}


def test_weights_of_another_shape_or_name_are_a_fault(net):
    """What a module has no place for is a StudentFault."""
    for state in ({"inner.weight": torch.ones(3, 3)}, {"nothing": torch.ones(2)}):
        with pytest.raises(StudentFault):
            net.load(state)


def test_gradients_reach_what_they_reach(asked):
    """Derivatives are those of sum(output * weight); what nothing reaches, or is no float, has none."""
    net = asked.new("Net", 2, frozen=False)
    net.load({"inner.weight": torch.tensor([[1.0, 2.0], [3.0, 4.0]]), "inner.bias": torch.zeros(2)})
    x, weight = torch.tensor([[1.0, -1.0]]), torch.tensor([[1.0, 10.0]])
    found = net.gradients(x, torch.tensor([1, 2]), weight=weight)
    torch.testing.assert_close(found.output, torch.tensor([[-1.0, -1.0]]))
    torch.testing.assert_close(found.inputs, [torch.tensor([[31.0, 42.0]])])
    torch.testing.assert_close(found.parameters["inner.weight"], torch.tensor([[1.0, -1.0], [10.0, -10.0]]))
    assert found.parameters["unused"] is None
    assert not found.output.requires_grad


def test_a_frozen_parameter_has_no_gradient_and_harms_none(net):
    """A parameter that does not require a gradient, as some keep a mask, has none, and all others have theirs."""
    found = net.gradients(torch.ones(1, 2), weight=torch.ones(1, 2))
    assert found.parameters.get("frozen") is None
    torch.testing.assert_close(found.parameters["inner.bias"], torch.ones(2))


def test_gradients_of_one_output_of_a_method(asked):
    """A method may be differentiated, and one of its outputs picked."""
    net = asked.new("Net", 2, frozen=False)
    found = net.gradients(torch.ones(1, 2), 5, weight=torch.ones(1, 2), method="both", pick=1)
    assert found.output.shape == (1, 2)
    torch.testing.assert_close(found.parameters["inner.bias"], torch.ones(2))
    with pytest.raises(StudentFault):
        net.gradients(torch.ones(1, 2), 5, weight=torch.ones(1, 2), method="both", pick=7)


def test_a_function_has_gradients_too(asked):
    """Something without parameters is differentiated with respect to its arguments; an output that is none is told."""
    double = asked.define("double", "def double(x): return 2 * x")
    found = double.gradients(torch.ones(3), weight=torch.ones(3))
    assert found.inputs[0].tolist() == [2.0] * 3 and found.parameters == {}
    constant = asked.define("constant", "import torch\ndef constant(x): return torch.ones(3)")
    assert constant.gradients(torch.ones(3), weight=torch.ones(3)).inputs == [None]
    with pytest.raises((StudentFault, WrongAnswer)):
        asked.handle("number").gradients(torch.ones(3), weight=torch.ones(3))


@pytest.mark.parametrize(("name", "type"), [("number", "int"), ("text", "str"), ("arrays", "ndarray")])
def test_what_is_no_tensor_is_named_by_its_own_type(asked, name, type):
    """Where a tensor is expected, anything else is told by the type that it has on the student's side."""
    with pytest.raises(WrongAnswer) as caught:
        asked.handle(name)(torch.ones(2))
    assert caught.value.key == "expect.no_tensor"
    assert caught.value.values == {"what": f"{name}(...)", "type": type}


def test_a_call_makes_one_call(net):
    """Calling through a handle calls the object once."""
    net(torch.ones(1, 2))
    net.value(torch.ones(1, 2))
    assert net.get("calls") == 2


def test_submodules_come_in_order_with_their_classes(net):
    """The submodules are listed as the module lists them, the module itself first."""
    assert [path for path, _ in net.modules()] == ["", "inner"]
    assert net.modules()[1][1][:2] == ["Linear", "Module"]


leaves = st.none() | st.integers() | st.text() | st.sampled_from([Ref(1), Global("x")])
values = st.recursive(
    leaves | st.integers(1, 9).map(lambda number: Handle(None, Ref(number), "x")),
    lambda inner: st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


def plain(value):
    """A value with handles replaced by their targets, told by walking it."""
    if isinstance(value, Handle):
        return value.target
    if isinstance(value, dict):
        return dict(zip(value, map(plain, value.values()), strict=True))
    if isinstance(value, list):
        return [plain(item) for item in value]
    return tuple(map(plain, value)) if isinstance(value, tuple) else value


@given(values)
def test_handles_become_what_goes_over_the_wire(value):
    """However deep in lists, tuples and dicts a handle stands, its target goes in its place, and all else stays."""
    assert wire_value(value) == plain(value)
    assert wire_value(wire_value(value)) == wire_value(value)


@pytest.mark.parametrize(
    "value", [torch.Size([2, 3]), torch.ones(2, 2).max(0), OrderedDict(a=1)], ids=["size", "named", "ordered"]
)
def test_kinds_of_lists_and_dicts_are_sent(value):
    """Torch's own tuples and other dicts are sent like plain ones."""
    assert list(wire_value(value)) == list(value)


def test_a_type_is_named_as_on_the_students_side():
    """What did not travel is named by the type that it had there, and a plain value by its own."""
    assert (type_name(Opaque("ndarray", "[1]")), type_name(3), type_name(None)) == ("ndarray", "int", "NoneType")


def test_a_module_that_allows_it_computes_in_float64(asked):
    """In float64 the same weights give outputs, states and gradients of float64, from float32 inputs."""
    net = asked.new("Net")
    net.load({"inner.weight": torch.tensor([[0.1, 0.2], [0.3, 0.4]]), "inner.bias": torch.zeros(2)})
    single = net(torch.ones(1, 2))
    net.double(torch.ones(1, 2))
    double = net(torch.ones(1, 2))
    assert net.dtype is double.dtype is torch.float64 and single.dtype is torch.float32
    assert torch.equal(double, net.loaded["inner.weight"].sum(1)[None])
    torch.testing.assert_close(single, double.float())
    assert {value.dtype for value in net.state().parameters.values()} == {torch.float64}
    found = net.gradients(torch.ones(1, 2), weight=torch.ones(1, 2))
    assert found.inputs[0].dtype is found.parameters["inner.weight"].dtype is torch.float64
    net.load({"inner.bias": torch.full((2,), 0.1)})
    assert torch.equal(net.loaded["inner.bias"], torch.full((2,), 0.1).double())


@pytest.mark.parametrize("wide", [False, True], ids=["answers in float32", "cannot mix the two"])
def test_a_module_that_does_not_allow_it_stays_in_float32(asked, wide):
    """Where a call in float64 raises, or answers in another type, the module answers in float32 as before."""
    kept = asked.new("Single", wide)
    before = kept(torch.ones(2))
    kept.double(torch.ones(2))
    assert kept.dtype is torch.float32
    assert torch.equal(kept(torch.ones(2).double()), before)
