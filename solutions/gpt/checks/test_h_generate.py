"""Question h: GPTLanguageModel.generate, judged on scripted logits and on dice, whatever forward computes."""

import pytest
import torch
from hypothesis import given
from hypothesis.strategies import integers, sampled_from

from autograder.checks import Undecided, assert_true, points

from . import model as models
from . import sampling
from .chains import Plan, asks_forward, asks_weights, continued, generate, scripted

SIDES = 97
ROWS = 8_000
CERTAIN = 2000.0  # times the usual logits: one token is then likelier than all others by far
GAP = 60.0  # between the two largest logits: the second has a chance of exp(-GAP)
TRIES = 10


@pytest.fixture
def model(student, sizes, standin):
    """A model on stand-in blocks."""
    with models.opened(student, sizes, standin, double=False) as made:
        yield made


@pytest.fixture
def many(student, sizes, standin):
    """A model with so many tokens that every usual top-k leaves some out."""
    with models.opened(student, sizes | {"vocab_size": SIDES}, standin, double=False) as made:
        yield made


@points(0.0, hint="En cada vuelta se pregunta al modelo, y el token que se agrega sale de sus logits.")
def test_generate_asks_the_model(student, model, standin):
    """Los tokens que agrega generate dependen de lo que dice el modelo."""
    asks = asks_forward(student, model, standin) or asks_weights(student, model, standin)
    assert_true(asks, "Los tokens que agrega generate no dependen del modelo.")


@points(0.1, hint="Recorta a los últimos block_size tokens, usa la última posición y agrega cada token al final.")
@given(B=integers(1, 3), longer=sampled_from([-99, -6, 0, 4]), count=sampled_from([1, 5, 14]))
def test_generate_follows_the_model(student, model, standin, B, longer, count):
    """generate extiende cada fila con lo que dice el modelo sobre los últimos block_size tokens."""
    V, T = model.shape.V, model.shape.T
    idx = torch.randint(V, (B, max(1, T + longer)))
    scripted(student, model, standin, "Script", V)
    out = generate(student, model, standin, idx, count)
    if torch.equal(out, continued(idx, count, V, T, Plan())):
        return
    longer = torch.equal(out, continued(idx, count, V, T, Plan(window="all")))
    assert_true(not longer, f"El modelo recibió más de block_size={T} tokens.")
    assert_true(not asks_forward(student, model, standin), "La continuación no es la que dicen los logits del modelo.")
    assert_true(asks_weights(student, model, standin), "Los tokens que agrega generate no dependen del modelo.")
    if agrees(student, model, standin) is None:  # it finds its logits by itself, and nobody can tell which
        raise Undecided("generate no pregunta a forward, y no se pudo ver con qué logits continúa.")


@points(
    0.05,
    hint="generate agrega max_new_tokens tokens, siempre: ningún token lo detiene antes.",
    requires="test_generate_asks_the_model",
)
def test_generate_never_stops(student, model, standin):
    """generate agrega tantos tokens como se le piden, cualquiera sea el que salga una y otra vez."""
    for token in range(model.shape.V):
        scripted(student, model, standin, "Monotone", [token, model.shape.V])
        idx = torch.full((1 + token % 2, 3), token)
        out = generate(student, model, standin, idx, 4)
        follows = bool((out == token).all()) or not asks_forward(student, model, standin)
        assert_true(follows, "generate no sigue lo que dice el modelo.")


@points(
    0.05,
    hint="generate solo lee el modelo: no cambia sus pesos, ni deja gradientes, ni apaga su cálculo.",
    requires="test_generate_asks_the_model",
)
def test_generate_leaves_no_trace(student, model, standin):
    """Después de generar, el modelo está como antes: sus pesos, sus gradientes y lo que guarda."""
    idx, before = torch.randint(model.shape.V, (2, 3)), model.handle.state().parameters
    traces = student.define("traces", standin("model")).value(model.handle, idx, 4)
    what = {
        "weights": "generate cambia los pesos del modelo.",
        "frozen": "Después de generate hay pesos que ya no se entrenan.",
        "gradients": "generate deja gradientes en los pesos.",
        "disabled": "generate deja apagado el cálculo de gradientes.",
        "graphs": "generate deja guardados en el modelo tensores con su grafo de gradientes.",
    }
    for key, message in what.items():
        assert_true(isinstance(traces, dict) and traces.get(key) is False, message)
    after = model.handle.state().parameters
    kept = after.keys() == before.keys() and all(torch.equal(after[name], value) for name, value in before.items())
    assert_true(kept, what["weights"])


@points(
    0.1,
    hint="El token se muestrea del softmax con torch.multinomial, uno por fila; no se toma el más probable.",
    requires="test_generate_asks_the_model",
)
def test_generate_samples(student, many, standin):
    """Los tokens se muestrean del softmax de los logits, cada uno por su cuenta: lo dicen conteos exactos."""
    # a generate that samples as it should is refused here with a probability of at most sampling.ERROR
    chances = sampling.uneven(many.shape.V)
    prompt = torch.zeros(ROWS, 2, dtype=torch.long)
    alone = not asks_forward(student, many, standin)
    scripted(student, many, standin, "Dice", (chances.log() + 3).float()[None])  # softmax does not see the shift
    out = generate(student, many, standin, prompt, 2)[:, 2:]
    if alone:  # it finds its logits without forward: then those that forward gives for the prompt
        chances = own_logits(student, many, standin, prompt[:1]).double().softmax(-1)[0]
        out = out[:, :1]
    far = sampling.unlikely([*sampling.counts(out, chances)])
    assert_true(far is None, f"Los tokens no se muestrean del softmax de los logits: {far and told(far)}.")
    few = generate(student, many, standin, prompt[:99], 2)
    with student.seeded(student.seed + 1):
        again = generate(student, many, standin, prompt[:99], 2)
    assert_true(not torch.equal(few, again), "generate da siempre la misma muestra: fija la semilla por su cuenta.")


def told(count):
    """What is seen of a count, and what was to be expected."""
    return f"{count.what} {count.times} veces de {count.trials}, y se esperan {count.trials * count.chance:.0f}"


def own_logits(student, model, standin, idx):
    """What the model's own forward says of what follows, (B, V)."""
    logits, _ = models.pair(student.define("own", standin("model")).value(model.handle, idx))
    return models.last_logits(logits, idx, model.shape.V)[:, 0]


@points(
    0.05,
    hint="generate continúa con lo que dice forward sobre los últimos block_size tokens.",
    requires="test_generate_asks_the_model",
)
def test_generate_agrees_with_forward(student, model, standin):
    """Con logits tan grandes que un token es seguro, generate continúa con el que forward da por más probable."""
    agrees(student, model, standin)


def agrees(student, model, standin):
    """Expect generate to continue with what forward holds for certain; None where that leaves no token alone."""
    vectors = {name: value for name, value in model.handle.loaded.items() if value.numel() == max(value.shape)}
    model.handle.load({name: CERTAIN * value for name, value in vectors.items()})  # the last norm, and the biases
    for _ in range(TRIES):
        idx = torch.randint(model.shape.V, (2, model.shape.T - 2))
        right = certain(student, model, standin, idx, 6)
        if right is not None:
            out = generate(student, model, standin, idx, 6)
            assert_true(torch.equal(out, right), "La continuación no es la que dicen los logits de forward.")
            break
    model.handle.load(vectors)
    return None if right is None else True


def certain(student, model, standin, idx, count):
    """How the model's own forward continues a prompt, or None where it does not leave one token alone."""
    for _ in range(count):
        best = own_logits(student, model, standin, idx[:, -model.shape.T :]).topk(2)
        if bool((best.values[:, 0] - best.values[:, 1] < GAP).any()):
            return None
        idx = torch.cat([idx, best.indices[:, :1]], dim=1)  # (B, T + 1)
    return idx
