"""Question h: GPTLanguageModel, judged with stand-in blocks and scripted logits, so that no other question counts."""

from itertools import permutations

import pytest
import torch
import torch.nn.functional as F
from hypothesis import given
from hypothesis.strategies import integers, sampled_from

from autograder.checks import points
from autograder.expect import WrongAnswer, assert_close, assert_tensor, assert_true
from autograder.student import Undecided

from .formulas import nearest
from .sizes import N_LAYER, T_MAX, C, V

ERROR_RATE = 1e-8  # of refusing a generate that samples as it should


@pytest.fixture
def model(student, sizes, standin, shaken):
    """A model in evaluation mode whose blocks are stand-ins, with random weights of the grader's."""
    block = student.define("Block", standin("model"))
    with student.globals(**sizes, DecoderBlock=block):
        made = student.new("GPTLanguageModel").eval()
        shaken(made, gain=lambda shape: shape[-1] ** -0.25)
        yield made


def logits_of(model, idx):
    """The right logits (B, T, V), for each way to tell token embedding and output layer apart."""
    places = sum("Block" in kinds for _, kinds in model.modules())
    if places != N_LAYER:
        raise Undecided(f"Se esperaban {N_LAYER} bloques DecoderBlock en el modelo y hay {places}.")
    parameters = model.loaded
    tables = [value for value in parameters.values() if tuple(value.shape) == (V, C)]
    positions = [value.reshape(T_MAX, C) for value in parameters.values() if value.shape[-2:] == (T_MAX, C)]
    norm = [value for value in parameters.values() if tuple(value.shape) == (C,)]
    bias = [value for value in parameters.values() if tuple(value.shape) == (V,)] or [torch.zeros(V)]
    if not tables or len(positions) != 1 or len(norm) != 2:
        message = (
            "Faltan partes: se esperan embeddings de tokens y de posiciones, una LayerNorm final y una proyección."
        )
        raise WrongAnswer("expect.custom", message=message)
    if len(tables) > 2:
        raise Undecided("El modelo tiene más tablas de tamaño (vocab_size, n_embd) de las que la corrección reconoce.")
    pairs = list(permutations(tables)) if len(tables) == 2 else [(tables[0], tables[0])]
    return [_logits(idx, tokens, positions[0], norm, output, bias[0]) for tokens, output in pairs]


def _logits(idx, tokens, positions, norm, output, bias):
    x = tokens[idx] + positions[: idx.shape[1]]  # (B, T, C)
    for place in range(1, N_LAYER + 1):
        x = x * (1 + 0.5 * place) + x.roll(place, -1).square() * 0.1  # (B, T, C)
    return F.layer_norm(x, (C,), *norm) @ output.T + bias  # (B, T, V)


def pair(value):
    """Expect the two results of forward."""
    if not isinstance(value, tuple | list) or len(value) != 2:
        raise WrongAnswer("expect.custom", message="forward debe retornar dos cosas: (logits, loss).")
    return value


def tokens(B, T):
    """Random token indices (B, T)."""
    return torch.randint(V, (B, T))


@points(0.25, hint="Embeddings de token y de posición, bloques en orden, LayerNorm final y proyección al vocabulario.")
@given(B=integers(1, 3), T=sampled_from([1, 4, T_MAX]))
def test_logits(model, B, T):
    """Los logits son los de la fórmula: token más posición, los bloques en orden, norma final y proyección."""
    idx = tokens(B, T)
    logits, _ = pair(model.value(idx))
    logits = assert_tensor(logits, (B, T, V), "logits")
    assert_close(logits, nearest(logits, logits_of(model, idx)), "logits")


@points(0.15, hint="La pérdida es la entropía cruzada media entre los logits y los targets de todas las posiciones.")
@given(B=integers(1, 3), T=sampled_from([1, 4, T_MAX]))
def test_loss(model, B, T):
    """Con targets, la pérdida es la entropía cruzada media sobre todas las posiciones del lote."""
    idx, targets = tokens(B, T), tokens(B, T)
    _, loss = pair(model.value(idx, targets))
    loss = assert_tensor(loss, (), "loss")
    right = [F.cross_entropy(logits.flatten(0, 1), targets.flatten()) for logits in logits_of(model, idx)]
    assert_close(loss, nearest(loss, right), "loss")


@points(
    0.1, hint="Sin targets, loss es None y logits es (B, T, vocab_size); con targets, logits se aplana a (B*T, ...)."
)
def test_both_forms(model):
    """Sin targets retorna (logits, None); con targets, los mismos logits y una pérdida escalar."""
    idx = tokens(2, 5)
    alone, nothing = pair(model.value(idx))
    assert_true(nothing is None, "Sin targets, loss debe ser None.")
    alone = assert_tensor(alone, (2, 5, V), "logits sin targets")
    flat, loss = pair(model.value(idx, tokens(2, 5)))
    assert_tensor(loss, (), "loss con targets")
    flat = assert_tensor(flat, (10, V), "logits con targets")
    assert_close(flat, alone.flatten(0, 1), "logits con targets")


@points(0.15, hint="Nada debe cortar el gradiente, y cada parte del modelo debe influir en la pérdida.")
def test_gradients(model):
    """El gradiente de la pérdida llega a todos los parámetros."""
    found = model.gradients(tokens(3, T_MAX), tokens(3, T_MAX), weight=torch.ones(()), pick=1)
    assert_true(bool(found.parameters), "El modelo no tiene parámetros entrenables.")
    for name, gradient in found.parameters.items():
        assert_true(gradient is not None and bool(gradient.abs().max() > 0), f"Ningún gradiente llega a {name}.")


def generate(student, model, standin, idx, count):
    """Let the model generate, and return (B, T + count) tokens; the caller's tensor must stay as it was."""
    answer = student.define("extend", standin("model")).value(model, idx, count)
    out, after = pair(answer)
    B, T = idx.shape
    whole = isinstance(out, torch.Tensor) and out.dtype is torch.int64
    assert_true(whole, "generate debe retornar un tensor de enteros de 64 bits, como el que recibe.")
    assert_true(
        tuple(out.shape) == (B, T + count), f"generate debe retornar forma {(B, T + count)}: es {tuple(out.shape)}."
    )
    same = isinstance(after, torch.Tensor) and torch.equal(after, idx)
    assert_true(same, "generate cambió el tensor que recibió.")
    return out


@points(0.25, hint="Recorta a los últimos block_size tokens, usa la última posición y agrega cada token al final.")
@given(B=integers(1, 3), T=sampled_from([1, 3, T_MAX, T_MAX + 4]), count=sampled_from([1, 5, 14]))
def test_generate_follows_the_model(student, model, standin, B, T, count):
    """generate extiende cada fila con lo que dice el modelo sobre los últimos block_size tokens."""
    script = student.define("Script", standin("model")).new(V)
    model.set("forward", script)
    idx = tokens(B, T)
    out = generate(student, model, standin, idx, count)
    longest = script.get("longest")
    assert_true(longest <= T_MAX, f"El modelo recibió {longest} tokens, más que block_size={T_MAX}.")
    assert_true(torch.equal(out, continued(idx, count)), "La continuación no es la que dicen los logits del modelo.")


def continued(idx, count):
    """The right continuation of a prompt under the script."""
    for _ in range(count):
        window = idx[:, -T_MAX:]
        places = torch.arange(1, window.shape[1] + 1)
        idx = torch.cat([idx, (window * places).sum(-1, keepdim=True) % V], dim=1)  # (B, T + 1)
    return idx


@points(0.1, hint="El token se muestrea del softmax con torch.multinomial, uno por fila; no se toma el más probable.")
def test_generate_samples(student, model, standin):
    """Los tokens se muestrean del softmax de los logits, fila por fila: lo dice una prueba ji-cuadrado."""
    chances = torch.tensor([0.42, 0.23, 0.15, 0.12, 0.08])  # five sides
    logits = torch.full((V,), -200.0)
    logits[:5] = chances.log() + 3  # softmax does not see the shift
    model.set("forward", student.define("Dice", standin("model")).new(logits))
    rows = 8000
    prompt = torch.zeros(rows, 2, dtype=torch.long)
    out = generate(student, model, standin, prompt, 1)[:, -1]
    assert_true(bool((out < 5).all()), "generate dio tokens de probabilidad cero.")
    with student.seeded(1):
        again = generate(student, model, standin, prompt, 1)[:, -1]
    assert_true(not torch.equal(out, again), "generate da siempre la misma muestra: fija la semilla por su cuenta.")
    counts, expected = torch.bincount(out, minlength=5).double(), rows * chances.double()
    statistic = ((counts - expected).square() / expected).sum()  # Pearson's, four degrees of freedom
    chance = torch.special.gammaincc(torch.tensor(2.0).double(), statistic / 2)
    assert_true(bool(chance > ERROR_RATE), "La frecuencia de los tokens no es la del softmax de los logits.")
