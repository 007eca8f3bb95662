"""The laws that a training loop keeps; each assertion says which one is broken."""

import ast
import re
from dataclasses import replace

import torch
import torch.nn.functional as F

from autograder.checks import (
    StudentFault,
    TrainingPlan,
    Undecided,
    WrongAnswer,
    assert_follows_optimizer,
    assert_true,
    functions_never_called,
    is_used_later,
    parameters_missed,
    parse_or_empty,
    rerun,
    rerun_plainly,
    statements_that_train,
    statements_that_train_the_other,
    training_stories,
    training_story,
    trains_own_model,
    uses_the_own_name,
)

from .gradients import explains, is_nothing, other_objective, terms
from .tokens import random_tokens, real_tokens, vocab_size_of

WHOLE = "GPTLanguageModel"  # which the lecture's last notebook still calls by the other name
RARE = 0.35  # of the turns; a loop that trains in fewer has its update in the wrong branch
SELDOM = 0.6
TRIES = 8
FEW = 5  # turns, where training is scaled down to four times as many
# how a notebook may tell the grader's models from its own
ASKS_THE_KIND = re.compile(r"\b(?:hasattr|getattr|isinstance|type|vars|dir)\(|__class__|__dict__")
SEARCHES = re.compile(r"\bgc\b|\binspect\.|_getframe|_current_frames|\bsettrace\b|\bsetprofile\b|__subclasses__")
SMALL = {"n_embd": 16, "n_head": 2, "n_layer": 1, "block_size": 8, "batch_size": 4, "eval_iters": 1}
MACHINES = ("cuda", "CUDA", "NVIDIA", "dummy base class")


def judged(student, goal, source):
    """What the loop that trains the goal's model does in a few turns, and the statement that it stands in."""
    every_story = stories(student, goal, source)
    found = told(student, goal, source, every_story)
    if found is None:
        _assert_no_stand_in([one for one, _ in every_story])
        raise _nothing(student, goal, every_story)
    cell, record = found
    if not keeps_the_laws(record, goal):
        _assert_no_stand_in([cell])
    record = _believed(student, cell, record, goal, source)
    if keeps_the_laws(record, goal):
        if not record.plain:
            _assert_whole_batches(student, record)
        elif goal.batches:
            _assert_not_broken(student, cell, next(first for one, first in every_story if one.place == cell.place))
        if record.plain or _chooses_by_name(student):
            record = replace(record, whole=record.whole and _holds(student, cell, goal))
        if _looks_for_the_watcher(student, cell):
            _assert_trains_own_model(student, cell, goal, source, record)
    return cell, record


def _looks_for_the_watcher(student, cell):
    """Whether a loop asks what kind of model it trains, or the notebook what else lives in its process."""
    texts = student.cells()
    return bool(ASKS_THE_KIND.search(texts.get(cell.place.cell, ""))) or any(map(SEARCHES.search, texts.values()))


def _assert_trains_own_model(student, cell, goal, source, record):
    """Leave to a person a loop that does not change the notebook's own model, of which other questions are a part."""
    trained = trains_own_model(student, cell, goal, source, record.start, SMALL)
    if trained is False:
        raise Undecided("El ciclo no cambia el modelo del propio cuaderno: una persona debe mirarlo.")
    if student.fault is not None:  # it is no fault of the loop's that a class of another question hangs
        raise Undecided("El modelo del propio cuaderno no terminó de entrenar: una persona debe mirar el ciclo.")


def _assert_no_stand_in(cells):
    """Leave to a person what uses a module that is not here, and may have failed for that."""
    for cell in cells:
        names = sorted(name for name, kinds in cell.uses.items() if "StandIn" in kinds)
        if names:
            what = ", ".join(names[:3])
            raise Undecided(f"{what} viene de un módulo que aquí no está instalado: una persona debe mirar el ciclo.")


def stories(student, goal, source):
    """What each statement that trains does to models of the goal's class, the last statement first.

    Where a loop fails, or learns from none of the grader's tokens, the notebook keeps its own under other names.
    """
    tokens = random_tokens(vocab_size_of(student))
    everywhere = replace(tokens, everywhere=True)
    found = []
    for cell, record in training_stories(student, goal, tokens, source):
        if (record.failure is not None or None in record.origins) and not keeps_the_laws(record, goal):
            again = training_story(student, cell, goal, everywhere, source)
            record = again if keeps_the_laws(again, goal) else record
        found.append((cell, record))
    return found


def _assert_not_broken(student, cell, record):
    """Leave to a person a loop that ends in the error of the notebook's own run until the batches are the grader's."""
    if record.failure is not None and not record.steps and _failed_alike(student, cell, record):
        kind, message = student.error_of(cell.place.cell)
        raise Undecided(f"La celda que entrena terminó en un error ({kind}: {message}): una persona debe mirarlo.")


def _assert_whole_batches(student, record):
    """Leave to a person a loop that learns from one row, or from one token of each, of batches that hold more."""
    for axis, name in enumerate(("batch_size", "block_size")):
        asked = student.get(name) if student.has(name) else 1
        used = max(sum(record.forwards[n].x.shape[axis] for n in step.forwards) for step in record.steps)
        if isinstance(asked, int) and asked > 1 == used:
            raise Undecided(f"El ciclo aprende de lotes de tamaño 1, y {name} es {asked}: una persona debe mirarlo.")


def told(student, goal, source, stories):
    """The statement that trains the goal's model, and its record as it is; None where there is no such statement.

    Of several, the last one that keeps the laws, or else the last one; an experiment on a model that nothing uses
    afterwards does not stand for the training of the notebook's own.
    """
    found = [(cell, record) for cell, record in stories if record.forwards]
    for cell in statements_that_train(student, goal) if not found else ():
        found.append((cell, rerun_plainly(student, cell, goal, stories[0][1].data, source)))
    own = [one for one in found if uses_the_own_name(student, one[0], goal)]
    kept = next((one for one in found if keeps_the_laws(one[1], goal)), None)
    if kept is None or (own and all(kept is not one for one in own) and not is_used_later(student, kept[0], goal)):
        return next((one for one in own if keeps_the_laws(one[1], goal)), next(iter(own or found), None))
    return kept


def keeps_the_laws(record, goal):
    """Whether nothing is wrong with a loop."""
    try:
        for law in (assert_steps, assert_fresh_gradients, assert_follows_optimizer):
            law(record)
        assert_training_data(record, goal)
        assert_trained(record, goal)
    except (WrongAnswer, Undecided):
        return False
    return True


def _believed(student, cell, record, goal, source):
    """The record, or that of a run with the grader's own objects where the notebook's could not be made again."""
    stuck = record.failure is not None and len(record.steps) < 2
    strange = None in record.origins
    lost = (
        not record.steps
        and record.unknown
        and any(not n for found in parameters_missed(student, cell, goal) for n, _ in found)
    )
    propagating = [event for event in record.order if event in ("asked", "backward")]
    if record.failure is not None and propagating[-1:] == ["asked"]:
        raise record.failure  # backward itself failed
    if stuck and goal.given and _failed_alike(student, cell, record):
        raise record.failure
    if _has_other_batches(student, cell, goal) and not keeps_the_laws(record, goal):
        given = rerun(student, cell, goal, TrainingPlan(record.data, batches=True), source)
        record = given if keeps_the_laws(given, goal) else record
    if not (stuck or strange or lost):
        return record
    plain = rerun_plainly(student, cell, goal, record.data, source)
    if keeps_the_laws(plain, goal):
        return plain
    if stuck and any(word in str(record.failure) for word in MACHINES):
        raise Undecided("El ciclo necesita una máquina con GPU: una persona debe mirarlo.")
    if stuck and student.error_of(cell.place.cell) is not None:
        raise record.failure
    reason = plain.failure or record.failure or "los lotes no salen de los datos que la corrección le dio"
    raise Undecided(f"El ciclo no se pudo repetir con otro modelo y otros datos ({reason}): una persona debe mirarlo.")


def _has_other_batches(student, cell, goal):
    """Whether get_batch is another question's affair here: that of a cell which trains too, or of another goal's."""
    changing = {index for index, source in student.cells().items() if _defines(source, "get_batch")}
    training = {other.place.cell for other in student.trainings()}
    return cell.place.cell not in changing and bool(changing & training if goal.batches else changing)


def _defines(source, name):
    return any(isinstance(part, ast.FunctionDef) and part.name == name for part in parse_or_empty(source).body)


def _chooses_by_name(student):
    """Whether the notebook looks at the names of parameters, which are others in the grader's models."""
    return any("named_parameters" in text for text in student.cells().values())


def _failed_alike(student, cell, record):
    """Whether a statement's cell failed in the notebook as it does now, with a model and data that are right."""
    ended = student.error_of(cell.place.cell)
    return ended is not None and bool(ended[0]) and ended[0] in str(record.failure)


def _holds(student, cell, goal):
    """Whether the optimizers of the notebook hold all of a model, as far as the notebook's end tells.

    Optimizers that hold none of it are of another model, or of one that was made anew since.
    """
    counts = parameters_missed(student, cell, goal)
    held = [(sum(total - some for some, total in found), found[0][1]) for found in counts]
    return not held or any(some == 0 or some >= total for some, total in held)


def assert_trained(record, goal):
    """Expect the optimizer to hold all of the model, and the notebook's name for the model to hold the trained one."""
    assert_true(record.whole, "Al optimizador le faltan parámetros del modelo que se entrena.")
    if record.meddled:
        raise Undecided("El ciclo cambia partes del modelo por su cuenta: una persona debe mirarlo.")
    assert_true(not record.lost, f"El modelo que se entrena no es el que queda en {goal.name}.")


def _nothing(student, goal, stories):
    """What to say where nothing trains a model of the goal's class."""
    others = statements_that_train_the_other(student, goal, stories)
    if others and goal.model == WHOLE and not student.has(goal.model):
        return Undecided(f"No hay un {goal.model}, y sí un ciclo que entrena otro modelo: una persona debe mirarlo.")
    if len(others) > 1:
        return WrongAnswer("expect.custom", message=f"El ciclo entrena un {goal.other}, no un {goal.model}.")
    if functions_never_called(student, goal):
        return WrongAnswer("expect.custom", message="El ciclo está en una función que nunca se llama.")
    unknown = [cell for cell, _ in stories if cell not in others] if goal.given else []
    broken = [student.error_of(cell.place.cell) for cell in unknown]
    if broken and None not in broken:
        meant = (goal.name, *student.spellings(goal.model))
        if not others and len(unknown) == 1 and not any(name in unknown[0].source for name in meant):
            # the one loop of the notebook is the other question's, and this one was left out
            return StudentFault(f"No hay un ciclo que entrene un {goal.model}.", absent=True)
        kind, message = broken[0]
        return WrongAnswer("expect.custom", message=f"La celda que entrena terminó en un error: {kind}: {message}")
    if len(stories) > len(others):
        return Undecided(f"No se reconoce qué ciclo entrena el {goal.model}: una persona debe mirarlo.")
    return StudentFault(f"No hay un ciclo que entrene un {goal.model}.", absent=True)


def assert_steps(record):
    """Expect that the loop steps in its turns."""
    if not record.steps and record.moved and not record.elsewhere:
        raise Undecided("El modelo cambia sin un optimizador de torch: una persona debe mirar el ciclo.")
    if any(step.has_several_losses for step in record.steps):
        raise Undecided("El optimizador calcula la pérdida varias veces por paso: una persona debe mirar el ciclo.")
    _assert_turns(record)
    message = f"El optimizador dio {len(record.steps)} pasos sobre el modelo en {record.turns} vueltas del ciclo."
    assert_true(len(record.steps) >= 2, message)
    if 0 < record.turns < FEW:
        raise Undecided(f"El ciclo da solo {record.turns} vueltas: una persona debe mirarlo.")
    trained = len(record.propagated)
    if trained >= SELDOM * record.turns:
        return
    message = f"El modelo se entrena solo en {trained} de {record.turns} vueltas del ciclo."
    assert_true(trained > RARE * record.turns, message)
    if _idle(record) > (1 - SELDOM) / 2 * record.turns:
        raise Undecided(message)


def _assert_turns(record):
    """Leave to a person a loop that is there and does not turn here, such as one whose number of steps is zero."""
    if not record.turns and not record.forwards and record.failure is None:
        raise Undecided("El ciclo está escrito, y aquí no da ninguna vuelta: una persona debe mirarlo.")


def _idle(record):
    """How many turns neither train nor measure."""
    idle, busy = 0, True
    for event in record.order:
        if event == "turn":
            idle += not busy
            busy = False
        else:
            busy = busy or event.startswith(("backward", "look"))
    return idle + (not busy)


def assert_learns_from_batches(record):
    """Expect most steps to follow the propagation of a loss; a step without one learns from nothing."""
    assert_steps(record)
    taught = sum(bool(step.forwards) for step in record.steps)
    message = f"De {len(record.steps)} pasos, solo {taught} usan la pérdida de un lote."
    assert_true(2 * taught >= len(record.steps), message)


def assert_fresh_gradients(record):
    """Expect before each step the gradient of this step's loss alone, up to clipping and averaging."""
    for number, step in enumerate(record.steps):
        where = f"En el paso {number}"
        assert_true(bool(step.forwards), f"{where} no se llamó a backward desde el paso anterior.")
        assert_true(len(set(step.forwards)) == len(step.forwards), f"{where} se propagó dos veces la misma pérdida.")
        assert_true(not is_nothing(step.gradient), f"{where} no hay gradientes: zero_grad va antes de backward.")
        stale = any(not torch.equal(record.forwards[n].state, step.before) for n in step.forwards)
        assert_true(not stale, f"{where} el modelo cambió después de calcular la pérdida: step va después de backward.")
        gradients = [record.gradients[n] for n in step.forwards]
        if any(gradient is None for gradient in gradients):
            raise Undecided("Los lotes no salen de get_batch ni de train_data: una persona debe mirar el ciclo.")
        count = sum(terms(record.forwards[n]) for n in step.forwards)
        if explains(step.gradient, sum(gradients), count):
            continue
        if other_objective(record, step, sum(gradients), count):
            raise Undecided("La pérdida lleva un término más que la entropía cruzada: una persona debe mirar el ciclo.")
        message = f"{where} el gradiente no es el de la pérdida de su lote: revisa el orden y zero_grad."
        raise WrongAnswer("expect.custom", message=message)


def assert_training_data(record, goal):
    """Expect each step to learn from training data, a new batch every time, and in training mode where that counts."""
    seen = set()
    for n in (n for step in record.steps for n in step.forwards):
        forward, found = record.forwards[n], record.origins[n]
        if found is None:
            raise Undecided("Los lotes no salen de get_batch ni de train_data: una persona debe mirar el ciclo.")
        assert_true(found == "train", "El modelo se entrena con datos de validación.")
        assert_true(forward.training or not goal.mode, "El modelo se entrena en modo eval: falta model.train().")
        seen.add(tuple(forward.x.flatten().tolist()))
    assert_true(len(seen) > 1, "El modelo se entrena siempre con el mismo lote.")
    share = record.repeats / sum(len(step.forwards) for step in record.steps)
    assert_true(share <= 0.5, "El modelo se entrena muchas veces seguidas con el mismo lote.")


def assert_learns(record):
    """Expect the loss on validation tokens to be lower after the last step than at the start.

    What is loaded afterwards may be another run's checkpoint; but for the state at the start, which forgets everything.
    """
    _assert_turns(record)
    taught = not record.steps or any(step.forwards and not is_nothing(step.gradient) for step in record.steps)
    assert_true(taught, "Los pasos no usan ningún gradiente: lo que cambia no se aprende del texto.")
    end = record.steps[-1].after if record.steps and record.moved else record.final
    first, last = (loss(table, record.data.val) for table in (record.start, end))
    message = f"La pérdida de validación de un modelo pequeño va de {first:.4f} a {last:.4f}."
    assert_true(last < first, message)


def loss(table, text):
    """The mean cross-entropy of a table of logits on a text."""
    return float(F.cross_entropy(table.double()[text[:-1]], text[1:]))


def learned(student, judged, goal, source, shelf, lab):
    """What the loop does on the lab's own text.

    A loop that keeps the best state by a noisy measure may come back to the first one: with other dice it would not.
    """
    cell, record = judged
    tokens = replace(real_tokens(shelf, lab, vocab_size_of(student)), everywhere=record.data.everywhere)
    for number in range(TRIES):
        with student.seeded(number):
            plan = TrainingPlan(tokens, plain=record.plain, own_form=record.own_form)
            again = rerun(student, cell, goal, plan, source)
        if again.moved or not again.steps:
            break
    return again if again.steps else training_story(student, cell, goal, tokens, source)
