"""What known mistakes make of the position-wise network: a product of families, computed in the grader alone."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import combinations, islice, permutations, product

import torch
import torch.nn.functional as F

from autograder.checks import is_close

from .network import ACTIVATIONS, HIDDEN, TERMS, oriented, readings, vectors
from .network_doubt import norms
from .sizes import C

FEW, MOST = 12, 48  # readings of the weights with which two deviations at a time are tried, or one
Map = Callable[[torch.Tensor], torch.Tensor]

OTHERS: dict[str, Map] = {
    "LeakyReLU": F.leaky_relu,
    "LeakyReLU(0.1)": lambda h: F.leaky_relu(h, 0.1),
    "LeakyReLU(0.2)": lambda h: F.leaky_relu(h, 0.2),
    "ELU": F.elu,
    "SELU": F.selu,
    "Mish": F.mish,
    "Softplus": F.softplus,
    "ReLU6": F.relu6,
    "Hardswish": F.hardswish,
    "Hardtanh": F.hardtanh,
    "Softsign": F.softsign,
    "max(0, ·)²": lambda h: F.relu(h).square(),
    "|·|": torch.abs,
    "min(0, ·)": lambda h: h.clamp(max=0),
    "sin": torch.sin,
}


def same_as_before(x):
    """No step at all."""
    return x


def _viewed(x):
    B, T, width = x.shape
    return x.transpose(1, 2).reshape(B, T, width)


def _averaged_past(x):
    return x.cumsum(1) / torch.arange(1, x.size(1) + 1).view(1, -1, 1)


def _with_previous(x):
    return x + F.pad(x, (0, 0, 1, 0))[:, :-1]


@dataclass(frozen=True)
class Recipe:
    """What a network does, step by step; as it stands, what the formula says."""

    mix: Map = same_as_before
    before: Map = same_as_before
    between: Map | None = None  # in the place of an accepted activation
    below: Map = same_as_before  # before the activation
    above: Map = same_as_before  # after it
    late_bias: bool = False
    after: Map = same_as_before
    scale: float = 1.0
    residual: bool = False
    times: int = 1
    rectified: frozenset[str] = frozenset()  # where else the activation acts: "before", "after"
    acts: tuple[str, ...] = ()  # the activations with which this is so; all that are accepted where there are none

    def __call__(self, x, maps, act):
        """What it gives for a reading of the weights and an accepted activation."""
        start = x
        for _ in range(self.times):
            x = self._once(x, maps, act)
        return x + start if self.residual else x

    def _once(self, x, maps, act):
        x = self.before(self.mix(x))
        x = act(x) if "before" in self.rectified else x
        hidden = x @ maps.up.T + (0 if self.late_bias else maps.up_bias)  # (B, T, H)
        hidden = self.above((self.between or act)(self.below(hidden))) + (maps.up_bias if self.late_bias else 0)
        x = hidden @ maps.down.T + maps.down_bias  # (B, T, C)
        return self.after(act(x) if "after" in self.rectified else x) * self.scale


@dataclass(frozen=True)
class Deviation:
    """A known way to leave the formula: its name, the changes, and what its evidence shows."""

    name: str
    changes: dict[str, object]
    shown: dict[str, object]


def _deviation(name, **changes):
    return Deviation(name, changes, {})


def _misplaced(where, **changes):
    """The activation in another place, or in one more: what is said of max(0, .) is not said of the others."""
    relu, others = ("relu",), tuple(name for name in ACTIVATIONS if name != "relu")
    return [
        _deviation(f"e_{what}_{where}", **changes, acts=acts) for what, acts in (("relu", relu), ("activation", others))
    ]


DEVIATIONS = (
    _deviation("e_no_nonlinearity", between=same_as_before),
    *_misplaced("first", between=same_as_before, rectified=frozenset({"before"})),
    *_misplaced("at_the_end", between=same_as_before, rectified=frozenset({"after"})),
    *_misplaced("after_both", rectified=frozenset({"after"})),
    *_misplaced("on_input", rectified=frozenset({"before"})),
    _deviation("e_bias_after_activation", late_bias=True),
    _deviation("e_tanh", between=torch.tanh),
    _deviation("e_sigmoid", between=torch.sigmoid),
    _deviation("e_softmax_between", between=lambda h: h.softmax(-1)),
    _deviation("e_softmax_at_the_end", after=lambda x: x.softmax(-1)),
    _deviation("e_own_residual", residual=True),
    _deviation("e_scaled", scale=C**-0.5),
    _deviation("e_net_twice", times=2),
    _deviation("e_mixes_time", mix=lambda x: x - x.mean(1, keepdim=True)),
    _deviation("e_mixes_batch", mix=lambda x: x - x.mean(0, keepdim=True)),
    _deviation("e_averages_time", mix=lambda x: x.mean(1, keepdim=True).expand_as(x)),
    _deviation("e_averages_past", mix=_averaged_past),
    _deviation("e_previous_position", mix=_with_previous),
    _deviation("e_wrong_view", mix=_viewed),
    *(Deviation("e_other_activation", {"between": act}, {"activation": name}) for name, act in OTHERS.items()),
)


def deviations(leaves, hidden=HIDDEN):
    """The known ways to leave the formula, those of a norm with the scale and the shift that the weights hold."""
    outer, inner = ([value for value in vectors(leaves, size) if value.requires_grad][:3] for size in (C, hidden))
    for norm in norms(outer, C):
        yield _deviation("e_own_norm", before=norm)
        yield _deviation("e_norm_at_the_end", after=norm)
    for norm in norms(inner, hidden):
        yield _deviation("e_norm_between", below=norm)
        yield _deviation("e_norm_between", above=norm)
    yield from DEVIATIONS


def explanations(out, x, leaves, allowed):
    """The fewest deviations that give an output, each choice of them as a tuple; one empty tuple for the formula."""
    return _fewest(out, x, list(islice(readings(leaves), MOST)), list(deviations(leaves)), allowed)


def explanations_of_width(out, x, leaves, allowed):
    """The same for every inner width but the right one that the weights may have, by width."""
    return {
        width: _fewest(out, x, maps[:MOST], list(deviations(leaves, width)), allowed)
        for width, maps in other_widths(leaves)
    }


def _fewest(out, x, maps, known, allowed):
    for count in range(3 if len(maps) <= FEW else 2):
        found = [chosen for chosen in combinations(known, count) if _gives(_combined(chosen), out, x, maps, allowed)]
        if found:
            return found
    return []


def _combined(chosen):
    changed = [key for deviation in chosen for key in deviation.changes]
    changes = {key: value for deviation in chosen for key, value in deviation.changes.items()}
    return replace(Recipe(), **changes) if len(changes) == len(changed) else None


def _gives(recipe, out, x, maps, allowed):
    if recipe is None:
        return False
    names = [name for name in allowed if name in (recipe.acts or allowed)]
    names = names if recipe.between is None or recipe.rectified else names[:1]
    return any(
        is_close(out, recipe(x, one, ACTIVATIONS[name]).detach(), recipe.times * max(TERMS, 2 * sum(one.up.shape)))
        for one, name in product(maps, names)
    )


def linear(leaves):
    """The linear maps of a module, (weight, bias); the bias is zero where it has none."""
    found = []
    for name, value in leaves.items():
        if value.ndim == 2:
            bias = leaves.get(f"{name.removesuffix('weight')}bias") if name.endswith("weight") else None
            found.append((value, torch.zeros(()) if bias is None else bias))
    return found


def layered(leaves):
    """Every way to put all linear maps of a module one after the other, from width C on."""
    for order in permutations(linear(leaves)):
        size, steps = C, []
        for matrix, bias in order:
            out = matrix.numel() // size
            if sorted((size, out)) == sorted(matrix.shape) and bias.numel() in (1, out):
                size = out
                steps.append((oriented(matrix, out), bias))
        if len(steps) == len(order):
            yield steps


def stacked(x, steps, acts):
    """What linear maps give one after the other; `acts` come after each of them."""
    for (matrix, bias), act in zip(steps, acts, strict=True):
        x = act(x @ matrix.T + bias)
    return x


def patterns(count, allowed):
    """Every way to have an accepted activation, or none, after each of some maps."""
    for name in allowed:
        yield from product((ACTIVATIONS[name], same_as_before), repeat=count)


def other_widths(leaves):
    """Every inner width but the right one that two matrices of a module have, with the readings of that width."""
    sizes = {value.numel() // C for value in leaves.values() if value.ndim == 2 and C in value.shape}
    for width in sorted(sizes - {HIDDEN}):
        found = list(readings(leaves, hidden=width))
        turned = [replace(one, up=one.up.T, down=one.down.T) for one in found] if width == C else []
        yield width, found + turned
