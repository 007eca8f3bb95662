"""Question h: GPTLanguageModel.generate, judged on scripted logits and on dice, whatever forward computes."""

import pytest
import torch
from hypothesis import given
from hypothesis.strategies import integers, sampled_from

from autograder.checks import assert_true, points

from . import model as models
from . import sampling
from .chains import Plan, continued, generate, scripted

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


@points(0.1, hint="Recorta a los últimos block_size tokens, usa la última posición y agrega cada token al final.")
@given(B=integers(1, 3), longer=sampled_from([-99, -6, 0, 4]), count=sampled_from([1, 5, 14]))
def test_generate_follows_the_model(student, model, standin, B, longer, count):
    """generate extiende cada fila con lo que dice el modelo sobre los últimos block_size tokens."""
    V, T = model.shape.V, model.shape.T
    idx = torch.randint(V, (B, max(1, T + longer)))
    script = scripted(student, model, standin, "Script", V)
    out = generate(student, model, standin, idx, count)
    longest = script.get("longest")
    assert_true(longest <= T, f"El modelo recibió {longest} tokens, más que block_size={T}.")
    if script.get("calls"):
        right = continued(idx, count, V, T, Plan())
        assert_true(torch.equal(out, right), "La continuación no es la que dicen los logits del modelo.")


@points(0.05, hint="generate agrega max_new_tokens tokens, siempre: ningún token lo detiene antes.")
def test_generate_never_stops(student, model, standin):
    """generate agrega tantos tokens como se le piden, cualquiera sea el que salga una y otra vez."""
    for token in range(model.shape.V):
        script = scripted(student, model, standin, "Monotone", [token, model.shape.V])
        idx = torch.full((1 + token % 2, 3), token)
        out = generate(student, model, standin, idx, 4)
        assert_true(not script.get("calls") or bool((out == token).all()), "generate no sigue lo que dice el modelo.")


@points(0.05, hint="generate solo lee el modelo: no cambia sus pesos, ni deja gradientes, ni apaga su cálculo.")
def test_generate_leaves_no_trace(student, model, standin):
    """Después de generar, el modelo está como antes: sus pesos, sus gradientes y lo que guarda."""
    idx = torch.randint(model.shape.V, (2, 3))
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


@points(0.1, hint="El token se muestrea del softmax con torch.multinomial, uno por fila; no se toma el más probable.")
def test_generate_samples(student, many, standin):
    """Los tokens se muestrean del softmax de los logits, cada uno por su cuenta: lo dicen conteos exactos."""
    # a generate that samples as it should is refused here with a probability of at most sampling.ERROR
    chances = sampling.uneven(many.shape.V)
    prompt = torch.zeros(ROWS, 2, dtype=torch.long)
    dice = scripted(student, many, standin, "Dice", (chances.log() + 3).float()[None])  # softmax does not see the shift
    out = generate(student, many, standin, prompt, 2)[:, 2:]
    if dice.get("calls") == 0:  # it finds its logits without forward: then those that forward gives for the prompt
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


@points(0.05, hint="generate continúa con lo que dice forward sobre los últimos block_size tokens.")
def test_generate_agrees_with_forward(student, model, standin):
    """Con logits tan grandes que un token es seguro, generate continúa con el que forward da por más probable."""
    vectors = {name: value for name, value in model.handle.loaded.items() if value.numel() == max(value.shape)}
    model.handle.load({name: CERTAIN * value for name, value in vectors.items()})  # the last norm, and the biases
    for _ in range(TRIES):
        idx = torch.randint(model.shape.V, (2, model.shape.T - 2))
        right = certain(student, model, standin, idx, 6)
        if right is not None:
            out = generate(student, model, standin, idx, 6)
            assert_true(torch.equal(out, right), "La continuación no es la que dicen los logits de forward.")
            return


def certain(student, model, standin, idx, count):
    """How the model's own forward continues a prompt, or None where it does not leave one token alone."""
    for _ in range(count):
        best = own_logits(student, model, standin, idx[:, -model.shape.T :]).topk(2)
        if bool((best.values[:, 0] - best.values[:, 1] < GAP).any()):
            return None
        idx = torch.cat([idx, best.indices[:, :1]], dim=1)  # (B, T + 1)
    return idx
