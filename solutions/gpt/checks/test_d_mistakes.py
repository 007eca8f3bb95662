"""Question d: which known mistake gives a head's own numbers."""

import pytest
import torch

from autograder.checks import StudentFault, diagnosis

from . import heads
from .explain import B, T, alike, answer, explained, fits, only, sequences
from .measured import measured
from .sizes import N_HEAD, T_MAX, C

HEAD_SIZE = 7
SHOWN = {"d_k": HEAD_SIZE, "n_embd": C, "n_head": N_HEAD, "block_size": T_MAX, "T": T, "B": B, "last": T_MAX - T}
SHOWN |= {"global_head_size": heads.DECOYS["head_size"]}


@pytest.fixture
def made(student, standin, sizes):
    """Makes heads without dropout in evaluation mode, as they come from the student's class."""
    with student.globals(**sizes | {"dropout": 0.0}, **heads.DECOYS):
        yield lambda size=HEAD_SIZE: heads.new_alone(student, size).eval()


@pytest.fixture
def head(made):
    """One with random weights of the grader's, which has answered before."""
    return heads.load(made(), C, HEAD_SIZE)


def right(head, x):
    """Whether a head gives the right output."""
    try:
        return bool(fits(head, x, answer(head, x), most=0))
    except StudentFault:
        return False


@diagnosis
def test_formula(student, standin, head, made, named):
    """The formula that gives the output and its gradients."""
    if _changed(student, standin, head):
        return  # what stands in a changed input explains nothing
    found = explained(head)
    other, x = heads.load(made(20), C, 20), sequences(5)
    found = [one for one in found if any(alike(answer(other, x), again) for again in one.outputs(other, x))]
    told = only(found)
    if told == {"d_no_mask"} and _now_and_then(head, made, named):
        return
    for name in told:
        written = [value for one in found for value in (one.way.mask, one.way.scale) if _is_written(value)]
        named(name, **SHOWN, value=f"{float(str(written[0]).removeprefix('add')):.4g}" if written else "")


def _is_written(value):
    return isinstance(value, float) or value.startswith("add")


def _now_and_then(head, made, named):
    """Name what makes the mask come and go."""
    if right(head, sequences(T_MAX)):
        named("d_mask_only_at_full_length", **SHOWN)
    elif right(heads.load(made(), C, HEAD_SIZE, eager=False), sequences()):
        named("d_mask_of_first_call", **SHOWN, first=1)
    elif right(_training(head), sequences()):
        named("d_mask_only_in_training", **SHOWN)
    else:
        return False
    return True


def _training(head):
    head.handle.train()
    return head


@diagnosis
def test_training(head, named):
    """Whether the mask is missing while it trains."""
    if right(head, sequences()):
        x = sequences()
        if only(fits(_training(head), x, answer(head, x), most=1)) == {"d_no_mask"}:
            named("d_mask_only_in_evaluation", **SHOWN)


@diagnosis
def test_lengths(head, named):
    """Whether it answers rightly at some lengths, and at others not at all."""
    works = [length for length in range(1, T_MAX + 1) if right(head, sequences(length))]
    if works == [T_MAX] and _fails(head, T):
        named("d_mask_not_cut", **SHOWN)
    elif works and works == list(range(1, works[-1] + 1)) and works[-1] < T_MAX and _fails(head, T_MAX):
        named("d_mask_fixed_length", **SHOWN, works=works[-1], fails=T_MAX)


def _fails(head, length):
    try:
        head.handle.value(sequences(length))
    except StudentFault:
        return True
    return False


@diagnosis
def test_memory(made, named):
    """Whether a call changes what the next one gives."""
    head = heads.load(made(), C, HEAD_SIZE, eager=False)
    first, second = torch.randn(2, 4, C), torch.randn(2, 4, C)
    orders = fits(head, first, answer(head, first), most=0)
    out = answer(head, second) if orders else first
    for one in orders:
        maps = head.layout.readings(head.loaded)[one.reading]
        query, key, value = (maps[place] for place in one.order)
        if alike(out, heads.attention(second.double(), query, key, value)):
            return
        if alike(out, heads.weights(first.double(), query, key) @ (second.double() @ value.T)):
            named("d_remembers_weights", **SHOWN)
        both = torch.cat([first, second], dim=1).double()
        if alike(out, heads.attention(both, query, key, value)[:, 4:]):
            named("d_keeps_keys", **SHOWN)


@diagnosis
def test_input(student, standin, head, named):
    """Whether the input is changed."""
    changed = _changed(student, standin, head)
    if changed:
        named("d_in_place", **SHOWN, difference=f"{changed:.2g}")


def _changed(student, standin, head):
    """By how much a head changes its input that attends to what it was, or to what it is then."""
    x = sequences().to(head.handle.dtype)
    out, left = heads.called(student, standin, head.handle, x)
    if torch.equal(left, x) or not any(fits(head, seen, out, most=0) for seen in (x, left)):
        return 0.0
    return float((left - x).abs().max())


@diagnosis
def test_other_heads(made, named):
    """Whether making another head changes one."""
    head = heads.load(made(), C, HEAD_SIZE)
    if right(head, sequences()):
        made(12)
        x = sequences()
        out = answer(head, x)
        shared = [
            order for order in head.layout.orders(head.loaded) if alike(out, heads.attention(x.double(), *order, 12))
        ]
        if shared:
            named("d_size_of_the_last_head", **SHOWN, other=12)


@diagnosis
def test_what_is_returned(made, head, named):
    """Whether the output is right but for its form, or the parameters are more than they should be."""
    x = sequences()
    if isinstance(head.handle.value(x), list | tuple) and right(head, x):
        named("d_returns_tuple", **SHOWN)
    masks = [name for name, size in head.layout.strangers.items() if size == T_MAX**2]
    if masks:
        named("d_mask_is_parameter", **SHOWN, parameter=masks[0])
    if answer(head, x).shape == (B, T, C // N_HEAD) and right(heads.load(made(), C, C // N_HEAD), x):
        named("d_ignores_head_size", **SHOWN)


@diagnosis
def test_whose_weights(student, made, named):
    """Whether it attends with weights that are none of its parameters."""
    head = heads.load(made(), C, HEAD_SIZE)
    x = torch.randn(2, 4, C)
    out = answer(head, x)
    if not alike(out, measured(head, x)):
        return
    with student.seeded(1):
        again = answer(head, x)
    if not alike(again, out):
        named("d_new_projections", **SHOWN)
    elif not head.layout.maps:
        named("d_not_registered", **SHOWN)
