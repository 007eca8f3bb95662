"""Question g: the decoder block, judged with stand-ins for its sub-layers, so that no other question counts here."""

import pytest
import torch
from hypothesis import given
from hypothesis.strategies import integers

from autograder.checks import Undecided, assert_close, assert_tensor, assert_true, is_unchanged, points

from . import block as blocks


@pytest.fixture
def block(student, sizes, standin):
    """A block whose sub-layers are stand-ins."""
    with blocks.opened(student, sizes, standin) as made:
        yield made


@pytest.fixture
def silent(student, sizes, standin):
    """A block whose sub-layers give zeros."""
    with blocks.opened(student, sizes, standin, "SilentPart", "SilentPart") as made:
        yield made


def inputs(B, T, width):
    """Random inputs (B, T, C), of a spread beside which a norm's epsilon is nothing."""
    return 10 * torch.randn(B, T, width)


@points(0.0, hint="El bloque usa sus dos sub-capas, y normaliza lo que reciben.")
def test_uses_its_parts(block):
    """La salida depende de la entrada y de las partes del bloque: de ambas sub-capas, o de una y de una norma."""
    x = inputs(2, 5, block.width)  # (B, T, C)
    before = block(x)
    used = []
    for kind in block.kinds:
        kind.set("gain", 0.5)
        used.append(not is_unchanged(block(x), before, blocks.TERMS))
        kind.set("gain", 1.0)
    if sum(used) == 1:
        block.handle.load({name: value + 1 for name, value in block.handle.loaded.items()})
        used.append(not is_unchanged(block(x), before, blocks.TERMS))
    assert_true(sum(used) > 1, "La salida no depende de las sub-capas del bloque y de sus normas.")
    assert_true(not is_unchanged(block(2 * x.roll(1, -1)), before, blocks.TERMS), "La salida no depende de la entrada.")


@points(0.2, hint="pre-LN: h = x + sa(ln1(x)) y luego y = h + ffwd(ln2(h)).")
@given(B=integers(1, 3), T=integers(1, 9))
def test_is_pre_norm(block, B, T):
    """La salida es h + ffwd(ln2(h)) con h = x + sa(ln1(x)), en ese orden y con cada LayerNorm en su lugar."""
    x = inputs(B, T, block.width)  # (B, T, C)
    blocks.judged(block, x, block(x))


@points(
    0.2,
    hint="Cada sub-capa se suma a lo que recibió: si ambas dan cero, el bloque no cambia su entrada.",
    requires="test_uses_its_parts",
)
def test_residual_path_is_untouched(silent):
    """Si las sub-capas dan cero, la salida es la entrada: la vía residual no pasa por ninguna normalización."""
    x = inputs(2, 5, silent.width) + 1  # (B, T, C)
    assert_close(silent(x), x, "DecoderBlock(x) con sub-capas que dan cero", terms=8)


@points(
    0.1,
    hint="El bloque tiene dos LayerNorm distintas, y n_head cabezas de tamaño n_embd // n_head.",
    requires="test_uses_its_parts",
)
def test_has_its_own_norms(block):
    """Cada sub-capa tiene su propia LayerNorm, la salida depende de ambas, y las cabezas tienen el tamaño debido."""
    x = inputs(2, 4, block.width)  # (B, T, C)
    before = block(x)
    role = blocks.fitting(block, x, before)
    needed = blocks.parts_of(role) if role else block.scales
    for name in needed:
        value = block.handle.loaded[name]
        block.handle.load({name: value + 1})
        changed = not is_unchanged(block(x), before, blocks.TERMS)
        block.handle.load({name: value})
        assert_true(changed, f"La salida no depende de {name}.")
    told = f"La atención recibe {block.heads} por número y tamaño de cabezas; son {block.right}."
    assert_true(block.heads in (None, block.right), told)


@points(0.15, hint="Nada debe cortar el gradiente: ni detach, ni no_grad, ni .data, ni numpy.")
def test_gradients(block):
    """El gradiente llega a la entrada y a las normalizaciones, y es el de la fórmula."""
    x = inputs(2, 4, block.width)  # (B, T, C)
    weight = torch.randn(2, 4, block.width)
    found = block.handle.gradients(x, weight=weight)
    out = assert_tensor(found.output, (2, 4, block.width), "DecoderBlock(x)")
    role = blocks.judged(block, x, out)
    slopes = blocks.gradients(block, x, weight, lambda x, scales: blocks.pre_norm(x, *blocks.picked(scales, role)))
    assert_true(found.inputs[0] is not None, "Ningún gradiente llega a la entrada.")
    assert_close(found.inputs[0], slopes.pop("x"), "El gradiente de DecoderBlock(x) respecto de x", blocks.TERMS)
    for name in blocks.parts_of(role):
        gradient = found.parameters.get(name)
        assert_true(gradient is not None, f"Ningún gradiente llega a {name}.")
        assert_close(gradient.flatten(), slopes[name], f"El gradiente respecto de {name}", 8 * blocks.TERMS)


@points(
    0.05,
    hint="forward no debe cambiar el tensor que recibe, ni recordar nada de una llamada a la siguiente.",
    requires="test_uses_its_parts",
)
def test_leaves_no_trace(student, block, standin):
    """El bloque deja su entrada como estaba, y su salida no depende de lo que calculó antes."""
    shapes = ((2, 5), (2, 5), (3, 4))
    x, other, short = (inputs(B, T, block.width).to(block.handle.dtype) for B, T in shapes)  # (B, T, C)
    before = block(x)
    caller = student.define("call", standin("sublayers"))
    for value, mode in ((short, block.handle.train), (x, block.handle.train), (other, block.handle.eval)):
        _, after = caller.value(mode(), value)
        assert_true(block.handle.get("training") is (mode == block.handle.train), "forward cambió el modo del bloque.")
        assert_true(torch.equal(after, value), "DecoderBlock cambió el tensor que recibió.")
    assert_true(
        is_unchanged(block(x), before, blocks.TERMS), "Con la misma entrada, la salida cambia de una vez a otra."
    )


@points(
    0.05,
    hint="forward debe calcular lo mismo en modo train que en modo eval, salvo el dropout.",
    requires="test_uses_its_parts",
)
def test_trains_as_it_answers(student, sizes, standin):
    """En modo de entrenamiento y sin dropout, la salida es la misma que en modo de evaluación."""
    with blocks.opened(student, sizes | {"dropout": 0.0}, standin) as block:
        x = inputs(2, 5, block.width)  # (B, T, C)
        quiet = _twice(student, block, x)
        block.handle.train()
        noisy, again = _twice(student, block, x), block(x)
    if is_unchanged(*noisy, blocks.TERMS):
        assert_true(is_unchanged(noisy[0], quiet[0], blocks.TERMS), "En modo train el bloque calcula otra cosa.")
    elif is_unchanged(again, noisy[0], blocks.TERMS) and is_unchanged(
        *quiet, blocks.TERMS
    ):  # it throws dice, and remembers nothing
        raise Undecided("Con dropout 0, en modo train la salida depende del azar: debe mirarlo una persona.")


def _twice(student, block, x):
    """The output where the student's dice fall in two ways."""
    out = block(x)
    with student.seeded(student.seed + 1):
        return out, block(x)
