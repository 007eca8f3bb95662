"""Question i: the training loop, run again on a small model and tokens of the grader's."""

import pytest

from autograder.checks import LearningRates, assert_follows_optimizer, assert_learning_rate, points

from . import loops
from .goals import Goal

GOAL = Goal("GPTLanguageModel", "BigramLanguageModel", instead="trains_bigram", name="model", mode=True, batches=True)
# the paper's is 3e-4; from 1e-4 to 1e-2 all are in use with Adam, and a thousandfold of none of them trains
ADAPTIVE = LearningRates(2e-6, 1e-5, 0.03, 0.1)
PLAIN = LearningRates(2e-6, 1e-5, 5.0, 50.0)


@pytest.fixture(scope="module")
def judged(student, standin):
    """The statement that trains the GPT, and what it did in a few turns."""
    return loops.judged(student, GOAL, standin("training"))


@pytest.fixture
def record(judged):
    """What the loop did in a few turns."""
    return judged[1]


@points(0.0, hint="Cada paso aprende de un lote: de su pérdida salen los gradientes que usa el optimizador.")
def test_learns_from_batches(record):
    """Los pasos siguen a la propagación de la pérdida de un lote."""
    loops.assert_learns_from_batches(record)


@points(0.3, hint="En cada vuelta: pérdida del lote, zero_grad, backward y step, en un orden que no mezcle lotes.")
def test_each_step_uses_its_own_gradient(record):
    """Cada paso usa el gradiente de la pérdida de su propio lote, ni viejo ni acumulado."""
    loops.assert_steps(record)
    loops.assert_fresh_gradients(record)


@points(
    0.2,
    hint="Los parámetros solo cambian con optimizer.step(), y el optimizador es siempre el mismo.",
    requires="test_learns_from_batches",
)
def test_parameters_follow_the_optimizer(record):
    """Después de varios pasos, los parámetros son exactamente los que calcula la corrección."""
    loops.assert_steps(record)
    assert_follows_optimizer(record)


@points(0.2, hint="Se entrena con get_batch('train'), un lote nuevo en cada vuelta, con el modelo en modo train.")
def test_learns_from_training_data(record):
    """Cada paso aprende de un lote nuevo de los datos de entrenamiento."""
    loops.assert_steps(record)
    loops.assert_training_data(record, GOAL)


@points(
    0.1,
    hint="El optimizador recibe los parámetros del modelo, y una tasa de aprendizaje cercana a 3e-4.",
    requires="test_learns_from_batches",
)
def test_learning_rate_can_train(record):
    """El optimizador tiene el modelo que se entrena, y su tasa de aprendizaje sirve para entrenarlo."""
    loops.assert_steps(record)
    loops.assert_trained(record, GOAL)
    assert_learning_rate(record, ADAPTIVE, PLAIN)


@points(0.2, hint="Con unos pocos pasos, la pérdida de un modelo pequeño baja en el texto real.")
def test_loss_decreases(student, judged, standin, shelf, lab):
    """En el texto del laboratorio la pérdida de validación baja desde su valor inicial."""
    loops.assert_learns(loops.learned(student, judged, GOAL, standin("training"), shelf, lab))
