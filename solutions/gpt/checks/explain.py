"""Finding the ways of computing attention that give a student's own numbers."""

from dataclasses import dataclass, replace

import torch

from autograder.checks import StudentFault

from .sizes import C
from .ways import CUTS, RIGHT, ROLES, handed, names, ways
from .wrong_attention import attend

B, T = 8, 6  # long enough for the last rows of a mask not to see all
LOUDNESS = (0.7, 2.0, *6 * (10.0,))  # of the sequences: the quiet tell all weights, the loud a leak
CLOSE = 1e-4
MOST = 3  # families in which a way may be wrong at once
SHAPES = {
    "output": lambda B, T, size: (B, T, size),
    "residual": lambda B, T, size: (B, T, size),
    "weights": lambda B, T, size: (B, T, T),
    "scores": lambda B, T, size: (B, T, T),
    "transposed": lambda B, T, size: (B, size, T),
    "last": lambda B, T, size: (B, size),
}


@dataclass(frozen=True)
class Found:
    """A way that gives the numbers, and which maps it takes."""

    way: object
    reading: int
    order: tuple[int, ...]

    def output(self, head, x, weights=None):
        """What the head would give for an input."""
        maps = head.layout.readings(weights or head.loaded)[self.reading]
        return attend(self.way, x.double(), [maps[place] for place in self.order], head.size)

    def outputs(self, head, x):
        """What it would give for an input if it took the maps in any order."""
        counts = [len(maps) for maps in head.layout.readings(head.loaded)]
        for number, count in enumerate(counts):
            for order in handed(self.way, count):
                yield replace(self, reading=number, order=order).output(head, x)


def sequences(length=T):
    """Inputs (B, T, C) of different loudness."""
    return torch.randn(B, length, C) * torch.tensor(LOUDNESS)[:, None, None]


def alike(actual, expected):
    """Whether two tensors agree in every sequence, and where they are infinite or not numbers."""
    if actual.shape != expected.shape:
        return False
    actual, expected = actual.double(), expected.double()
    finite = expected.isfinite()
    if not finite.any() or not torch.equal(actual.isfinite(), finite):
        return False
    if not torch.equal(actual[~finite].nan_to_num(2.0), expected[~finite].nan_to_num(2.0)):
        return False
    off, size = (actual - expected).where(finite, 0.0).abs(), expected.where(finite, 0.0).abs()
    return all(bool(one.max() <= CLOSE * scale.max()) for one, scale in zip(off, size, strict=True))


def fits(head, x, out, least=0, most=MOST):
    """The ways that give an output and are wrong in as few families as possible.

    Where two are wrong, what the head gives for one token over and over tells which map is the values', and spares most
    of the orders; three are looked for only where it does.
    """
    readings = head.layout.readings(head.loaded)
    values = set()
    for wrong in range(least, most + 1):
        values = _values(head, readings, x.shape[1]) if wrong == 2 else values
        if wrong == MOST and not values:
            break
        found = [
            Found(way, number, order)
            for way in ways(wrong)
            if _shape(way, x, head) == out.shape
            for number, maps in enumerate(readings)
            for order in handed(way, len(maps))
            if not values or (number, _place_of_values(way, order)) in values
        ]
        found = [one for one in found if alike(out, one.output(head, x))]
        if found:
            return found
    return []


def _shape(way, x, head):
    """The shape of what a way gives."""
    width = x.shape[2] if ROLES[way.roles][2] == "x" else head.size
    return torch.Size(SHAPES[way.result](*x.shape[:2], width))


def _values(head, readings, length):
    """The maps, (reading, place), that a head's output for one token over and over is a multiple of.

    However the weights came about, they weigh the same value there.
    """
    x = torch.randn(B, 1, C).expand(B, length, C)
    out = answer(head, x)
    if out.ndim != 3:
        return set()
    maps = [(number, place, weight) for number, found in enumerate(readings) for place, weight in enumerate(found)]
    wanted = {(number, place): x[:, 0].double() @ weight.T for number, place, weight in maps}  # (B, hs) each
    wanted |= {(number, "x"): x[:, 0].double() for number in range(len(readings))}
    return {key for key, value in wanted.items() if _is_multiple(out[:, -1].double(), value)}


def _is_multiple(rows, values):
    """Whether each row is some number times its value."""
    if rows.shape != values.shape or not rows.isfinite().all():
        return False
    return bool((torch.cosine_similarity(rows, values, dim=-1).abs() > 1 - CLOSE**2).all())


def _place_of_values(way, order):
    role = ROLES[way.roles][2]
    return role if role == "x" else order[role]


class Explanations:
    """The ways that explain a submission's heads: they are looked for once, and then tried on other heads.

    Until they have been looked for, the right way is the only one that is known.
    """

    def __init__(self):
        """Know the right way alone."""
        self.known = {RIGHT}

    def search(self, head):
        """Find the ways that give what a head without dropout gives in evaluation mode."""
        x = sequences(head.length(T))
        found = fits(head, x, answer(head, x))
        self.known = {one.way for one in found}
        return found

    def again(self, head, x, **changed):
        """The known ways, with some of their members changed, that give what a head gives; none where it fails."""
        try:
            out = answer(head, x)
        except StudentFault:
            return []
        counts = [len(maps) for maps in head.layout.readings(head.loaded)]
        found = [
            Found(replace(way, **changed), number, order)
            for way in self.known
            for number, count in enumerate(counts)
            for order in handed(way, count)
        ]
        return [one for one in found if alike(out, one.output(head, x))]


def explained(head, explanations):
    """The ways that give the output and the gradients, for one input after another."""
    found = explanations.search(head)
    again = sequences(head.length(T))
    out = answer(head, again) if found else None
    found = [one for one in found if alike(out, one.output(head, again))]
    return _with_gradients(head, found, sequences(head.length(T))) if found else []


def answer(head, x):
    """What the head gives, of several things the first."""
    value = head.handle.value(x)
    value = value[0] if isinstance(value, list | tuple) and value else value
    return value if isinstance(value, torch.Tensor) else torch.empty(0)


def _with_gradients(head, found, x):
    pick = 0 if isinstance(head.handle.value(x), list | tuple) else None
    shape = found[0].output(head, x).shape
    weight = torch.randn(shape) if all(one.output(head, x).isfinite().all() for one in found) else None
    if weight is None:
        return found  # gradients of what is not a number tell nothing
    seen = head.handle.gradients(x, weight=weight, pick=pick)
    given = {"x": seen.inputs[0], **{name: seen.parameters[name] for name in head.layout.maps}}
    cut = [replace(one, way=replace(one.way, cut=kind)) for kind in CUTS for one in found]
    return [one for one in cut if _same_gradients(given, one, head, x, weight)]


def _same_gradients(given, one, head, x, weight):
    leaves = {"x": x.double().requires_grad_()}
    leaves |= {name: head.loaded[name].requires_grad_() for name in head.layout.maps}
    out = one.output(head, leaves["x"], leaves)
    wanted = [None] * len(leaves)
    if out.requires_grad:
        wanted = torch.autograd.grad((out * weight).sum(), list(leaves.values()), allow_unused=True)
    return all(_alike_or_zero(given[name], gradient) for name, gradient in zip(leaves, wanted, strict=True))


def _alike_or_zero(actual, expected):
    """Whether two gradients agree; none is as good as zero."""
    sizes = [0.0 if value is None else float(value.abs().max()) for value in (actual, expected)]
    if min(sizes) == 0 or actual is None or expected is None:
        return max(sizes) < 1e-12
    return float((actual.double() - expected.double()).abs().max()) <= CLOSE * sizes[1]


def only(found):
    """The names that all explanations with the fewest names share; none where they share none."""
    fewest = min((len(names(one.way)) for one in found), default=0)
    told = [frozenset(names(one.way)) for one in found if len(names(one.way)) == fewest]
    return frozenset.intersection(*told) if told else frozenset()
