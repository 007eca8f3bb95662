"""Question g: which known mistake gives a block's own numbers."""

from itertools import combinations

import pytest
import torch

from autograder.checks import assert_tensor, diagnosis, is_close

from . import block as blocks
from .wrong_blocks import CUTS, Plan, outcome, plans

B, T = 3, 5


@pytest.fixture
def block(student, sizes, standin):
    """A block whose sub-layers are stand-ins."""
    with blocks.opened(student, sizes, standin) as made:
        yield made


def norms(names):
    """The names of a block's norms as (weight, bias) pairs, or None where they are not laid out so."""
    pairs = {}
    for name in names:
        pairs.setdefault(name.rpartition(".")[0], []).append(name)
    sizes = {len(pair) for pair in pairs.values()}
    if not 1 <= len(pairs) <= 2 or "" in pairs or len(sizes) != 1 or sizes > {1, 2}:
        return None
    return [(*pair, None)[:2] for pair in pairs.values()]


def inputs(block):
    """A random input (B, T, C), in which no axis is as long as another one."""
    return 3 * torch.randn(B, T, block.width).double() + 1


def fits(actual, expected):
    """Whether two tensors agree to rounding; where an answer is None, zeros are expected."""
    actual = torch.zeros_like(expected) if actual is None else actual
    return is_close(actual, expected, 8 * blocks.TERMS)


def only(found):
    """The names of the plans that fit, where they all have the same and no other plan has as few."""
    return found[0] if found and all(plan.names == found[0].names for plan in found) else None


def explained(block, names, x, out):
    """The plan that gives an output, if one alone does."""
    pairs = [[block.scales.get(name) for name in pair] for pair in names]
    found = []
    for plan in plans():
        if found and len(plan.names) > len(found[0].names):
            break
        if len(set(plan.norms)) <= len(pairs) and is_close(out, outcome(x, pairs, plan), blocks.TERMS):
            found.append(plan)
    return only(found)


def cut(block, names, plan, x, weight, found):
    """The places at which the gradient is cut, if cutting there and nowhere else gives the block's own gradients."""

    def slopes(cuts):
        def formula(x, scales):
            out = outcome(x, [[scales.get(name) for name in pair] for pair in names], plan, cuts)
            return out + 0 * sum(value.sum() for value in (x, *scales.values()))  # so that there is a gradient at all

        return blocks.gradients(block, x, weight, formula)

    for cuts in ((), *((place,) for place in CUTS), *combinations(("sa", "ffwd", "residual"), 2)):
        right = slopes(cuts)
        given = {"x": found.inputs[0]} | {name: found.parameters[name] for name in block.scales}
        given = {name: None if value is None else value.flatten() for name, value in given.items()}
        if all(fits(given[name], right[name].flatten()) for name in right):
            return cuts
    return ()


@diagnosis
def test_formula(block, named):
    """The formula that gives the output and its gradients."""
    x = inputs(block)
    names = norms(block.scales)
    if names is None:
        return
    weight = torch.randn(x.shape)
    out = block(x)
    plan = explained(block, names, x, out)
    if plan is None:
        return
    for name in sorted(plan.names):
        named(name, formula=plan.text)
    found = block.handle.gradients(x, weight=weight)
    for place in cut(block, names, plan, x, weight, found):
        named(CUTS[place], formula=plan.text)


@diagnosis
def test_dropout(student, sizes, standin, named):
    """Whether something is dropped at random though the block is in evaluation mode."""
    for kinds, network in ((("GivenAttention", "SilentPart"), False), (("SilentPart", "GivenNetwork"), True)):
        with blocks.opened(student, sizes, standin, *kinds) as block:
            x = inputs(block)
            out = block(x)
            for pair in norms(block.scales) or ():
                normed = blocks.layer_norm(x, [block.scales.get(name) for name in pair])
                added = blocks.network(normed) if network else blocks.attention(normed)
                kept = dropped(out - x, added) or dropped(out, x + added)
                if kept is not None:
                    named("g_dropout_always_on", part=f"{100 * (1 - 1 / kept):.0f}")
                    return


def dropped(actual, full):
    """By how much the entries that are left are larger, where some are zero and all others larger by one factor."""
    gone = actual.abs() < 1e-4 * full.abs().clamp_min(1e-2)
    if not 0.05 < gone.double().mean() < 0.95:
        return None
    factor = (actual[~gone] / full[~gone]).median()
    return float(factor) if factor > 1.01 and is_close(actual[~gone], factor * full[~gone], blocks.TERMS) else None


@diagnosis
def test_traces(student, block, standin, named):
    """Whether the block changes its input, its mode, or what it says the next time."""
    names = norms(block.scales)
    if names is None:
        return
    caller = student.define("call", standin("sublayers"))
    x, other = (inputs(block).to(block.handle.dtype) for _ in range(2))
    role = next(
        (order for order in (names, names[::-1]) if is_close(block(x), right(block, order, x), blocks.TERMS)), None
    )
    if role is None:
        return
    before = assert_tensor(block.handle(other), other.shape, "DecoderBlock(x)").double()
    out, after = caller.value(block.handle, x)
    halves = [right(block, role, x, "sa"), right(block, role, x)]
    if not torch.equal(after, x) and any(is_close(after, half, blocks.TERMS) for half in halves):
        named("g_in_place")
    elif not is_close(out, halves[1], blocks.TERMS) and is_close(out, halves[1] + before, blocks.TERMS):
        named("g_keeps_state")
    block.handle.train()
    block.handle.value(x)
    if block.handle.get("training") is False:
        named("g_eval_in_forward")


def right(block, names, x, last="ffwd"):
    """What a right block gives, after its first half or after both."""
    pairs = [[block.scales.get(name) for name in pair] for pair in names]
    plan = Plan() if last == "ffwd" else Plan(("sa",), ("pre",), (0,))
    return outcome(x.double(), pairs, plan)


@diagnosis
def test_heads(block, named):
    """Whether the attention was given other numbers than n_head and n_embd // n_head."""
    if block.heads == block.right[::-1]:
        named("g_heads_swapped", heads=block.heads[0], size=block.heads[1])
    elif block.heads == (block.right[0], block.width):
        named("g_head_size", heads=block.heads[0], size=block.heads[1])
