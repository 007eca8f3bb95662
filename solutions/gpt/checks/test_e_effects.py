"""Which mistake of question e gives the student's own gradients, masks and memory."""

import pytest
import torch

from autograder.checks import assert_tensor, assert_true, diagnosis, is_close

from .network import ACTIVATIONS, TERMS, clear, exact, fitting, readings
from .network_answers import answer_of, gives, sample
from .network_mistakes import explanations, explanations_of_width
from .sizes import SIZES, C

RATE = 0.25  # of dropout: its complement, 0.75, is another rate
TWICE = 1 - (1 - RATE) ** 2


@pytest.fixture
def network(student, shaken):
    """A network in evaluation mode with random weights of the grader's, that has seen no input yet."""
    with student.globals(**SIZES | {"dropout": RATE}):
        made = student.new("FeedForward", n_embd=C).eval()
        shaken(made)
        yield made


@pytest.fixture
def allowed(lab):
    """The activations that the lab accepts."""
    return lab.options["activations"]


@diagnosis
def test_gradients(network, allowed, named):
    """The output is right and the gradient is cut somewhere."""
    leaves = exact(network.loaded)
    x = clear((3, 5), leaves)
    weight = torch.randn(3, 5, C)
    found = network.gradients(x, weight=weight)
    cuts = {
        name
        for maps in readings(leaves)
        for act in (ACTIVATIONS[name] for name in allowed)
        if gives(found.output, maps(x.double(), act))
        for name, cut in CUTS.items()
        if _matches(found, cut, maps, act, x, weight, leaves)
    }
    assert_true(len(cuts) == 1, "no single explanation")
    (name,) = cuts
    if name == "e_weights_data" and not any(network.get(f"{parameter}.requires_grad") for parameter in leaves):
        name = "e_frozen"
    reached = [key for key, value in {"x": found.inputs[0], **found.parameters}.items() if value is not None]
    cut = [key for key in ("x", *found.parameters) if key not in reached]
    named(name, reached=", ".join(reached), cut=", ".join(cut))


CUTS = {
    "e_detached": lambda maps, act, x: act(maps.hidden(x)).detach() @ maps.down.T + maps.down_bias,
    "e_detached_input": lambda maps, act, x: maps(x.detach(), act),
    "e_no_grad": lambda maps, act, x: maps(x, act).detach(),
    "e_weights_data": lambda maps, act, x: (
        act(x @ maps.up.detach().T + maps.up_bias.detach()) @ maps.down.detach().T + maps.down_bias.detach()
    ),
}


def _matches(found, cut, maps, act, x, weight, leaves):
    x = x.double().requires_grad_()
    out = cut(maps, act, x)
    wanted = [None] * (1 + len(leaves))
    if out.requires_grad:
        wanted = torch.autograd.grad((out * weight).sum(), [x, *leaves.values()], allow_unused=True)
    got = [found.inputs[0], *(found.parameters.get(name) for name in leaves)]
    pairs = list(zip(got, wanted, strict=True))
    alike = [g is w is None or (g is not None and w is not None and gives(g, w, 15 + TERMS)) for g, w in pairs]
    return all(alike)


@diagnosis
def test_memory(student, network, standin, allowed, named):
    """What a call leaves behind: in the tensor that it was given, or for the next call."""
    x, y = sample(2, 2, 3)
    leaves = exact(network.loaded)
    answer = student.define("called", standin("calls")).value(network, [x, y])
    assert_true(isinstance(answer, tuple) and len(answer) == 2, "no answers")
    outs, inputs = answer
    for out in outs:
        assert_tensor(out, tuple(x.shape), "FeedForward(x)")
    right, after = (fitting(out, value, leaves, allowed) for out, value in ((outs[0], x), (outs[1], y)))
    assert_true(right is not None, "not the formula")
    if torch.equal(inputs[0], outs[0]) and not torch.equal(inputs[0], x):
        named("e_in_place")
    elif after is None and torch.equal(outs[0], outs[1]):
        named("e_remembers_first")
    elif after is None and fitting(outs[1] - right.detach(), y, leaves, allowed) is not None:
        named("e_keeps_state")


@diagnosis
def test_dropout(student, network, allowed, named):
    """Dropout: always on, on at the wrong time, unused, or of the wrong kind."""
    x, leaves = sample(8, 9), exact(network.loaded)
    quiet, noisy = answer_of(network, x), answer_of(network.train(), x)
    right = [maps(x.double(), ACTIVATIONS[name]).detach() for maps in readings(leaves) for name in allowed]
    if not any(gives(quiet, one) for one in right):
        carried = _carried(quiet, x, leaves, allowed)
        if carried is not None:  # a known way to be wrong: what it drops is what it gives besides
            quiet, noisy = quiet - carried, noisy - carried
            right = [quiet.double()]
    silent = [any(gives(out, one) for one in right) for out in (quiet, noisy)]
    always, trained = ({_rate(out, one) for one in right} - {None} for out in (quiet, noisy))
    if len(always) == 1:
        (rate,) = always
        shown = {"share": round(100 * rate), "kept": round(1 - rate, 2)}
        named("e_dropout_inverted" if silent[1] else "e_dropout_always", **shown)
    elif all(silent) and _is_unused(network, leaves, allowed):
        named("e_dropout_unused")
    elif silent[0] and trained and _drops_whole(noisy == 0):
        named("e_dropout_whole")
    elif silent[0] and trained == {1 - RATE}:
        named("e_dropout_complement", rate=RATE, share=round(100 * (1 - RATE)))
    elif silent[0] and trained == {TWICE}:
        named("e_dropout_twice", rate=RATE, share=round(100 * TWICE))


def _carried(quiet, x, leaves, allowed):
    """What a network with known mistakes adds to what it may drop: its input, or zeros; None where none are known.

    Where a norm has weights too, the search is long, and is not made twice.
    """
    if len([*readings(leaves)]) > 2:
        return None
    widths = explanations_of_width(quiet, x.double(), leaves, allowed).values()
    found = [*explanations(quiet, x.double(), leaves, allowed), *(one for some in widths for one in some)]
    adding = {any("residual" in deviation.changes for deviation in chosen) for chosen in found}
    return (x if adding == {True} else torch.zeros_like(x)) if len(adding) == 1 else None


def _is_unused(network, leaves, allowed):
    """Whether there are layers of dropout, and in training the network is a known formula whatever their rate."""
    layers = [path for path, kinds in network.modules() if "_DropoutNd" in kinds]
    for path in layers:
        network.set(f"{path}.p", 0.5)
    x = sample(8, 9)
    out = answer_of(network, x) if layers else None
    return bool(layers) and any(explain(out, x, leaves, allowed) is not None for explain in (fitting, _carried))


def _drops_whole(dropped):
    return any(bool((dropped.all(axis) | ~dropped.any(axis)).all()) for axis in range(3))


def _rate(out, right):
    """The rate at which numbers are dropped, where the others are the right ones over what is kept; else None."""
    share = float((out == 0).double().mean())
    for rate in (RATE, 1 - RATE, TWICE, *(place / 20 for place in range(1, 20))):
        if 0 < share < 1 and is_close(out, torch.where(out == 0, 0.0, right / (1 - rate)), TERMS):
            return rate
    return None


@diagnosis
def test_batch_norm(network, allowed, named):
    """In training the network normalises over the batch and over time."""
    x, leaves = sample(4, 6), exact(network.loaded)
    for path, kinds in network.modules():
        if "_DropoutNd" in kinds:
            network.set(f"{path}.p", 0.0)
    out = answer_of(network.train(), x)
    flat = x.double().flatten(0, 1)
    normed = ((flat - flat.mean(0)) / (flat.var(0, unbiased=False) + 1e-5).sqrt()).view_as(x)
    if fitting(out, x, leaves, allowed) is None and fitting(out, normed, leaves, allowed) is not None:
        named("e_batch_norm")


@diagnosis
def test_registered(student, named):
    """No parameters at all, and numbers that come from dice: those of the constructor, or those of each call."""
    x, base = sample(2, 3), student.seed
    with student.globals(**SIZES):
        outs = {}
        for built in (1, 2):
            with student.seeded(base + built):
                made = student.new("FeedForward", n_embd=C).eval()
                state = made.state()
            assert_true(not state.parameters and not state.buffers, "there are parameters")
            for called in (3, 4):
                with student.seeded(base + called):
                    outs[built, called] = answer_of(made, x)
    by_call = not torch.equal(outs[1, 3], outs[1, 4])
    by_construction = not torch.equal(outs[1, 3], outs[2, 3])
    if by_call != by_construction:
        named("e_new_layers" if by_call else "e_not_registered")
