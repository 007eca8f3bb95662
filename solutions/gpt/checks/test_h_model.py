"""Question h: GPTLanguageModel.forward, judged on stand-in blocks, so that no other question counts here."""

import pytest
import torch
import torch.nn.functional as F
from hypothesis import given
from hypothesis.strategies import booleans, floats, integers

from autograder.checks import Undecided, assert_close, assert_tensor, assert_true, is_unchanged, points

from . import model as models

LONG = 31  # more than the vocabulary has tokens


@pytest.fixture
def model(student, sizes, standin):
    """A model on stand-in blocks."""
    with models.opened(student, sizes, standin) as made:
        yield made


def tokens(model, B, part):
    """Random token indices (B, T), of a part of the model's context."""
    T = max(1, round(part * model.shape.T))
    return torch.randint(model.shape.V, (B, T))


@points(0.0, hint="Los logits salen de los tokens y sus posiciones, a través de los bloques y de la proyección.")
def test_computes_logits(model):
    """Los logits dependen de dos al menos entre los tokens, sus posiciones y los bloques, y de los pesos."""
    idx = torch.randint(model.shape.V, (1, 1)).expand(1, model.shape.T)  # one token at all places
    before, others = _scores(model, idx), _scores(model, (idx + 1) % model.shape.V)
    model.block.set("gain", 0.5)
    muted = _scores(model, idx)
    model.block.set("gain", 1.0)
    moved = (others, muted, before[:1].expand_as(before))
    message = "Los logits no dependen de los tokens, de sus posiciones ni de los bloques, o de uno solo de ellos."
    assert_true(sum(not is_unchanged(one, before, model.shape.terms) for one in moved) > 1, message)
    matrices = {name: value for name, value in model.handle.loaded.items() if min(value.shape, default=0) > 1}
    model.handle.load({name: value.roll(1, 0) for name, value in matrices.items()})
    alike = is_unchanged(_scores(model, idx), before, model.shape.terms)
    assert_true(not alike, "Los logits no dependen de los pesos.")


def _scores(model, idx):
    """The logits of one row of tokens, in whatever shape they come: (T, V)."""
    logits = model(idx)[0]
    whole = isinstance(logits, torch.Tensor) and logits.numel() == idx.numel() * model.shape.V
    return assert_tensor(logits.reshape(-1, model.shape.V) if whole else logits, (idx.numel(), model.shape.V), "logits")


@points(0.15, hint="Embeddings de token y de posición, bloques en orden, LayerNorm final y proyección al vocabulario.")
@given(B=integers(1, 3), part=floats(0, 1))
def test_logits(model, B, part):
    """Los logits son los de la fórmula: token más posición, los bloques en orden, norma final y proyección."""
    idx = tokens(model, B, part)
    models.judged(model, idx, model(idx)[0])


@points(
    0.05,
    hint="Los bloques se construyen en un ciclo de n_layer vueltas: range(n_layer).",
    requires="test_computes_logits",
)
def test_number_of_blocks(student, sizes, standin):
    """El modelo tiene n_layer bloques: los que dice esa variable o, si están escritos en la clase, esos mismos."""
    models.assert_number_of_blocks(student, sizes, standin)


@points(0.05, hint="La tabla de posiciones tiene block_size filas, y forward usa las primeras T.")
def test_whole_context(student, standin, sizes):
    """Con todo el contexto, sea más largo que el vocabulario o el del cuaderno, el modelo da los logits debidos."""
    models.assert_current(student)
    with models.opened(student, sizes | {"block_size": LONG}, standin) as long:
        for part in (1, 0.3):
            idx = tokens(long, 2, part)
            models.judged(long, idx, long(idx)[0])


@points(
    0.1,
    hint="La pérdida es la entropía cruzada media entre los logits y los targets de todas las posiciones.",
    requires="test_computes_logits",
)
@given(B=integers(1, 3), part=floats(0, 1), alike=booleans())
def test_loss(model, B, part, alike):
    """Con targets, la pérdida es la entropía cruzada media de los logits sobre todas las posiciones del lote."""
    idx, targets = tokens(model, B, part), tokens(model, B, part)
    targets = torch.zeros_like(targets) if alike else targets
    alone = assert_tensor(model(idx)[0], (*idx.shape, model.shape.V), "logits sin targets")
    loss = assert_tensor(model(idx, targets)[1], (), "loss")
    right = F.cross_entropy(alone.double().flatten(0, 1), targets.flatten())
    assert_close(loss, right, "loss", terms=model.shape.V + idx.numel())


@points(
    0.1,
    hint="Sin targets, loss es None y logits es (B, T, vocab_size); con targets, logits se aplana a (B*T, ...).",
    requires="test_computes_logits",
)
def test_both_forms(model):
    """Sin targets retorna (logits, None); con targets, los mismos logits y una pérdida escalar."""
    idx = tokens(model, 2, 0.6)
    B, T = idx.shape
    assert_true(isinstance(model.handle.value(idx), tuple | list), "forward debe retornar dos cosas: (logits, loss).")
    alone, nothing = model.returned(idx)
    assert_true(nothing is None, "Sin targets, loss debe ser None.")
    last = models.gives_the_last_alone(alone, idx)
    assert_true(not last, "Sin targets, forward retorna solo los logits de la última posición.")
    alone = assert_tensor(alone, (B, T, model.shape.V), "logits sin targets")
    flat, loss = model(idx, tokens(model, 2, 0.6))
    assert_tensor(loss, (), "loss con targets")
    flat = assert_tensor(flat, (B * T, model.shape.V), "logits con targets")
    assert_close(flat, alone.flatten(0, 1), "logits con targets", model.shape.terms)


@points(0.1, hint="Nada debe cortar el gradiente, y cada parte del modelo debe influir en la pérdida.")
def test_gradients(model):
    """El gradiente de la pérdida llega a todos los parámetros, y es el de la fórmula."""
    idx, targets = tokens(model, 3, 1), tokens(model, 3, 1)
    role = models.judged(model, idx, model(idx)[0])
    pick = "loss" if isinstance(model.teller.value(model.handle, idx, targets), dict) else 1
    found = model.handle.gradients(idx, targets, weight=torch.ones(()), pick=pick).parameters
    weights = {name: value.clone().requires_grad_() for name, value in model.weights.items()}
    loss = F.cross_entropy(models.logits(idx, weights, role).flatten(0, 1), targets.flatten())
    names = sorted(role.names)
    slopes = torch.autograd.grad(loss, [weights[name] for name in names])
    for name, slope in zip(names, slopes, strict=True):
        assert_true(found.get(name) is not None, f"Ningún gradiente llega a {name}.")
        assert_close(found[name], slope, f"El gradiente respecto de {name}", 8 * model.shape.terms)


@points(
    0.05,
    hint="forward no debe cambiar los tensores que recibe ni el modo, ni recordar nada para la próxima llamada.",
    requires="test_computes_logits",
)
def test_leaves_no_trace(student, model, standin):
    """forward deja idx y targets como estaban, y los logits no dependen de lo que se calculó antes."""
    idx, other = tokens(model, 2, 0.6), tokens(model, 3, 1)
    other[0, :2] = torch.tensor([0, model.shape.V - 1])
    before = assert_tensor(model(idx)[0], (*idx.shape, model.shape.V), "logits")
    caller = student.define("call", standin("model"))
    for given_, mode in (((other,), model.handle.train), ((other, other.flip(0)), model.handle.eval)):
        _, after = caller.value(mode(), *given_)
        assert_true(model.handle.get("training") is (mode == model.handle.train), "forward cambió el modo del modelo.")
        intact = all(torch.equal(now, value) for now, value in zip(after, given_, strict=True))
        assert_true(intact, "forward cambió un tensor que recibió.")
    reseeded = models.reseeds(student, model, standin, idx)
    assert_true(not reseeded, "forward fija la semilla: todo lo que se sortea después sale siempre igual.")
    again = assert_tensor(model(idx)[0], before.shape, "logits")
    assert_true(
        is_unchanged(again, before, model.shape.terms), "Con la misma entrada, los logits cambian de una vez a otra."
    )


@points(
    0.05,
    hint="forward debe calcular lo mismo en modo train que en modo eval, salvo el dropout.",
    requires="test_computes_logits",
)
def test_trains_as_it_answers(student, sizes, standin):
    """En modo de entrenamiento y sin dropout, logits y pérdida son los mismos que en modo de evaluación."""
    with models.opened(student, sizes | {"dropout": 0.0}, standin) as model:
        idx, targets = tokens(model, 2, 0.6), tokens(model, 2, 0.6)
        quiet = _twice(student, model, idx, targets)
        model.handle.train()
        noisy = (*_twice(student, model, idx, targets), model(idx, targets))
    for what, *found in zip(("los logits", "la pérdida"), *quiet, *noisy, strict=True):
        found = [assert_tensor(value, tuple(getattr(value, "shape", ())), what) for value in found]
        before, still, one, other, again = found
        if is_unchanged(one, other, model.shape.terms):
            assert_true(is_unchanged(one, before, model.shape.terms), f"En modo train {what} no son los de modo eval.")
        elif is_unchanged(again, one, model.shape.terms) and is_unchanged(before, still, model.shape.terms):
            raise Undecided("Con dropout 0, en modo train la respuesta depende del azar: debe mirarla una persona.")


def _twice(student, model, idx, targets):
    """The answer where the student's dice fall in two ways."""
    out = model(idx, targets)
    with student.seeded(student.seed + 1):
        return out, model(idx, targets)
