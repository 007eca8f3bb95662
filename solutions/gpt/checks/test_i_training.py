"""Question i: the training loop, run again on a small model and batches of the grader's."""

import math

import pytest
import torch
import torch.nn.functional as F

from autograder.checks import points
from autograder.expect import assert_true

from . import loops

MODEL, OTHER = "GPTLanguageModel", "BigramLanguageModel"


@pytest.fixture
def cell(student):
    """The cell that trains the GPT."""
    return loops.find(student, MODEL, OTHER)


@pytest.fixture
def record(student, cell, standin):
    """What the loop did in a few steps."""
    return run(student, cell, standin("training"))


def run(student, cell, source, own_optimizer=False):
    """Run the loop for a few steps with a plain optimizer, or with the one that the student's own statement makes."""
    torch.manual_seed(0)
    names = trained(student, cell)
    data = loops.random_data(loops.vocab_size_of(student))
    optimizer = None if own_optimizer else ("optimizer", loops.LEARNING_RATE)
    return loops.rerun(student, cell, names, source, data, loops.STEPS, optimizer)


def trained(student, cell):
    """The names of the model that the cell trains."""
    return cell.names(*student.spellings(MODEL)) or cell.names("Module")


@points(0.3, hint="En cada vuelta: pérdida del lote, zero_grad, backward y step, en un orden que no mezcle lotes.")
def test_each_step_uses_its_own_gradient(record):
    """Cada paso usa el gradiente de la pérdida de su propio lote, ni viejo ni acumulado."""
    loops.assert_steps(record)
    loops.assert_fresh_gradients(record)


@points(0.2, hint="Los parámetros solo cambian con optimizer.step(), y el optimizador es siempre el mismo.")
def test_parameters_follow_the_optimizer(record):
    """Después de varios pasos, los parámetros son exactamente los que calcula la corrección."""
    loops.assert_steps(record)
    loops.assert_trajectory(record)


@points(0.2, hint="Se entrena con get_batch('train'), un lote nuevo en cada vuelta, con el modelo en modo train.")
def test_learns_from_training_data(record):
    """Cada paso aprende de un lote nuevo de los datos de entrenamiento."""
    loops.assert_steps(record)
    loops.assert_training_data(record)


@points(0.1, hint="El optimizador debe recibir los parámetros del modelo que se entrena.")
def test_optimizer_holds_the_model(student, cell, record, standin):
    """El optimizador del cuaderno tiene todos los parámetros del modelo que se entrena."""
    loops.assert_steps(record)
    own = run(student, cell, standin("training"), own_optimizer=True)
    if own.steps and not torch.equal(own.final, own.table):
        return
    models = [name for name in cell.uses if name in trained(student, cell)]
    optimizers = [name for name in cell.uses if name in cell.names("Optimizer")]
    missed = student.define("missed", standin("training"))
    counts = [missed.value(student.handle(o), student.handle(m)) for o in optimizers for m in models]
    assert_true(0 in counts, "Al optimizador le faltan parámetros del modelo que se entrena.")


@points(0.2, hint="Con unos cientos de pasos, la pérdida de un modelo pequeño baja claramente en el texto real.")
def test_loss_decreases(student, cell, standin, shelf, lab):
    """En el texto del laboratorio la pérdida de validación baja mucho más allá de su valor inicial."""
    first, last = learn(student, cell, trained(student, cell), standin("training"), shelf, lab)
    assert_true(
        last < first - 0.15 * math.log(loops.vocab_size_of(student)), f"La pérdida va de {first:.3f} a {last:.3f}."
    )


def learn(student, cell, names, source, shelf, lab):
    """Train the stand-in on a corpus, and measure its validation loss before and after in the grader."""
    torch.manual_seed(0)
    size = loops.vocab_size_of(student)
    corpora = [shelf.profile(name) for name in dict.fromkeys(lab.corpora.values())]
    corpus = next((c for c in corpora if c.vocab_size == size), corpora[0])
    tokens = torch.tensor(corpus.encode(shelf.text(corpus.name)[:200_000]))
    if corpus.vocab_size > size:
        tokens = tokens % size
    cut = int(0.9 * len(tokens))
    train, val = tokens[:cut], tokens[cut:]
    data = loops.Data(train, val, loops.random_places(train, val, 8, 32, 200))
    device = "cuda" if torch.cuda.is_available() else "cpu"
    record = loops.rerun(student, cell, names, source, data, 150, ("adam", 0.05), device, shape=(8, 32))
    return tuple(float(F.cross_entropy(table[val[:-1]], val[1:])) for table in (record.table, record.final))
