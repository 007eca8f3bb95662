"""Question e: the position-wise feed-forward network."""

import pytest
import torch
import torch.nn.functional as F
from hypothesis import given
from hypothesis.strategies import integers

from autograder.checks import points
from autograder.expect import WrongAnswer, assert_close, assert_tensor, assert_true, close
from autograder.student import Undecided

from .formulas import nearest
from .sizes import C

ACTIVATIONS = {
    "relu": F.relu,
    "gelu": F.gelu,
    "gelu_tanh": lambda x: F.gelu(x, approximate="tanh"),
    "silu": F.silu,
    "leaky_relu": F.leaky_relu,
    "elu": F.elu,
}


@pytest.fixture
def network(student, sizes, shaken):
    """A network in evaluation mode with random weights of the grader's."""
    with student.globals(**sizes):
        made = student.new("FeedForward", C).eval()
        shaken(made)
        yield made


def layers(parameters):
    """The two linear maps: (weight (4C, C), bias) and (weight (C, 4C), bias)."""
    weights = {name: value for name, value in parameters.items() if value.ndim == 2}
    inner = [_oriented(name, value, 4 * C) for name, value in weights.items() if sorted(value.shape) == [C, 4 * C]]
    if len(weights) < 2 or len(inner) < len(weights):
        shapes = ", ".join(str(tuple(value.shape)) for value in weights.values()) or "ninguna"
        message = f"Se esperan dos capas lineales, de {C} a {4 * C} y de vuelta; las matrices son {shapes}."
        raise WrongAnswer("expect.custom", message=message)
    biases = {size: [value for value in parameters.values() if tuple(value.shape) == (size,)] for size in (C, 4 * C)}
    if len(inner) > 2 or len(parameters) > 2 + sum(map(len, biases.values())) or max(map(len, biases.values())) > 1:
        raise Undecided(f"FeedForward tiene parámetros que la corrección no reconoce: {sorted(parameters)}")
    up, down = inner[0], inner[1]
    return (up, *(biases[4 * C] or [torch.zeros(4 * C)])), (down, *(biases[C] or [torch.zeros(C)]))


def _oriented(name, value, hidden):
    return value if name.endswith("weight") else value.T  # a bare parameter is used as x @ W


def formulas(x, parameters, allowed):
    """What the network gives for each activation that the lab allows."""
    (up, up_bias), (down, down_bias) = layers(parameters)
    if up.shape != (4 * C, C):
        (up, down) = (down, up)
    hidden = x @ up.T + up_bias  # (B, T, 4C)
    return [ACTIVATIONS[name](hidden) @ down.T + down_bias for name in allowed]  # (B, T, C) each


@points(0.1, hint="FeedForward lleva (B, T, n_embd) a (B, T, n_embd).")
@given(B=integers(1, 4), T=integers(1, 9))
def test_shape(network, B, T):
    """La salida tiene la forma de la entrada, (B, T, n_embd)."""
    assert_tensor(network(torch.randn(B, T, C)), (B, T, C), "FeedForward(x)")


@points(0.15, hint="La capa interna tiene ancho 4 * n_embd, y la segunda capa vuelve a n_embd.")
def test_hidden_width(network):
    """Hay dos capas lineales, y la interna es cuatro veces más ancha."""
    layers(network.loaded)
    assert_tensor(network(torch.randn(2, 3, C)), (2, 3, C), "FeedForward(x)")


@points(0.1, hint="Entre las dos capas lineales va una función de activación.")
def test_is_not_linear(network):
    """La red no es lineal: no cumple f(x) + f(-x) = 2 f(0)."""
    x = 3 * torch.randn(4, 5, C)
    outs = [assert_tensor(network(v), (4, 5, C), "FeedForward(x)") for v in (x, -x, torch.zeros_like(x))]
    linear = close(outs[0] + outs[1], 2 * outs[2], terms=2048)
    assert_true(not linear, "La red se comporta como una función lineal: falta la activación, o no actúa.")


@points(0.15, hint="Cada posición se procesa sola: nada debe mezclar el tiempo ni los ejemplos del lote.")
def test_is_position_wise(network):
    """Cada posición se trata sin mirar las demás, ni en el tiempo ni en el lote."""
    x = torch.randn(3, 7, C)  # (B, T, C)
    whole = assert_tensor(network(x), (3, 7, C), "FeedForward(x)")
    for b in range(3):
        for t in range(0, 7, 3):
            alone = network(x[b : b + 1, t : t + 1])
            assert_close(alone, whole[b : b + 1, t : t + 1], f"FeedForward de la posición b={b}, t={t} por sí sola")


@points(0.15, hint="La fórmula es max(0, x W1 + b1) W2 + b2: activación después de la primera capa y nada al final.")
def test_is_the_formula(network, lab):
    """La salida es exactamente la de la fórmula, calculada con tus propios pesos."""
    x = torch.randn(3, 5, C)  # (B, T, C)
    out = assert_tensor(network(x), (3, 5, C), "FeedForward(x)")
    allowed = formulas(x, network.loaded, lab.options["activations"])
    assert_close(out, nearest(out, allowed), "FeedForward(x)")


@points(0.1, hint="Nada debe cortar el gradiente: ni detach, ni no_grad, ni .data, ni numpy.")
def test_gradients(network, lab):
    """El gradiente llega a la entrada y a cada parámetro."""
    x = torch.randn(3, 5, C)  # (B, T, C)
    weight = torch.randn(3, 5, C)
    found = network.gradients(x, weight=weight)
    assert_true(bool(found.parameters), "FeedForward no tiene parámetros entrenables.")
    for name, gradient in found.parameters.items():
        assert_true(gradient is not None and bool(gradient.abs().max() > 0), f"Ningún gradiente llega a {name}.")
    assert_true(found.inputs[0] is not None, "Ningún gradiente llega a la entrada.")
    x.requires_grad_()
    out = nearest(found.output, formulas(x, network.loaded, lab.options["activations"]))
    (expected,) = torch.autograd.grad((out * weight).sum(), x)
    assert_close(found.inputs[0], expected, "El gradiente de FeedForward(x) respecto de x")
