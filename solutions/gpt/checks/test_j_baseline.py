"""Question j: the loop that trains the bigram baseline; a person reads the comparison."""

import math

import pytest
import torch

from autograder.checks import points
from autograder.expect import assert_true

from . import loops
from .test_i_training import learn

MODEL, OTHER = "BigramLanguageModel", "GPTLanguageModel"


@pytest.fixture
def cell(student):
    """The cell that trains the baseline."""
    return loops.find(student, MODEL, OTHER)


@pytest.fixture
def record(student, cell, standin):
    """What the loop did in a few steps."""
    torch.manual_seed(0)
    data = loops.random_data(loops.vocab_size_of(student))
    names = cell.names(*student.spellings(MODEL))
    optimizer = ("optimizer", loops.LEARNING_RATE)
    return loops.rerun(student, cell, names, standin("training"), data, loops.STEPS, optimizer)


@points(0.1, hint="En cada vuelta: lote de entrenamiento, pérdida, zero_grad, backward y step.")
def test_trains_the_baseline(record):
    """El ciclo entrena el modelo de bigramas, paso a paso, con sus propios gradientes."""
    loops.assert_steps(record)
    loops.assert_fresh_gradients(record)
    loops.assert_trajectory(record)


@points(0.05, hint="También el modelo base se entrena con los datos de entrenamiento, un lote nuevo en cada vuelta.")
def test_learns_from_training_data(record):
    """Cada paso aprende de un lote nuevo de los datos de entrenamiento."""
    loops.assert_steps(record)
    loops.assert_training_data(record)


@points(0.1, hint="La comparación necesita un modelo base que haya aprendido.")
def test_loss_decreases(student, cell, standin, shelf, lab):
    """La pérdida del modelo base, comparada con la inicial, baja claramente en el texto del laboratorio."""
    first, last = learn(student, cell, cell.names(*student.spellings(MODEL)), standin("training"), shelf, lab)
    assert_true(
        last < first - 0.15 * math.log(loops.vocab_size_of(student)), f"La pérdida va de {first:.3f} a {last:.3f}."
    )
