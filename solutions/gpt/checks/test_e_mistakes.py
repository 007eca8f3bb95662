"""Which mistake of question e gives the student's own numbers."""

from itertools import product

import pytest
import torch
import torch.nn.functional as F

from autograder.checks import assert_true, diagnosis

from .network import ACTIVATIONS, HIDDEN, TERMS, exact, fitting, readings
from .network_answers import answer_of, gives, sample, shapes
from .network_doubt import tied
from .network_mistakes import (
    explanations,
    explanations_of_width,
    layered,
    linear,
    patterns,
    same_as_before,
    stacked,
)
from .sizes import SIZES, C, V

OTHER, HEADS = 10, 5  # another width, and another number of heads, than those of the globals
WIDTHS = {C: "e_width_1", 2 * C: "e_width_2", 8 * C: "e_width_8", C // 4: "e_width_quarter", C + 4: "e_width_plus_4"}


@pytest.fixture
def network(student, shaken):
    """A network in evaluation mode with random weights of the grader's, that has seen no input yet."""
    with student.globals(**SIZES):
        made = student.new("FeedForward", n_embd=C).eval()
        shaken(made)
        yield made


@pytest.fixture
def allowed(lab):
    """The activations that the lab accepts."""
    return lab.options["activations"]


@diagnosis
def test_output(network, allowed, named):
    """The steps of the formula: which are missing, in another place, or too many."""
    x, leaves = sample(3, 5), exact(network.loaded)
    found = explanations(answer_of(network, x), x.double(), leaves, allowed)
    names = {tuple(deviation.name for deviation in chosen) for chosen in found}
    assert_true(len(names) == 1, "no single explanation")
    for deviation in found[0]:
        named(deviation.name, **deviation.shown)


@diagnosis
def test_widths(student, network, allowed, named):
    """Two layers of another inner width, and what else is wrong with them."""
    x, leaves = sample(3, 5), exact(network.loaded)
    for width, found in explanations_of_width(answer_of(network, x), x.double(), leaves, allowed).items():
        if len({tuple(deviation.name for deviation in chosen) for chosen in found}) == 1:
            named(_width_name(student, width), shapes=shapes(leaves), width=width, wanted=HIDDEN)
            for deviation in found[0]:
                named(deviation.name, **deviation.shown)


@diagnosis
def test_own_width(student, network, named):
    """The width is that of the global variable, not the argument's."""
    assert_true(any(True for _ in readings(exact(network.loaded))), "not two layers")
    with student.globals(**SIZES):
        student.run(" = ".join([*student.lab.spellings("n_embd"), str(OTHER)]))
        found = exact(student.new("FeedForward", n_embd=C).state().parameters)
    if any(OTHER in value.shape or 4 * OTHER in value.shape for value in found.values()):
        named("e_width_global", given=C, used=OTHER, shapes=shapes(found))


def _width_name(student, width):
    with student.globals(n_embd=OTHER, n_head=HEADS):
        again = student.new("FeedForward", n_embd=OTHER).state().parameters.values()
    fixed = any(value.ndim == 2 and sorted(value.shape) == sorted((OTHER, width)) for value in again)
    assert_true(fixed or width in WIDTHS, "a width of no known kind")
    of_heads = any(HEADS * OTHER in value.shape for value in again)
    assert_true(fixed or not of_heads, "a width that depends on n_head")
    return "e_width_fixed" if fixed else WIDTHS[width]


@diagnosis
def test_layers(network, allowed, named):
    """One layer, or more than two, one after the other."""
    x, leaves = sample(3, 5), exact(network.loaded)
    out, count = network(x), len(linear(leaves))
    if count == 1:
        name = _lonely(x.double(), linear(leaves)[0], out, allowed, leaves)
        assert_true(name is not None, "no explanation")
        named(name, shapes=shapes(leaves))
        return
    names = set()
    for steps in layered(leaves) if count in (3, 4) else ():
        for acts in patterns(count, allowed):
            if gives(out, stacked(x.double(), steps, acts), 2 * sum(value.shape[1] + 1 for value, _ in steps)):
                third = count == 3 and steps[2][0].shape == (C, C) and acts[1:] == (same_as_before,) * 2
                names.add("e_last_layer_twice" if third else "e_deeper")
    if len(names) == 1:
        named(names.pop(), shapes=shapes(leaves))


def _lonely(x, layer, out, allowed, leaves):
    matrix, bias = layer
    square, act_of = matrix.shape == (C, C), [ACTIVATIONS[name] for name in allowed]
    for act, weight in product(act_of, (matrix, matrix.T)):
        if weight.shape[1] != C or bias.numel() not in (1, len(weight)):
            continue
        straight = x @ weight.T + bias
        if gives(out, act(straight)) or gives(out, straight):
            return "e_one_layer" if square else "e_no_second_layer"
        if square and (gives(out, act(straight) @ weight.T + bias) or gives(out, straight @ weight.T + bias)):
            return "e_same_layer_twice"
        if square and gives(out, act(act(straight) @ weight.T + bias)):
            return "e_same_layer_twice"
    return "e_shared_matrix" if any(gives(out, other) for other in tied(x, leaves, allowed)) else None


@diagnosis
def test_returned(network, allowed, named):
    """What comes back is no tensor, or one of another shape."""
    x, leaves = sample(3, 5), exact(network.loaded)
    value = network.value(x)
    if value is None:
        named("e_returns_nothing")
    elif isinstance(value, torch.Tensor) and torch.equal(value, x):
        named("e_returns_input")
    elif isinstance(value, tuple | list):
        places = [place for place, part in enumerate(value) if _is_right(part, x, leaves, allowed)]
        if len(places) == 1:
            named("e_returns_pair", count=len(value), place=places[0])
    elif isinstance(value, torch.Tensor) and value.shape == (15, C):
        if _is_right(value.reshape(3, 5, C), x, leaves, allowed):
            named("e_flattened", shape=tuple(value.shape), wanted=tuple(x.shape))
    elif isinstance(value, torch.Tensor) and value.shape[:2] == (3, 5) and value.shape[2] not in (C, HIDDEN):
        width, steps = value.shape[2], list(layered(leaves)) if len(linear(leaves)) == 2 else []
        if any(gives(value, stacked(x.double(), s, acts)) for s in steps for acts in patterns(2, allowed)):
            named("e_output_vocabulary" if width == V else "e_output_width", width=width, wanted=C)


def _is_right(value, x, leaves, allowed):
    return (
        isinstance(value, torch.Tensor) and value.is_floating_point() and fitting(value, x, leaves, allowed) is not None
    )


@diagnosis
def test_convolution(network, allowed, named):
    """A convolution over time in the place of the first layer."""
    x, leaves = sample(3, 5), exact(network.loaded)
    kernels = [value for value in leaves.values() if value.ndim == 3]
    assert_true(len(kernels) == 2, "no convolutions")
    (up,) = [value for value in kernels if value.shape[0] == HIDDEN] or [None]
    (down,) = [value for value in kernels if value.shape[0] == C] or [None]
    assert_true(up is not None and down is not None, "other convolutions")
    kernel, flat = max(value.shape[2] for value in kernels), {value.numel(): value for value in leaves.values()}
    out = network(x)
    for pads in ((kernel // 2, kernel // 2), (kernel - 1, 0)):
        for name in allowed:
            hidden = ACTIVATIONS[name](_convolved(x.double().mT, up, flat.get(HIDDEN), pads))
            if kernel > 1 and gives(out, _convolved(hidden, down, flat.get(C), pads).mT, kernel * TERMS):
                named("e_convolution", shapes=shapes(leaves), kernel=kernel)
                return


def _convolved(x, weight, bias, pads):
    return F.conv1d(F.pad(x, pads) if weight.shape[2] > 1 else x, weight, bias)
