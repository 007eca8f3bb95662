"""Question j: the loop that trains the bigram baseline; a person reads the comparison."""

import pytest

from autograder.checks import LearningRates, assert_follows_optimizer, assert_learning_rate, points

from . import loops
from .goals import Goal

GOAL = Goal(
    "BigramLanguageModel",
    "GPTLanguageModel",
    instead="trains_gpt",
    name="baseline",
    mode=False,
    batches=False,
    given=True,
)
# a table bears larger steps than a GPT: the paper proposes 1e-2
ADAPTIVE = LearningRates(1.5e-5, 5e-5, 1.0, 3.0)
PLAIN = LearningRates(2e-6, 1e-5, 100.0, 1000.0)


@pytest.fixture(scope="module")
def judged(student, standin):
    """The statement that trains the baseline, and what it did in a few turns."""
    return loops.judged(student, GOAL, standin("training"))


@pytest.fixture
def record(judged):
    """What the loop did in a few turns."""
    return judged[1]


@points(0.1, hint="En cada vuelta: lote de entrenamiento, pérdida, zero_grad, backward y step sobre el modelo base.")
def test_trains_the_baseline(record):
    """El ciclo entrena el modelo de bigramas, paso a paso, con sus propios gradientes y su propio optimizador."""
    loops.assert_steps(record)
    loops.assert_fresh_gradients(record)
    assert_follows_optimizer(record)
    loops.assert_trained(record, GOAL)
    assert_learning_rate(record, ADAPTIVE, PLAIN)


@points(0.05, hint="También el modelo base se entrena con los datos de entrenamiento, un lote nuevo en cada vuelta.")
def test_learns_from_training_data(record):
    """Cada paso aprende de un lote nuevo de los datos de entrenamiento."""
    loops.assert_steps(record)
    loops.assert_training_data(record, GOAL)


@points(0.1, hint="La comparación necesita un modelo base que haya aprendido.")
def test_loss_decreases(student, judged, standin, shelf, lab):
    """La pérdida del modelo base baja desde su valor inicial en el texto del laboratorio."""
    loops.assert_learns(loops.learned(student, judged, GOAL, standin("training"), shelf, lab))
