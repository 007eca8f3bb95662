"""Where a network is not the formula's: is it wrong, or is it for a person to say?"""

from itertools import chain, permutations, product

import torch
import torch.nn.functional as F

from autograder.checks import Undecided, WrongAnswer, assert_tensor, assert_true, is_close, is_unchanged

from .network import ACTIVATIONS, HIDDEN, TERMS, exact, fitting, matrices, oriented, readings, vectors
from .sizes import C

MOST_KNOWN = (
    8  # parameters of a gated network or a normed one with all biases; of more, too many formulas could be made
)
USUAL = {2 * C * HIDDEN + biases for biases in (0, HIDDEN, C, HIDDEN + C)}


def assert_formula(network, out, x, allowed):
    """Expect the formula; returns what it gives, and the weights that it is to be differentiated by.

    Raises WrongAnswer where the output is not the formula's, Undecided where that is for a person to say.
    """
    leaves = exact(network.loaded)
    expected = fitting(out, x, leaves, allowed)
    if expected is not None:
        return expected, leaves
    refuse_unreadable(network, allowed)
    message = "La salida no es la de la fórmula con tus propios pesos, con ninguna de las activaciones aceptadas."
    raise WrongAnswer("expect.custom", message=message)


def refuse_unreadable(network, allowed):
    """Raise Undecided for parameters that may make a right network, WrongAnswer for what is known to make a wrong one.

    Nothing is raised for two plain layers, and for linear layers alone in another number.
    """
    leaves, x = exact(network.loaded), torch.randn(3, 5, C)  # (B, T, C)
    out, x = assert_tensor(network(x), (3, 5, C), "FeedForward(x)"), x.double()
    known = leaves if len(leaves) <= MOST_KNOWN else {}
    approximate = (maps(x, _quick_gelu) for maps in readings(known))
    if any(is_close(out, other.detach(), TERMS) for other in chain(gated(x, known), approximate)):
        raise Undecided("FeedForward es una variante (GLU o una aproximación de GELU): debe verla una persona.")
    odd = {value.numel() for value in leaves.values() if value.squeeze().ndim < 2} - {C, HIDDEN}
    plain = len(leaves) <= 4 and len(matrices(leaves)) == 2 and not odd
    total = sum(value.numel() for value in leaves.values())
    if plain or not leaves or (total not in USUAL and _only_linear(network)):
        return
    if any(is_close(out, other.detach(), TERMS) for other in normed(x, known, allowed)):
        raise WrongAnswer("expect.custom", message="La red normaliza, y de eso se encarga el bloque.")
    if any(is_close(out, other.detach(), TERMS) for other in tied(x, known, allowed)):
        raise WrongAnswer("expect.custom", message="Las dos capas usan la misma matriz: W1 y W2 deben ser distintas.")
    assert_position_wise(network, (3, 8))
    raise Undecided(f"FeedForward tiene parámetros que la corrección no reconoce: {sorted(leaves)}")


def _only_linear(network):
    linear = {path for path, kinds in network.modules() if "Linear" in kinds}
    return all(name.rpartition(".")[0] in linear for name in network.loaded)


def assert_position_wise(network, shape):
    """Expect each position's output to depend on nothing but what stands there."""
    before = torch.randn(3, 8, C)  # (B, T, C)
    out = assert_tensor(network(before), (3, 8, C), "FeedForward(x)").flatten(0, 1)  # (B*T, C)
    order = torch.randperm(24)
    kept = torch.rand(24) < 0.5
    others = torch.where(kept[:, None], before.flatten(0, 1)[order], 10 * torch.randn(24, C))
    after = assert_tensor(network(others.reshape(*shape, C)), (*shape, C), "FeedForward(x)").flatten(0, 1)  # (B*T, C)
    alike = is_unchanged(after[kept], out[order][kept], terms=TERMS)
    assert_true(alike, "La salida en una posición cambia con lo que hay en otras, o con el lugar que ocupa.")


def _quick_gelu(x):
    return x * torch.sigmoid(1.702 * x)


def gated(x, leaves):
    """What gated networks give, (act(x U) * x V) W, for every width that the parameters allow."""
    maps = [value for value in matrices(leaves) if C in value.shape]
    for one, two, down in permutations(maps, 3):
        width = one.numel() // C
        if all(sorted(value.shape) == sorted((C, width)) for value in (one, two, down)):
            for act in (F.silu, F.gelu, F.relu, torch.sigmoid):
                gate, value = x @ oriented(one, width).T, x @ oriented(two, width).T  # (B, T, H) each
                up_biases = vectors(leaves, width)
                for b, c, d in product(up_biases, up_biases, vectors(leaves, C)):
                    yield (act(gate + b) * (value + c)) @ oriented(down, C).T + d


def normed(x, leaves, allowed):
    """What the formula gives with a norm before it, within it or after it."""
    outer, inner = ([value for value in vectors(leaves, size) if value.requires_grad][:4] for size in (C, HIDDEN))
    for maps, name in product(readings(leaves), allowed):
        act = ACTIVATIONS[name]
        for norm in norms(outer, C):
            yield maps(norm(x), act)
            yield norm(maps(x, act))
        for norm in norms(inner, HIDDEN):
            yield maps(x, lambda hidden, act=act, norm=norm: act(norm(hidden)))
            yield maps(x, lambda hidden, act=act, norm=norm: norm(act(hidden)))


def norms(own, width):
    """LayerNorm over the last axis, without weights and with every two of its own."""
    plain = (torch.ones(width), torch.zeros(width))
    return [
        lambda x, scale=scale, shift=shift: F.layer_norm(x, (width,)) * scale + shift
        for scale, shift in (plain, *permutations(own, 2))
    ]


def tied(x, leaves, allowed):
    """What the formula gives with one matrix in both roles."""
    for matrix in matrices(leaves):
        up = oriented(matrix, HIDDEN)
        if sorted(matrix.shape) == [C, HIDDEN]:
            for up_bias, down_bias in product(vectors(leaves, HIDDEN), vectors(leaves, C)):
                for name in allowed:
                    yield ACTIVATIONS[name](x @ up.T + up_bias) @ up + down_bias
