"""Question d: which known mistake gives a head's own numbers."""

import pytest
import torch

from autograder.checks import StudentFault, diagnosis

from . import heads
from .explain import B, T, alike, answer, explained, fits, only, sequences
from .measured import measured
from .sizes import N_HEAD, T_MAX, C

HEAD_SIZE = 7
SHOWN = {"n_embd": C, "n_head": N_HEAD, "block_size": T_MAX, "T": T, "B": B, "last": T_MAX - T}
SHOWN |= {"global_head_size": heads.DECOYS["head_size"]}


@pytest.fixture
def made(student, standin, sizes):
    """Makes heads without dropout in evaluation mode, as they come from the student's class, each with its size."""
    with student.globals(**sizes | {"dropout": 0.0}, **heads.DECOYS):
        yield lambda size=HEAD_SIZE: heads.new_alone(student, standin, size)


def loaded(made, size=HEAD_SIZE, **options):
    """A head in evaluation mode with random weights of the grader's."""
    handle, size = made(size)
    return heads.load(handle.eval(), C, size, **options)


def shown(head):
    """What the evidence of a mistake may tell of a head."""
    return SHOWN | {"d_k": head.size}


@pytest.fixture
def head(made):
    """One with random weights of the grader's, which has answered before."""
    return loaded(made)


def right(head, x):
    """Whether a head gives the right output."""
    try:
        return bool(fits(head, x, answer(head, x), most=0))
    except StudentFault:
        return False


@diagnosis
def test_formula(student, standin, head, made, explanations, named):
    """The formula that gives the output and its gradients."""
    if _changed(student, standin, head):
        return  # what stands in a changed input explains nothing
    found = explained(head, explanations)
    other = loaded(made, 20)
    x = sequences(other.length(5))
    found = [one for one in found if any(alike(answer(other, x), again) for again in one.outputs(other, x))]
    told = only(found)
    if "d_no_mask" in told:
        told = told - {"d_no_mask"} | _now_and_then(student, head, made, explanations)
    written = [value for one in found for value in (one.way.mask, one.way.scale) if _is_written(value)]
    value = f"{float(str(written[0]).removeprefix('add')):.4g}" if written else ""
    for name in sorted(told):
        named(name, **shown(head), value=value, first=1)


def _is_written(value):
    return isinstance(value, float) or value.startswith("add")


def _now_and_then(student, head, made, explanations):
    """What makes the mask come and go, or that it never comes; nothing where that is not certain."""
    if explanations.again(head, sequences(T_MAX), mask="causal"):
        return {"d_mask_only_at_full_length"}
    if explanations.again(loaded(made, eager=False), sequences(), mask="causal"):
        return {"d_mask_of_first_call"}
    x = sequences()
    if explanations.again(_training(head), x, mask="causal"):
        return {"d_mask_only_in_training"}
    return {"d_no_mask"} if explanations.again(head, x) or _sees_later_tokens(student, head, x) else set()


def _sees_later_tokens(student, head, x):
    """Whether a head whose dropout has a rate of its own attends to later tokens in training, with the same dice."""
    with student.seeded(2):
        other = answer(head, x)
    with student.seeded(1):
        before = answer(head, x)
    with student.seeded(1):
        after = answer(head, torch.cat([x[:, :-1], -x[:, -1:]], dim=1))
    return not alike(other, before) and not alike(after[:, :-1], before[:, :-1])


def _training(head):
    head.handle.train()
    return head


@diagnosis
def test_training(head, explanations, named):
    """Whether the mask is missing while it trains."""
    if any(one.way.mask == "causal" for one in explanations.again(head, sequences())):
        x = sequences()
        if explanations.again(_training(head), x, mask="none") and not explanations.again(head, x):
            named("d_mask_only_in_evaluation", **shown(head))


@diagnosis
def test_lengths(head, explanations, named):
    """Whether it answers as it does elsewhere at some lengths, and at others not at all."""
    works = [length for length in range(1, T_MAX + 1) if explanations.again(head, sequences(length))]
    if works == [T_MAX] and _fails(head, T):
        named("d_mask_not_cut", **shown(head))
    elif works and works == list(range(1, works[-1] + 1)) and works[-1] < T_MAX and _fails(head, T_MAX):
        named("d_mask_fixed_length", **shown(head), works=works[-1], fails=T_MAX)


def _fails(head, length):
    try:
        head.handle.value(sequences(length))
    except StudentFault:
        return True
    return False


@diagnosis
def test_memory(made, named):
    """Whether a call changes what the next one gives."""
    head = loaded(made, eager=False)
    first, second = torch.randn(2, 4, C), torch.randn(2, 4, C)
    orders = fits(head, first, answer(head, first), most=0)
    out = answer(head, second) if orders else first
    for one in orders:
        maps = head.layout.readings(head.loaded)[one.reading]
        query, key, value = (maps[place] for place in one.order)
        if alike(out, heads.attention(second.double(), query, key, value)):
            return
        if alike(out, heads.weights(first.double(), query, key) @ (second.double() @ value.T)):
            named("d_remembers_weights", **shown(head))
        both = torch.cat([first, second], dim=1).double()
        if alike(out, heads.attention(both, query, key, value)[:, 4:]):
            named("d_keeps_keys", **shown(head))


@diagnosis
def test_input(student, standin, head, named):
    """Whether the input is changed."""
    changed = _changed(student, standin, head)
    if changed:
        named("d_in_place", **shown(head), difference=f"{changed:.2g}")


def _changed(student, standin, head):
    """By how much a head changes its input that attends to what it was, or to what it is then."""
    x = sequences(head.length(T)).to(head.handle.dtype)
    out, left = heads.called(student, standin, head.handle, x)
    if torch.equal(left, x) or not any(fits(head, seen, out, most=0) for seen in (x, left)):
        return 0.0
    return float((left - x).abs().max())


@diagnosis
def test_other_heads(made, named):
    """Whether making another head changes one."""
    head = loaded(made)
    if right(head, sequences()):
        made(12)
        x = sequences()
        out = answer(head, x)
        shared = [
            order for order in head.layout.orders(head.loaded) if alike(out, heads.attention(x.double(), *order, 12))
        ]
        if shared:
            named("d_size_of_the_last_head", **shown(head), other=12)


@diagnosis
def test_what_is_returned(made, head, explanations, named):
    """Whether the output is right but for its form, or the parameters are more than they should be."""
    x = sequences()
    if isinstance(head.handle.value(x), list | tuple) and explanations.again(head, x):
        named("d_returns_tuple", **shown(head))
    masks = [name for name, size in head.layout.strangers.items() if size == T_MAX**2]
    if masks:
        named("d_mask_is_parameter", **shown(head), parameter=masks[0])
    elsewise = C // N_HEAD
    if answer(head, x).shape == (B, T, elsewise) != (B, T, head.size) and right(_of_size(made, elsewise), x):
        named("d_ignores_head_size", **shown(head))


def _of_size(made, size):
    """A head loaded as if it had another size."""
    return heads.load(made()[0].eval(), C, size)


@diagnosis
def test_whose_weights(student, made, named):
    """Whether it attends with weights that are none of its parameters."""
    head = loaded(made)
    x = torch.randn(2, 4, C)
    out = answer(head, x)
    if not alike(out, measured(head, x)):
        return
    with student.seeded(1):
        again = answer(head, x)
    if not alike(again, out):
        named("d_new_projections", **shown(head))
    elif not head.layout.maps:
        named("d_not_registered", **shown(head))
