"""Question g: the decoder block, judged with stand-ins for its sub-layers, so that no other question counts here."""

import pytest
import torch
import torch.nn.functional as F
from hypothesis import given
from hypothesis.strategies import integers

from autograder.checks import points
from autograder.expect import WrongAnswer, assert_close, assert_tensor, assert_true, close
from autograder.student import Undecided

from .formulas import nearest
from .sizes import N_HEAD, C

IGNORED = {"Dropout", "Identity", "Attention", "Network", "Silent"}


@pytest.fixture
def make(student, sizes, standin):
    """Makes a block whose attention and feed-forward network are stand-ins of two given classes."""

    def made(attention, network):
        source = standin("sublayers")
        first, second = (student.define(name, source) for name in (attention, network))
        with student.globals(**sizes, MultiHeadAttention=first, FeedForward=second):
            block = student.new("DecoderBlock", C, N_HEAD)
        _replace_others(block, first, second)
        return block.eval()

    return made


def _replace_others(block, attention, network):
    """Put stand-ins also where the student built a sub-layer in place instead of using the lab's classes."""
    children = [(path, kinds) for path, kinds in block.modules() if path and "." not in path]
    kinds_there = {kinds[0] for _, kinds in children}
    unknown = [path for path, kinds in children if not IGNORED & set(kinds) and not _is_norm(kinds)]
    wanted = [standin for standin in (attention, network) if standin.name not in kinds_there]
    if attention.name == network.name:
        wanted = [attention] * len(unknown)
    if len(unknown) > len(wanted):
        raise Undecided(f"DecoderBlock tiene sub-módulos que la corrección no reconoce: {unknown}")
    for path, standin in zip(sorted(unknown, key=_looks_like_network), wanted, strict=False):
        block.set(path, standin.new())


def _is_norm(kinds):
    return any("norm" in kind.lower() for kind in kinds)


def _looks_like_network(path):
    return any(part in path.lower() for part in ("ff", "mlp", "net", "fc"))


def norms(block):
    """Give the block's layer norms random weights of the grader's, and return them as (weight, bias) pairs."""
    parameters = block.state().parameters
    pairs = {}
    for name, value in parameters.items():
        if tuple(value.shape) != (C,):
            raise Undecided(f"DecoderBlock tiene un parámetro que la corrección no reconoce: {name}")
        pairs.setdefault(name.rpartition(".")[0], []).append(name)
    if len(pairs) != 2 or any(len(names) != 2 for names in pairs.values()):
        message = f"DecoderBlock debe tener dos LayerNorm propias, con peso y sesgo; se encontraron {sorted(pairs)}."
        raise WrongAnswer("expect.custom", message=message)
    new = {name: torch.randn(C) for name in parameters}
    block.load(new)
    return [tuple(new[name] for name in names) for names in pairs.values()]


def attention(x):
    """What the stand-in for attention does."""
    return 2 * x + x.roll(1, -1)


def network(x):
    """What the stand-in for the feed-forward network does."""
    return 0.5 * x.square() - x.roll(2, -1)


def blocks(x, pairs):
    """The right output, for either order of the two norms: their names are the student's."""
    outs = []
    for first, second in (pairs, pairs[::-1]):
        h = x + attention(F.layer_norm(x, (C,), *first))  # (B, T, C)
        outs.append(h + network(F.layer_norm(h, (C,), *second)))  # (B, T, C)
    return outs


@points(0.3, hint="pre-LN: h = x + sa(ln1(x)) y luego y = h + ffwd(ln2(h)).")
@given(B=integers(1, 3), T=integers(1, 9))
def test_is_pre_norm(make, B, T):
    """La salida es h + ffwd(ln2(h)) con h = x + sa(ln1(x)), en ese orden y con cada LayerNorm en su lugar."""
    block = make("Attention", "Network")
    pairs = norms(block)
    x = torch.randn(B, T, C)  # (B, T, C)
    out = assert_tensor(block(x), (B, T, C), "DecoderBlock(x)")
    assert_close(out, nearest(out, blocks(x, pairs)), "DecoderBlock(x)")


@points(0.2, hint="Cada sub-capa se suma a lo que recibió: si ambas dan cero, el bloque no cambia su entrada.")
def test_residual_path_is_untouched(make):
    """Si las sub-capas dan cero, la salida es la entrada: la vía residual no pasa por ninguna normalización."""
    block = make("Silent", "Silent")
    norms(block)
    x = 3 * torch.randn(2, 5, C) + 1
    assert_close(block(x), x, "DecoderBlock(x) con sub-capas que dan cero")


@points(0.1, hint="El bloque tiene dos LayerNorm distintas: una antes de cada sub-capa.")
def test_has_its_own_norms(make):
    """Cada sub-capa tiene su propia LayerNorm, y la salida depende de ambas."""
    block = make("Attention", "Network")
    norms(block)
    x = torch.randn(2, 4, C)  # (B, T, C)
    before = assert_tensor(block(x), (2, 4, C), "DecoderBlock(x)")
    for name, value in dict(block.loaded).items():
        block.load({name: value + 1})
        changed = not close(block(x), before)
        block.load({name: value})
        assert_true(changed, f"La salida no depende de {name}.")


@points(0.15, hint="Nada debe cortar el gradiente: ni detach, ni no_grad, ni .data, ni numpy.")
def test_gradients(make):
    """El gradiente llega a la entrada y a las normalizaciones, y es el de la fórmula."""
    block = make("Attention", "Network")
    pairs = norms(block)
    x = torch.randn(2, 4, C)  # (B, T, C)
    weight = torch.randn(2, 4, C)
    found = block.gradients(x, weight=weight)
    for name, gradient in found.parameters.items():
        assert_true(gradient is not None and bool(gradient.abs().max() > 0), f"Ningún gradiente llega a {name}.")
    assert_true(found.inputs[0] is not None, "Ningún gradiente llega a la entrada.")
    x.requires_grad_()
    out = nearest(found.output, blocks(x, pairs))
    (expected,) = torch.autograd.grad((out * weight).sum(), x)
    assert_close(found.inputs[0], expected, "El gradiente de DecoderBlock(x) respecto de x")
