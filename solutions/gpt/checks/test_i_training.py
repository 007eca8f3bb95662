"""Question i: the training loop, run again on a small model and batches of the grader's."""

import pytest

from autograder.checks import points

from . import loops

GOAL = loops.Goal("GPTLanguageModel", "BigramLanguageModel")


@pytest.fixture(scope="module")
def record(student, standin):
    """What the loop did in a few steps."""
    return loops.judged(student, GOAL, standin("training"))


@points(0.3, hint="En cada vuelta: pérdida del lote, zero_grad, backward y step, en un orden que no mezcle lotes.")
def test_each_step_uses_its_own_gradient(record):
    """Cada paso usa el gradiente de la pérdida de su propio lote, ni viejo ni acumulado."""
    loops.assert_steps(record)
    loops.assert_fresh_gradients(record)


@points(0.2, hint="Los parámetros solo cambian con optimizer.step(), y el optimizador es siempre el mismo.")
def test_parameters_follow_the_optimizer(record):
    """Después de varios pasos, los parámetros son exactamente los que calcula la corrección."""
    loops.assert_steps(record)
    loops.assert_fresh_gradients(record)
    loops.assert_trajectory(record)


@points(0.2, hint="Se entrena con get_batch('train'), un lote nuevo en cada vuelta, con el modelo en modo train.")
def test_learns_from_training_data(record):
    """Cada paso aprende de un lote nuevo de los datos de entrenamiento."""
    loops.assert_steps(record)
    loops.assert_training_data(record)


@points(0.1, hint="El optimizador debe recibir los parámetros del modelo que se entrena.")
def test_optimizer_holds_the_model(student, record, standin):
    """El optimizador del cuaderno tiene todos los parámetros del modelo que se entrena."""
    loops.assert_steps(record)
    loops.assert_optimizer_holds_the_model(student, record.cell, GOAL, standin("training"))


@points(0.2, hint="Con unos cientos de pasos, la pérdida de un modelo pequeño baja claramente en el texto real.")
def test_loss_decreases(student, standin, shelf, lab):
    """En el texto del laboratorio la pérdida de validación baja claramente desde su valor inicial."""
    loops.assert_learns(student, GOAL, standin("training"), shelf, lab)
