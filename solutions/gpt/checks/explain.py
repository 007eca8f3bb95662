"""Finding the ways of computing attention that give a student's own numbers."""

from dataclasses import dataclass, replace

import torch

from .sizes import C
from .ways import CUTS, handed, names, ways
from .wrong_attention import attend

B, T = 8, 6  # long enough for the last rows of a mask not to see all
LOUDNESS = (0.7, 2.0, *6 * (10.0,))  # of the sequences: the quiet tell all weights, the loud a leak
CLOSE = 1e-4
MOST = 2  # families in which a way may be wrong at once


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
    """The ways that give an output and are wrong in as few families as possible."""
    readings = head.layout.readings(head.loaded)
    for wrong in range(least, most + 1):
        found = [
            Found(way, number, order)
            for way in ways(wrong)
            for number, maps in enumerate(readings)
            for order in handed(way, len(maps))
        ]
        found = [one for one in found if alike(out, one.output(head, x))]
        if found:
            return found
    return []


def explained(head):
    """The ways that give the output and the gradients, for one input after another."""
    x = sequences()
    found = fits(head, x, answer(head, x))
    again = sequences()
    out = answer(head, again) if found else None
    found = [one for one in found if alike(out, one.output(head, again))]
    return _with_gradients(head, found, sequences()) if found else []


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
    """The names that all explanations with the fewest names agree on; none where they do not."""
    fewest = min((len(names(one.way)) for one in found), default=0)
    told = {frozenset(names(one.way)) for one in found if len(names(one.way)) == fewest}
    return next(iter(told)) if len(told) == 1 else frozenset()
