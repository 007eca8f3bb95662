"""Question j: the loop that trains the bigram baseline; a person reads the comparison."""

import pytest

from autograder.checks import points

from . import loops

GOAL = loops.Goal("BigramLanguageModel", "GPTLanguageModel")


@pytest.fixture(scope="module")
def record(student, standin):
    """What the loop did in a few steps."""
    return loops.judged(student, GOAL, standin("training"))


@points(0.1, hint="En cada vuelta: lote de entrenamiento, pérdida, zero_grad, backward y step sobre el modelo base.")
def test_trains_the_baseline(student, record, standin):
    """El ciclo entrena el modelo de bigramas, paso a paso, con sus propios gradientes y su propio optimizador."""
    loops.assert_steps(record)
    loops.assert_fresh_gradients(record)
    loops.assert_trajectory(record)
    loops.assert_optimizer_holds_the_model(student, record.cell, GOAL, standin("training"))


@points(0.05, hint="También el modelo base se entrena con los datos de entrenamiento, un lote nuevo en cada vuelta.")
def test_learns_from_training_data(record):
    """Cada paso aprende de un lote nuevo de los datos de entrenamiento."""
    loops.assert_steps(record)
    loops.assert_training_data(record)


@points(0.1, hint="La comparación necesita un modelo base que haya aprendido.")
def test_loss_decreases(student, standin, shelf, lab):
    """La pérdida del modelo base, comparada con la inicial, baja claramente en el texto del laboratorio."""
    loops.assert_learns(student, GOAL, standin("training"), shelf, lab)
