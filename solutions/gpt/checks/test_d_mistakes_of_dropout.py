"""Question d: which known mistake gives the numbers of a head whose dropout acts."""

from itertools import product

import pytest
import torch

from autograder.checks import StudentFault, assert_tensor, diagnosis

from . import heads
from .explain import answer, sequences
from .sizes import SIZES, C
from .ways import RIGHT
from .wrong_attention import weighted

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


def way_of(explanations, head):
    """The way that a head computes its output from weights that a dropout can act on; None where none is known."""
    found = explanations.again(head, sequences())
    return next((one for one in found if one.way.result == "output" and one.way.mask != "itself"), None)


@diagnosis
def test_unused(student, head, explanations, named):
    """Whether a dropout layer is there that never acts."""
    x = torch.randn(8, 6, C)
    before = answer(head, x)
    layers = [path for path, kinds in head.handle.modules() if "Dropout" in kinds]
    way = way_of(explanations, head)
    head.handle.train()
    with student.seeded(1):
        again = answer(head, x)
    if layers and way and torch.equal(answer(head, x), before) and torch.equal(again, before):
        named("d_dropout_unused", layer=layers[0])


@diagnosis
def test_backward(head, explanations, named):
    """Whether it answers while it trains, and cannot be derived."""
    x = torch.randn(2, 6, C)
    if not way_of(explanations, head) or not isinstance(head.handle.value(x), torch.Tensor):
        return
    head.handle.train()
    weight = torch.randn(answer(head, x).shape)
    try:
        head.handle.gradients(x, weight=weight)
    except StudentFault:
        named("d_dropout_makes_backward_fail")


@diagnosis
def test_rows_together(head, explanations, named):
    """Whether all weights of a position are dropped at once."""
    sequence = torch.randn(6, C)
    way = way_of(explanations, head)
    if not way or not _mixes(_terms(head, way, sequence)):
        return
    before = rows(head, sequence)[0]
    head.handle.train()
    out = rows(head, sequence)
    whole = out.abs().amax(-1) == 0
    if whole.any() and not whole.all() and _is_constant(out[~whole], KEPT * before):
        named("d_dropout_of_rows", kept=f"{KEPT:.3g}")


@diagnosis
def test_what_is_dropped(head, explanations, named):
    """What the dropout acts on while it trains."""
    way = way_of(explanations, head)
    if not way:
        return
    token, pair = torch.randn(1, C), torch.randn(2, C)
    value, terms = rows(head, token)[0], _terms(head, way, pair)
    scored = _with_dropped_scores(head, way, pair)
    if not _mixes(terms):
        return
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
    elif not whole.any() and way.way == RIGHT and _drops_channels(head):
        named("d_dropout_on_input", kept=f"{KEPT:.3g}")


def _terms(head, way, sequence, kept=1.0):
    """The terms of the sum that is a sequence's last output, (T, hs); `kept` multiplies the scores."""
    maps = head.layout.readings(head.loaded)[way.reading]
    x = copies(sequence).double()
    _, weights, values = weighted(way.way, x, [maps[place] for place in way.order], head.size, kept)
    return weights[0, -1][:, None] * values[0]


def _mixes(terms):
    """Whether more than one term is there: of one weight alone, nobody sees what a dropout acts on."""
    return int((terms.abs().amax(-1) > 0).sum()) > 1


def _with_dropped_scores(head, way, pair):
    """The last output for two tokens with each score kept or dropped, (16, hs)."""
    drops = (torch.tensor(kept).view(2, 2) for kept in product([0.0, KEPT], repeat=4))
    return torch.stack([_terms(head, way, pair, kept).sum(0) for kept in drops])


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
