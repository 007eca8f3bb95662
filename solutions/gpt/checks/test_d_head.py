"""Question d: one head of causal self-attention."""

import pytest
import torch
from hypothesis import given
from hypothesis.strategies import sampled_from

from autograder.checks import Undecided, assert_close, assert_tensor, assert_true, is_close, is_unchanged, points

from . import heads
from .formulas import nearest
from .measured import measured
from .sizes import T_MAX, C

HEAD_SIZE = 7
LEAST = 3e-6  # of the largest gradient: below lies what float32 leaves of terms that cancel
MATTERS = 1e-4  # of the output: what moves it by less does not matter
SIZES = (5, 7, 12)  # none is n_embd // n_head, nor any global


@pytest.fixture
def making(student, standin, sizes, own_sizes):
    """Makes heads in evaluation mode."""
    with heads.maker(student, standin, sizes, own_sizes) as make:
        yield make


@pytest.fixture
def make(making):
    """Makes heads in evaluation mode with random weights of the grader's."""
    return lambda size=HEAD_SIZE: heads.random(*making(size))


@pytest.fixture
def head(make):
    """One such head."""
    return make()


@points(0.0, hint="La salida en t es una suma de valores, con pesos que salen de comparar el token t con los demás.")
def test_attends(head):
    """Lo que un token recibe de otro depende de ambos y de las proyecciones, como en toda atención."""
    T = head.length(6)
    one, other = torch.randn(2, 16, T, C) * torch.linspace(0.2, 3, 16)[:, None, None]  # (B, T, C) each, some loud
    corners = one[None, None].repeat(2, 2, 1, 1, 1)  # (2, 2, B, T, C): two tokens are exchanged, one, other and both
    corners[1, :, :, 1], corners[:, 1, :, -1] = other[:, 1], other[:, -1]
    out = head(corners.flatten(0, 2)).view(2, 2, 16, T, head.size)
    together = out[0, 0] + out[1, 1] - out[0, 1] - out[1, 0]  # zero where each token adds what it is, by itself
    compared = bool(together.abs().max() > MATTERS * out.abs().max())
    assert_true(compared, "Lo que un token recibe de otro no depende de compararlos: no hay atención.")
    x = torch.randn(2, T, C)
    before = head(x)
    head.shake()
    if float((head(x) - before).abs().max()) > MATTERS * float(before.abs().max()):
        return
    expected = measured(head, x)  # its weights may be no parameters
    attends = bool(expected.isfinite().all()) and is_close(before, expected, heads.terms_of(head.size, T))
    assert_true(attends, "La salida no depende de las proyecciones.")


@points(
    0.15,
    hint="La salida de Head es (B, T, head_size), también cuando T es menor que block_size.",
    requires="test_attends",
)
def test_shape(making):
    """La salida tiene forma (B, T, head_size) para distintos B, T y head_size."""
    for wanted in (1, *SIZES):
        head, head_size = making(wanted)
        for T in range(1, T_MAX + 1):
            B = 1 + (T + head_size) % 4
            assert_tensor(head(torch.randn(B, T, C)), (B, T, head_size), f"Head({head_size})(x)")


@points(
    0.2,
    hint="La posición t solo puede mirar las posiciones 0..t: revisa la máscara y su recorte a T.",
    requires="test_attends",
)
@given(T=sampled_from([2, 5, T_MAX]))
def test_never_sees_the_future(head, T):
    """Cambiar los tokens que vienen después no altera las salidas anteriores, en ninguna posición."""
    T = head.length(T)
    x = torch.randn(2, T, C)  # (B, T, C)
    before = head(x)
    for t in range(T - 1):
        changed = torch.cat([x[:, : t + 1], torch.randn(2, T - t - 1, C)], dim=1)
        unmoved = is_close(head(changed)[:, : t + 1], before[:, : t + 1], heads.terms_of(head.size, T))
        assert_true(unmoved, f"Con T={T}, al cambiar los tokens posteriores a t={t} cambió una salida de 0..{t}.")


@points(
    0.1,
    hint="Lo oculto debe pesar cero: la máscara pone -inf (o un número enorme) en los puntajes.",
    requires="test_attends",
)
def test_nothing_leaks(head):
    """Un token posterior no se ve aunque su puntaje supere por mucho al de los visibles."""
    level = C**-0.5
    head.fill(level)
    size = head.size**-0.25 / level  # of a token, so that a visible score is 1, and a hidden one 61
    for t in range(T_MAX - 1):
        sums = torch.cat([torch.full((t + 1,), size), torch.full((T_MAX - 1 - t,), 61 * size)])
        x = (sums / C)[None, :, None].expand(1, T_MAX, C)  # (B, T, C)
        alone, out = _without_the_rest(head, x, t), head(x)[:, : t + 1]
        if is_close(out, alone, heads.terms_of(head.size, T_MAX)):
            continue
        head.shake()
        if bool((out.abs() < alone.abs()).all()) and head.attends():  # all is weighed, then masked and normalised
            raise Undecided("Con puntajes muy distintos la salida se apaga: debe mirarla una persona.")
        assert_true(False, f"Un token posterior a t={t} con un puntaje alto cambió una salida de 0..{t}.")


def _without_the_rest(head, x, t):
    """The output at positions 0..t where no other ones follow; where some must, they have scores like the visible."""
    if head.whole:
        return head(torch.cat([x[:, : t + 1], x[:, t : t + 1].expand(-1, T_MAX - t - 1, -1)], dim=1))[:, : t + 1]
    return head(x[:, : t + 1])


@points(
    0.15, hint="Mira qué posiciones deja pasar la máscara: todas las de 0..t, y ninguna más.", requires="test_attends"
)
def test_gradient_reaches_the_past_only(head):
    """La salida en t depende de todas las posiciones 0..t y de ninguna posterior, según su gradiente."""
    for T in dict.fromkeys((T_MAX, head.length(4))):
        x = 0.01 * torch.randn(32, T, C)  # small, so that no scale makes the softmax all or nothing
        for t in range(T):
            weight = torch.zeros(32, T, head.size)
            weight[:, t] = torch.randn(32, head.size)
            found = head.handle.gradients(x, weight=weight)
            assert_tensor(found.output, (32, T, head.size), "Head(x)")
            reached = _reached(found.inputs[0], x)
            future, past = bool(reached[:, t + 1 :].any()), bool(reached[:, : t + 1].all())
            assert_true(not future, f"Con T={T}, la salida en t={t} depende de posiciones posteriores.")
            assert_true(past, f"Con T={T}, la salida en t={t} no depende de todas las de 0..{t}.")


def _reached(gradient, x):
    sizes = (torch.zeros_like(x) if gradient is None else gradient).abs().sum(-1)  # (B, T)
    return sizes > LEAST * sizes.amax(1, keepdim=True)  # each row has a scale of its own


@points(0.3, hint="Revisa la fórmula entera: softmax(q kᵀ / sqrt(d_k), con máscara) v, con d_k = head_size.")
@given(T=sampled_from([1, 4, T_MAX]))
def test_is_attention(make, T):
    """La salida es exactamente la atención causal calculada con tus propios pesos de q, k y v."""
    made = [make(size) for size in SIZES]  # at the same time, so that none may live on what another one keeps
    for head in made:
        head.assert_attends(torch.randn(3, head.length(T), C))


@points(0.15, hint="El factor es 1/sqrt(d_k), y d_k es el tamaño de la cabeza.")
def test_scale(make):
    """Los puntajes se escalan por 1/sqrt(d_k), con d_k igual a head_size, sea cual sea T."""
    for wanted, T, spread in ((5, 6, 1), (7, 3, 1), (12, T_MAX, 2)):  # scores beyond 5
        head, level = make(wanted), C**-0.5
        T, head_size = head.length(T), head.size
        head.fill(level)
        sums = (
            spread * torch.randn(2, T, dtype=torch.float64) * head_size**-0.25 / level
        )  # (B, T): what queries and keys see
        scores = head_size**0.5 * level**2 * sums[:, -1:] * sums  # (B, T), of the last position, which sees all
        expected = level * (scores.softmax(-1) * sums).sum(-1)  # (B,)
        out = head((sums / C)[:, :, None].expand(2, T, C))[:, -1:]  # (B, 1, hs)
        what = f"Head({head_size})(x) en la última posición, con todos los pesos iguales,"
        head.settle(out, expected[:, None, None].expand_as(out), what)


@points(
    0.1,
    hint="Cada fila de pesos es un softmax sobre las posiciones visibles: suma uno después de la máscara.",
    requires="test_attends",
)
@given(T=sampled_from([2, 5, T_MAX]))
def test_rows_sum_to_one(head, T):
    """Los pesos de cada fila suman uno: si todos los tokens son iguales, la salida es el valor de ese token."""
    T, token = head.length(T), torch.randn(2, 1, C)  # (B, 1, C)
    value = head(token.expand(2, head.length(1), C))[:, :1]  # (B, 1, hs): un solo token, peso uno
    assert_true(bool(value.abs().max() > 1e-6), "Con un solo token, la salida debe ser su valor, y es cero.")
    what = "Head(x) con todos los tokens iguales"
    assert_close(head(token.expand(2, T, C)), value.expand(2, T, -1), what, heads.terms_of(head.size, T))


@points(0.15, hint="Nada debe cortar el gradiente: ni detach, ni no_grad, ni .data, ni numpy.")
def test_gradients(head):
    """El gradiente llega a la entrada y a las proyecciones, y es el de la fórmula; nada más se aprende."""
    T = head.length(6)
    x, weight = torch.randn(2, T, C), torch.randn(2, T, head.size)  # (B, T, C), (B, T, hs)
    assert_tensor(head(x), (2, T, head.size), "Head(x)")
    found = head.handle.gradients(x, weight=weight)
    assert_true(bool(found.parameters), "Head no tiene parámetros entrenables.")
    assert_true(T_MAX**2 not in head.layout.strangers.values(), "La máscara no debe ser un parámetro: no se aprende.")
    out, expected = _expected(head, x, weight, found.output)
    head.settle(found.output, out, "Head(x)")
    terms = 2 * T * heads.terms_of(head.size, T)  # the gradient of a weight sums over all B * T positions
    assert_true(found.inputs[0] is not None, "Ningún gradiente llega a la entrada.")
    assert_close(found.inputs[0], expected.pop("x"), "El gradiente de Head(x) respecto de x", terms)
    unused = [name for name, gradient in expected.items() if gradient is None]
    for name in [name for name in expected if name not in unused]:
        assert_true(heads.reaches(found.parameters[name]), f"Ningún gradiente llega al parámetro {name}.")
        assert_close(found.parameters[name], expected[name], f"El gradiente de Head(x) respecto de {name}", terms)
    if unused or head.layout.strangers:
        names = ", ".join([*unused, *head.layout.strangers])
        raise Undecided(f"Head tiene parámetros además de los de sus proyecciones: {names}.")


def _expected(head, x, weight, out):
    """The formula that comes closest to an output, and its gradients."""
    leaves = {"x": x.double().requires_grad_()}
    leaves |= {name: value.requires_grad_() for name, value in head.loaded.items() if name in head.layout.maps}
    options = [heads.attention(leaves["x"], *order) for order in head.layout.orders(leaves)]
    found = nearest(out, options)
    gradients = torch.autograd.grad((found * weight).sum(), list(leaves.values()), allow_unused=True)
    return found.detach(), dict(zip(leaves, gradients, strict=True))


@points(
    0.05,
    hint="forward no debe cambiar su entrada ni sus pesos, ni recordar nada de una llamada a otra.",
    requires="test_attends",
)
def test_no_side_effects(student, standin, make):
    """Una llamada no cambia su entrada ni los pesos, y da lo mismo después de otras llamadas."""
    head, other = make(), make(12)
    T = head.length(6)
    x = torch.randn(3, T, C).to(head.handle.dtype)  # (B, T, C)
    before, left = heads.called(student, standin, head.handle, x)
    before, left = assert_tensor(before, (3, T, head.size), "Head(x)"), assert_tensor(left, (3, T, C), "x")
    assert_true(is_unchanged(left, x), "forward cambió su entrada x.")
    for between in (torch.randn(1, T_MAX, C), torch.randn(4, head.length(1), C)):
        head(between), other(between)
    head.handle.gradients(x, weight=torch.randn(3, T, head.size))
    assert_true(is_unchanged(head(x), before), "La misma entrada da otra salida después de otras llamadas.")
    now = head.handle.state().parameters
    unmoved = all(name in now and torch.equal(now[name], value) for name, value in head.handle.loaded.items())
    assert_true(unmoved, "forward cambió los pesos.")
