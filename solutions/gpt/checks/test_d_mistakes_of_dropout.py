"""Question d: which known mistake gives the numbers of a head whose dropout acts."""

import pytest
import torch

from autograder.checks import StudentFault, assert_tensor, diagnosis

from . import heads
from .explain import answer
from .sizes import SIZES, C

HEAD_SIZE = 24
COPIES = 64
KEPT = 1 / (1 - SIZES["dropout"])  # times as large is what a dropout keeps
NEAR = 1e-3


@pytest.fixture
def head(student, standin, sizes):
    """A head in evaluation mode with random weights of the grader's."""
    with student.globals(**sizes, **heads.DECOYS):
        yield heads.random(*heads.new(student, standin, sizes, HEAD_SIZE))


def copies(sequence):
    """Many copies (N, T, C) of one sequence (T, C)."""
    return sequence.expand(COPIES, *sequence.shape)


def rows(head, sequence):
    """The last position's output for each copy of a sequence, (N, hs)."""
    many = copies(sequence)
    return assert_tensor(answer(head, many), (*many.shape[:2], head.size), "Head(x)")[:, -1].double()


@diagnosis
def test_always_on(student, head, named):
    """Whether weights are dropped in evaluation mode."""
    token = torch.randn(1, C)
    out = rows(head, token)  # (N, hs)
    zero = out.abs().amax(-1) == 0
    kept = out[~zero]
    if not zero.any() or zero.all():
        return
    head.handle.train()
    acts = bool((rows(head, token).abs().amax(-1) == 0).any())
    for reading in head.layout.readings(head.loaded):
        for weight in reading:
            value = (token.double() @ weight.T)[0]  # (hs,)
            ratio = kept / value
            if float(ratio.std()) <= NEAR * float(ratio.mean()) and float(ratio.mean()) > 1:
                named(
                    "d_dropout_always_on" if acts else "d_dropout_only_in_evaluation",
                    rate=f"{1 - 1 / float(ratio.mean()):.2g}",
                )


@diagnosis
def test_unused(student, head, named):
    """Whether a dropout layer is there that never acts."""
    x = torch.randn(8, 6, C)
    before = answer(head, x)
    layers = [path for path, kinds in head.handle.modules() if "Dropout" in kinds]
    head.handle.train()
    with student.seeded(1):
        again = answer(head, x)
    if layers and head.attends() and torch.equal(answer(head, x), before) and torch.equal(again, before):
        named("d_dropout_unused", layer=layers[0])


@diagnosis
def test_backward(head, named):
    """Whether it answers while it trains, and cannot be derived."""
    x = torch.randn(2, 6, C)
    if not head.attends():
        return
    head.handle.train()
    answer(head, x)
    try:
        head.handle.gradients(x, weight=torch.randn(2, 6, head.size))
    except StudentFault:
        named("d_dropout_makes_backward_fail")


@diagnosis
def test_rows_together(head, named):
    """Whether all weights of a position are dropped at once."""
    sequence = torch.randn(6, C)
    if not head.attends():
        return
    before = rows(head, sequence)[0]
    head.handle.train()
    out = rows(head, sequence)
    whole = out.abs().amax(-1) == 0
    if whole.any() and not whole.all() and _is_constant(out[~whole], KEPT * before):
        named("d_dropout_of_rows", kept=f"{KEPT:.3g}")


@diagnosis
def test_what_is_dropped(head, named):
    """What the dropout acts on while it trains."""
    if not head.attends():
        return
    token, pair = torch.randn(1, C), torch.randn(2, C)
    value, terms, scored = rows(head, token)[0], *_parts(head, pair)
    head.handle.train()
    single, double = rows(head, token), rows(head, pair)
    whole = single.abs().amax(-1) == 0
    if _is_constant(single, value) and not _is_constant(double, double[0]):
        if _among(double, scored):
            named("d_dropout_on_scores", kept=f"{KEPT:.3g}")
    elif whole.any() and _is_constant(single[~whole], value):
        if _among(double, torch.stack([0 * terms[0], *terms, terms.sum(0)])):  # else the weights were normalised again
            named("d_dropout_not_rescaled")
    elif whole.any() and _is_constant(single[~whole], value / SIZES["dropout"]):
        named("d_dropout_complement", p=SIZES["dropout"], rest=1 - SIZES["dropout"])
    elif not whole.any() and _among_numbers(single, [0 * value, KEPT * value]):
        first, second = terms
        if _among_numbers(double, [0 * first, KEPT * (first + second)]):
            named("d_dropout_on_output", kept=f"{KEPT:.3g}")
        elif _among_numbers(double, [0 * first, KEPT * first, KEPT * second, KEPT * (first + second)]):
            named("d_dropout_on_values", kept=f"{KEPT:.3g}")
    elif not whole.any() and _drops_channels(head):
        named("d_dropout_on_input", kept=f"{KEPT:.3g}")


def _parts(head, pair):
    """For the second of two tokens: both terms of its sum, and its outputs where each score may be dropped."""
    x = pair[None].double()
    order = min(head.layout.orders(head.loaded), key=lambda one: _off(head, pair, heads.attention(x, *one)[0, -1]))
    query, key, value = order
    values = pair.double() @ value.T  # (2, hs)
    shares = heads.weights(x, query, key)[0, -1]  # (2,)
    scores = (pair.double() @ query.T)[-1] @ (pair.double() @ key.T).T * head.size**-0.5  # (2,)
    kept = torch.tensor([[0.0, 0.0], [KEPT, 0.0], [0.0, KEPT], [KEPT, KEPT]], dtype=torch.float64)
    return shares[:, None] * values, (scores * kept).softmax(-1) @ values


def _off(head, pair, expected):
    return float((rows(head, pair)[0] - expected).abs().max())


def _is_constant(out, value):
    return bool((out - value).abs().max() <= NEAR * value.abs().max())


def _among(out, options):
    """Whether each row is one of some rows."""
    off = (out[:, None] - options[None]).abs().amax(-1).amin(-1)  # (N,)
    return bool(off.max() <= NEAR * options.abs().max())


def _among_numbers(out, options):
    """Whether each number is one of its column's options."""
    off = (out[:, None] - torch.stack(options)[None]).abs().amin(1)  # (N, hs)
    return bool(off.max() <= NEAR * torch.stack(options).abs().max())


def _drops_channels(head):
    """Whether an input of two channels shows each channel dropped alone."""
    token = torch.zeros(1, C)
    token[0, [2, 5]] = torch.tensor([1.0, -1.5])
    out = rows(head, token)
    for reading in head.layout.readings(head.loaded):
        for weight in reading:
            first, second = KEPT * weight[:, 2], -1.5 * KEPT * weight[:, 5]
            options = torch.stack([0 * first, first, second, first + second])
            if _among(out, options) and all(_among(one[None], out) for one in options[1:]):
                return True
    return False
