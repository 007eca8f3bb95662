"""Question d: one head of causal self-attention."""

import pytest
import torch
from hypothesis import given
from hypothesis.strategies import integers, sampled_from

from autograder.checks import points
from autograder.expect import assert_close, assert_tensor, assert_true, close

from .formulas import attentions, nearest, projections
from .sizes import T_MAX

HEAD_SIZE = 7


@pytest.fixture
def head(student, sizes, shaken):
    """A head in evaluation mode with random weights of the grader's."""
    with student.globals(**sizes):
        made = student.new("Head", HEAD_SIZE).eval()
        shaken(made)
        yield made


@points(0.15, hint="La salida de Head es (B, T, head_size), también cuando T es menor que block_size.")
@given(B=integers(1, 4), T=integers(1, T_MAX), head_size=sampled_from([1, 5, 7, 12]))
def test_shape(student, sizes, B, T, head_size):
    """La salida tiene forma (B, T, head_size) para distintos B, T y head_size."""
    with student.globals(**sizes):
        out = student.new("Head", head_size).eval()(torch.randn(B, T, sizes["n_embd"]))
    assert_tensor(out, (B, T, head_size), f"Head({head_size})(x)")


@points(0.25, hint="La posición t solo puede mirar las posiciones 0..t: revisa la máscara y su recorte a T.")
@given(T=sampled_from([2, 5, T_MAX]))
def test_never_sees_the_future(head, sizes, T):
    """Cambiar los tokens que vienen después no altera las salidas anteriores, en ninguna posición."""
    x = torch.randn(2, T, sizes["n_embd"])  # (B, T, C)
    before = assert_tensor(head(x), (2, T, HEAD_SIZE), "Head(x)")
    for t in range(T - 1):
        changed = x.clone()
        changed[:, t + 1 :] = torch.randn(2, T - t - 1, sizes["n_embd"])
        after = assert_tensor(head(changed), (2, T, HEAD_SIZE), "Head(x)")
        same = close(after[:, : t + 1], before[:, : t + 1], terms=32)
        assert_true(same, f"Con T={T}, al cambiar los tokens posteriores a t={t} cambió una salida de 0..{t}.")


@points(0.2, hint="Mira qué posiciones deja pasar la máscara: todas las de 0..t, y ninguna más.")
def test_gradient_reaches_the_past_only(head, sizes):
    """La salida en t depende de todas las posiciones 0..t y de ninguna posterior, según su gradiente."""
    for T in (T_MAX, 4):
        x = torch.randn(1, T, sizes["n_embd"])  # (B, T, C)
        for t in range(T):
            weight = torch.zeros(1, T, HEAD_SIZE)
            weight[:, t] = torch.randn(HEAD_SIZE)
            reached = _reached(head.gradients(x, weight=weight).inputs[0], T)
            assert_true(not any(reached[t + 1 :]), f"Con T={T}, la salida en t={t} depende de posiciones posteriores.")
            assert_true(all(reached[: t + 1]), f"Con T={T}, la salida en t={t} no depende de todas las de 0..{t}.")


def _reached(gradient, T):
    if gradient is None:
        return [False] * T
    return (gradient[0].abs().sum(-1) > 1e-9).tolist()


@points(0.3, hint="Revisa la fórmula entera: softmax(q kᵀ / sqrt(d_k), con máscara) v, con d_k = head_size.")
@given(T=sampled_from([1, 4, T_MAX]))
def test_is_attention(head, sizes, T):
    """La salida es exactamente la atención causal calculada con tus propios pesos de q, k y v."""
    maps = projections(head.loaded, sizes["n_embd"], HEAD_SIZE)
    x = torch.randn(3, T, sizes["n_embd"])  # (B, T, C)
    out = assert_tensor(head(x), (3, T, HEAD_SIZE), "Head(x)")
    assert_close(out, nearest(out, attentions(x, maps, HEAD_SIZE**-0.5)), "Head(x)")


@points(0.2, hint="El factor es 1/sqrt(d_k), y d_k es el tamaño de la cabeza.")
def test_scale(head, sizes):
    """Los puntajes se escalan por 1/sqrt(d_k), con d_k igual a head_size."""
    C, T = sizes["n_embd"], 6
    maps = projections(head.loaded, C, HEAD_SIZE)
    x = torch.randn(3, T, C)  # (B, T, C)
    last = assert_tensor(head(x), (3, T, HEAD_SIZE), "Head(x)")[:, -1]  # la última posición ve todas, haya máscara o no
    others = {"no se escalan": 1.0, "se dividen por sqrt(n_embd)": C**-0.5, "se dividen por d_k": 1 / HEAD_SIZE}
    others |= {"se dividen por n_embd": 1 / C, "se dividen por sqrt(T)": T**-0.5, "se multiplican": HEAD_SIZE**0.5}
    for what, scale in others.items():
        reproduced = any(close(last, out[:, -1]) for out in attentions(x, maps, scale))
        assert_true(not reproduced, f"Los puntajes {what}; d_k aquí es {HEAD_SIZE}.")
    right = [out[:, -1] for out in attentions(x, maps, HEAD_SIZE**-0.5)]
    assert_close(last, nearest(last, right), "Head(x) en la última posición")


@points(0.15, hint="Cada fila de pesos es un softmax sobre las posiciones visibles: suma uno después de la máscara.")
@given(T=sampled_from([2, 5, T_MAX]))
def test_rows_sum_to_one(head, sizes, T):
    """Los pesos de cada fila suman uno: si todos los tokens son iguales, la salida es el valor de ese token."""
    token = torch.randn(2, 1, sizes["n_embd"])  # (B, 1, C)
    value = assert_tensor(head(token), (2, 1, HEAD_SIZE), "Head(x)")  # (B, 1, hs): un solo token, peso uno
    assert_true(bool(value.abs().max() > 1e-6), "Con un solo token, la salida debe ser su valor, y es cero.")
    assert_close(head(token.expand(2, T, -1)), value.expand(2, T, -1), "Head(x) con todos los tokens iguales")


@points(0.15, hint="Nada debe cortar el gradiente: ni detach, ni no_grad, ni .data, ni numpy.")
def test_gradients(head, sizes):
    """El gradiente llega a la entrada y a cada parámetro, y es el de la fórmula."""
    x = torch.randn(2, 6, sizes["n_embd"])  # (B, T, C)
    weight = torch.randn(2, 6, HEAD_SIZE)
    found = head.gradients(x, weight=weight)
    assert_true(bool(found.parameters), "Head no tiene parámetros entrenables.")
    for name, gradient in found.parameters.items():
        reached = gradient is not None and bool(gradient.abs().max() > 1e-9)
        # a key's bias moves all scores of a row alike, which softmax does not see
        assert_true(reached or name.endswith("bias"), f"Ningún gradiente llega al parámetro {name}.")
    x.requires_grad_()
    maps = projections(head.loaded, sizes["n_embd"], HEAD_SIZE)
    out = nearest(found.output, attentions(x, maps, HEAD_SIZE**-0.5))
    (expected,) = torch.autograd.grad((out * weight).sum(), x)
    assert_true(found.inputs[0] is not None, "Ningún gradiente llega a la entrada.")
    assert_close(found.inputs[0], expected, "El gradiente de Head(x) respecto de x")


@points(0.1, hint="El dropout solo actúa al entrenar: nn.Dropout lo hace solo, F.dropout necesita self.training.")
def test_dropout(student, sizes, shaken):
    """El dropout actúa en modo de entrenamiento y nunca en modo de evaluación."""
    x = torch.randn(2, 6, sizes["n_embd"])  # (B, T, C)
    with student.globals(**sizes | {"dropout": 0.5}):
        head = student.new("Head", HEAD_SIZE)
        shaken(head)
        quiet = [_seeded(student, head.eval(), x, seed) for seed in range(3)]
        noisy = [_seeded(student, head.train(), x, seed) for seed in range(3)]
        has_dropout = any("Dropout" in kinds for _, kinds in head.modules())
    assert_true(all(close(out, quiet[0], terms=8) for out in quiet), "En modo eval la salida cambia de una vez a otra.")
    varies = not all(close(out, noisy[0], terms=8) for out in noisy)
    assert_true(varies or not has_dropout, "Head tiene una capa de dropout que no se usa al entrenar.")


def _seeded(student, head, x, seed):
    with student.seeded(seed):
        return assert_tensor(head(x), (2, 6, HEAD_SIZE), "Head(x)")
