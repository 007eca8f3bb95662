"""Runs a student's training loop again, on a small model and batches of the grader's, and reads the record."""

import math
from dataclasses import dataclass, replace

import torch
import torch.nn.functional as F

from autograder.expect import WrongAnswer, assert_true, close
from autograder.student import StudentFault
from autograder.training import Training

B, T = 4, 8
STEPS = 8
LONG = 100
LEARNT = 0.05  # of the loss of a uniform guess
LEARNING_RATE = 0.5
TOKENS = 1200
OPTIMIZERS = ("SGD", "Adam", "AdamW", "NAdam", "RAdam", "Adamax", "Adagrad", "RMSprop", "Adadelta")
NUMBERS = ("lr", "betas", "eps", "weight_decay", "momentum", "dampening", "nesterov", "amsgrad", "alpha")


@dataclass(frozen=True)
class Data:
    """The tokens that the loop is given; `places` are where each batch's windows start."""

    train: torch.Tensor
    val: torch.Tensor
    places: dict[str, torch.Tensor]


@dataclass(frozen=True)
class Goal:
    """The class whose training is judged, and the one that is not meant."""

    model: str
    other: str


@dataclass(frozen=True)
class Plan:
    """How to run a loop again; with `optimizer` None, the student's own statement makes it."""

    data: Data
    steps: int
    optimizer: tuple[str, float] | None
    device: str = "cpu"
    shape: tuple[int, int] = (B, T)


@dataclass(frozen=True)
class Record:
    """What the loop did: `table` is where it started, `steps` what the model's record says of each step."""

    cell: Training
    data: Data
    table: torch.Tensor
    forwards: list
    steps: list
    final: torch.Tensor
    failure: StudentFault | None = None


def find(student, goal):
    """The statements that train the goal's model, the likeliest first: such as leave the other alone, from the end."""
    found = student.trainings()
    wanted, unwanted = student.spellings(goal.model), student.spellings(goal.other)
    ranked = [cell for cell in found if cell.names(*wanted)]
    ranked = [cell for cell in ranked if not cell.names(*unwanted)] or ranked
    ranked = ranked or [cell for cell in found if cell.names("Module") and not cell.names(*unwanted)]
    ranked = ranked or [cell for cell in found if _reads(cell, wanted) and not _reads(cell, unwanted)]
    if not ranked:
        raise StudentFault(f"No hay un ciclo que entrene un {goal.model}.", absent=True)
    return ranked[::-1]


def _reads(cell, names):
    """Whether a statement reaches one of some classes: it makes its model itself."""
    return bool(set(names) & set(cell.uses))


def random_data(vocab_size, length=TOKENS, block_size=T, batches=64):
    """Tokens and places drawn by the grader; training and validation never share a window."""
    train, val = torch.randint(vocab_size, (length,)), torch.randint(vocab_size, (length,))
    return Data(train, val, random_places(train, val, B, block_size, batches))


def random_places(train, val, batch_size, block_size, batches):
    """Where windows start, for each split: (batches, batch_size)."""
    tokens = {"train": train, "val": val}
    return {which: torch.randint(len(t) - block_size - 1, (batches, batch_size)) for which, t in tokens.items()}


def vocab_size_of(student):
    """The notebook's vocabulary size, or a usual one where it has none."""
    size = student.get("vocab_size") if student.has("vocab_size") else None
    return size if type(size) is int and 1 < size < 1000 else 65


def rerun(student, cell, goal, plan, source):
    """Run the cell again with the grader's objects behind the names of the student's."""
    vocab_size = vocab_size_of(student)
    table = 0.1 * torch.randn(vocab_size, vocab_size)  # (V, V)
    model, spare = (student.define("Model", source).new(table) for _ in range(2))
    if plan.device != "cpu":
        model.call("cuda"), spare.call("cuda")
    recorder = student.define("Recorder", source).new(model)
    with student.globals(train_data=plan.data.train, val_data=plan.data.val):
        replaced = _replaced(student, cell, goal, plan, source, model, spare)
        with student.globals(**replaced):
            missing = student.undefined(cell.loads(student.cells().values()) - set(replaced))
            if plan.optimizer is None:
                missing |= set(_optimizers(cell))
            ready = cell.before(missing, student.cells())
            failure = _attempt(student, ready + cell.again([*replaced, "train_data", "val_data"]), plan.steps)
    return replace(told(recorder.call("finish"), cell, plan.data, table), failure=failure)


def _replaced(student, cell, goal, plan, source, model, spare):
    """What stands behind the student's names: models, classes that make models, batches, optimizer."""
    names = cell.names(*student.spellings(goal.model)) or cell.names("Module")
    replaced = dict.fromkeys(cell.names("Module"), spare) | dict.fromkeys(names, model)
    for kind in (goal.other, goal.model):  # a loop that is given no model makes its own
        first = model if kind == goal.model and not names else spare
        maker = student.define("maker", source).new(first, spare)
        replaced |= dict.fromkeys(student.spellings(kind), maker)
    batches = student.define("Batches", source)
    data = [student.handle(name) for name in ("train_data", "val_data")]
    replaced |= {"get_batch": batches.new(*data, plan.data.places, *plan.shape, plan.device), "device": plan.device}
    if plan.optimizer is not None:
        kind, learning_rate = plan.optimizer
        optimizer = student.define(kind, source).new(model, learning_rate)
        replaced |= dict.fromkeys(_optimizers(cell), optimizer) | {"learning_rate": learning_rate}
    return replaced


def told(answer, cell, data, table):
    """Read the recorder's reply, which comes from the student's process: nothing in it is believed unseen."""
    try:
        forwards = [
            {"x": _is(f["x"], torch.int64, table), "training": f["training"] is True} for f in answer["forwards"]
        ]
        steps = [_step(step, len(forwards), table) for step in answer["steps"]]
        return Record(cell, data, table, forwards, steps, _is(answer["final"], torch.float32, table))
    except (TypeError, KeyError, ValueError, AttributeError):
        raise StudentFault("El registro del ciclo de entrenamiento llegó alterado; no se puede leer.") from None


def _step(step, count, table):
    gradient, numbers = step["gradient"], [int(n) for n in step["forwards"]]
    group = {key: value for key, value in step["group"].items() if key in NUMBERS and _is_number(value)}
    if not all(0 <= n < count for n in numbers) or step["optimizer"] not in OPTIMIZERS or "lr" not in group:
        raise ValueError
    return {
        "before": _is(step["before"], torch.float32, table),
        "gradient": None if gradient is None else _is(gradient, torch.float32, table),
        "forwards": numbers,
        "optimizer": step["optimizer"],
        "group": group,
    }


def _is(value, dtype, table):
    """A tensor of token indices (B, T), or one like the table."""
    if value.dtype is not dtype:
        raise ValueError
    if dtype is torch.int64:
        good = value.ndim == 2 and value.numel() > 0 and int(value.min()) >= 0 and int(value.max()) < len(table)
    else:
        good = value.shape == table.shape and bool(torch.isfinite(value).all())
    if not good:
        raise ValueError
    return value


def _is_number(value):
    if isinstance(value, tuple):
        return len(value) == 2 and all(type(part) is float and 0 <= part < 1 for part in value)
    return type(value) in (bool, int, float) and 0 <= value < 1e6


def _attempt(student, source, steps):
    """Run the cell; what fails around the loop, such as saving the model, is no matter once the loop has run."""
    try:
        student.run(source, steps=steps)
    except StudentFault as failure:
        if student.fault is not None:
            raise
        return failure
    return None


def _optimizers(cell):
    made = [name for name in dir(torch.optim) if isinstance(getattr(torch.optim, name), type)]
    return cell.names("Optimizer", *made)


def windows(tokens, x):
    """The window that follows x by one token, if all rows of x stand in `tokens`, else None."""
    length = x.shape[1]
    view = tokens.unfold(0, length + 1, 1)  # (N - T, T + 1)
    found = []
    for row in x:
        places = (view[:, :length] == row).all(-1).nonzero()
        if not len(places):
            return None
        found.append(view[places[0, 0], 1:])
    return torch.stack(found)


def expected_gradient(record, step, targets):
    """The gradient of the mean cross-entropy on the batches behind a step, at the parameters before it."""
    table = step["before"].clone().requires_grad_()
    total = sum(
        F.cross_entropy(table[record.forwards[n]["x"]].flatten(0, 1), targets[n].flatten()) for n in step["forwards"]
    )
    return torch.autograd.grad(total, table)[0]


def targets_of(record):
    """For each forward pass, the right targets and the split that its batch comes from."""
    found = []
    for forward in record.forwards:
        x = forward["x"]
        for split, tokens in (("train", record.data.train), ("val", record.data.val)):
            y = windows(tokens, x)
            if y is not None:
                found.append((y, split))
                break
        else:
            message = "El modelo recibió lotes que no salen de get_batch ni de train_data."
            raise WrongAnswer("expect.custom", message=message)
    return found


def assert_steps(record, at_least=2):
    """Expect that the loop stepped at all."""
    count = len(record.steps)
    assert_true(count >= at_least, f"El optimizador dio {count} pasos sobre el modelo en {STEPS} vueltas del ciclo.")


def assert_fresh_gradients(record):
    """Expect before each step the gradient of this step's loss alone (up to clipping, which only shortens it)."""
    targets = [y for y, _ in targets_of(record)]
    for number, step in enumerate(record.steps):
        where = f"En el paso {number}"
        assert_true(bool(step["forwards"]), f"{where} no se llamó a backward desde el paso anterior.")
        gradient = step["gradient"]
        assert_true(gradient is not None, f"{where} no hay gradientes: zero_grad va antes de backward.")
        right = expected_gradient(record, step, targets)
        factor = float((gradient * right).sum() / right.square().sum())
        same = 1e-4 < factor < 1 + 1e-4 and close(gradient, factor * right)
        assert_true(same, f"{where} el gradiente no es el de la pérdida de su lote: revisa el orden y zero_grad.")


def assert_trajectory(record):
    """Expect the parameters after each step to be the optimizer's update of those before it."""
    assert_true(torch.equal(record.steps[0]["before"], record.table), "El modelo cambió antes del primer paso.")
    assert_true(not torch.equal(record.final, record.table), "El modelo no cambia al entrenarlo.")
    parameter = torch.nn.Parameter(record.table.clone())
    optimizer = None
    after = [step["before"] for step in record.steps[1:]] + [record.final]
    for number, (step, seen) in enumerate(zip(record.steps, after, strict=True)):
        group = step["group"]
        if optimizer is None:
            optimizer = getattr(torch.optim, step["optimizer"])([parameter], **group)
        optimizer.param_groups[0].update(group)
        parameter.grad = step["gradient"]
        optimizer.step()
        assert_true(close(seen, parameter.detach()), f"Después del paso {number} los parámetros no son los esperados.")


def assert_training_data(record):
    """Expect each step to learn from training data, a new batch every time, in training mode."""
    origins = targets_of(record)
    seen = set()
    for step in record.steps:
        for n in step["forwards"]:
            assert_true(origins[n][1] == "train", "El modelo se entrena con datos de validación.")
            in_training = record.forwards[n]["training"] is True
            assert_true(in_training, "El modelo se entrena en modo eval: falta model.train().")
            seen.add(tuple(record.forwards[n]["x"].flatten().tolist()))
    assert_true(len(seen) > 1, "El modelo se entrena siempre con el mismo lote.")


def judged(student, goal, source):
    """What the training loop does in a few steps; a statement that never runs the model forward is none."""
    tried = []
    for cell in find(student, goal):
        tried.append(a_few_steps(student, cell, goal, source))
        if tried[-1].forwards:
            break
    record = next((record for record in tried if record.forwards), tried[0])
    if record.failure is not None and len(record.steps) < 2:
        raise record.failure
    return record


def a_few_steps(student, cell, goal, source, own_optimizer=False):
    """What a loop does in a few steps with a plain optimizer, or with the one that the student's statement makes."""
    torch.manual_seed(0)
    optimizer = None if own_optimizer else ("optimizer", LEARNING_RATE)
    plan = Plan(random_data(vocab_size_of(student)), STEPS, optimizer)
    return rerun(student, cell, goal, plan, source)


def assert_optimizer_holds_the_model(student, cell, goal, source):
    """Expect the student's own optimizer to change the model that the loop trains."""
    own = a_few_steps(student, cell, goal, source, own_optimizer=True)
    if own.steps and not torch.equal(own.final, own.table):
        return
    models = [name for name in cell.uses if name in cell.names(*student.spellings(goal.model))]
    optimizers = [name for name in cell.uses if name in cell.names("Optimizer")]
    missed = student.define("missed", source)
    counts = [missed.value(student.handle(o), student.handle(m)) for o in optimizers for m in models]
    assert_true(0 in counts, "Al optimizador le faltan parámetros del modelo que se entrena.")


def assert_learns(student, goal, source, shelf, lab):
    """Expect a small model to learn from a corpus, in one of the places where the student trains."""
    tried = [_learns(student, cell, goal, source, shelf, lab) for cell in find(student, goal)]
    first, last, enough = max(tried, key=lambda result: result[0] - result[1])
    assert_true(enough, f"La pérdida de validación de un modelo pequeño va de {first:.3f} a {last:.3f}.")


def _learns(student, cell, goal, source, shelf, lab):
    """The loss before and after, measured in the grader on validation data, and whether it fell enough."""
    torch.manual_seed(0)
    size = vocab_size_of(student)
    corpora = [shelf.profile(name) for name in dict.fromkeys(lab.corpora.values())]
    corpus = next((c for c in corpora if c.vocab_size == size), corpora[0])
    tokens = torch.tensor(corpus.encode(shelf.text(corpus.name)[:200_000])) % size
    cut = int(0.9 * len(tokens))
    train, val = tokens[:cut], tokens[cut:]
    device = "cuda" if torch.cuda.is_available() else "cpu"
    places = random_places(train, val, 8, 32, 200)
    plan = Plan(Data(train, val, places), LONG, ("adam", 0.05), device, (8, 32))
    record = rerun(student, cell, goal, plan, source)
    first, last = (float(F.cross_entropy(table[val[:-1]], val[1:])) for table in (record.table, record.final))
    return first, last, last < first - LEARNT * math.log(size)
