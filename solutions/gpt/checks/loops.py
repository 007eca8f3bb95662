"""Runs a student's training loop again, on a small model and batches of the grader's, and reads the record."""

from dataclasses import dataclass

import torch
import torch.nn.functional as F

from autograder.expect import WrongAnswer, assert_true, close
from autograder.student import StudentFault

B, T = 4, 8
STEPS = 8
LEARNING_RATE = 0.5
TOKENS = 1200
NUMBERS = ("lr", "betas", "eps", "weight_decay", "momentum", "dampening", "nesterov", "amsgrad", "alpha")


@dataclass(frozen=True)
class Data:
    """The tokens that the loop is given; `places` are where each batch's windows start."""

    train: torch.Tensor
    val: torch.Tensor
    places: dict[str, torch.Tensor]


@dataclass(frozen=True)
class Record:
    """What the loop did: `table` is where it started, `steps` what the model's record says of each step."""

    data: Data
    table: torch.Tensor
    forwards: list
    steps: list
    final: torch.Tensor


def find(student, model, other):
    """The cell that trains `model`: one that leaves `other` alone rather than one that uses both, and the last."""
    cells = student.trainings()
    wanted, unwanted = student.spellings(model), student.spellings(other)
    ranked = [cell for cell in cells if cell.names(*wanted)]
    ranked = [cell for cell in ranked if not cell.names(*unwanted)] or ranked
    ranked = ranked or [cell for cell in cells if cell.names("Module") and not cell.names(*unwanted)]
    if not ranked:
        raise StudentFault(f"No hay un ciclo que entrene un {model}.", absent=True)
    return ranked[-1]


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


def rerun(student, cell, names, source, data, steps, make_optimizer, device="cpu", shape=(B, T)):
    """Run the cell again with the grader's objects behind the names of the student's.

    With `make_optimizer` None, the optimizer is made by the student's own statement.
    """
    vocab_size = vocab_size_of(student)
    table = 0.1 * torch.randn(vocab_size, vocab_size)  # (V, V)
    define = {name: student.define(name, source) for name in ("Model", "Recorder", "Batches")}
    model = define["Model"].new(table)
    spare = define["Model"].new(table)
    if device != "cpu":
        model.call("cuda"), spare.call("cuda")
    recorder = define["Recorder"].new(model)
    with student.globals(train_data=data.train, val_data=data.val):
        train, val = student.handle("train_data"), student.handle("val_data")
        batches = define["Batches"].new(train, val, data.places, *shape, device)
        replaced = dict.fromkeys(cell.names("Module"), spare) | dict.fromkeys(names, model)
        replaced |= {"get_batch": batches, "device": device}
        if make_optimizer is not None:
            optimizer = student.define(make_optimizer[0], source).new(model, make_optimizer[1])
            replaced |= dict.fromkeys(_optimizers(cell), optimizer)
        with student.globals(**replaced):
            missing = {name for name in cell.loads() if name not in replaced and not student.has(name)}
            if make_optimizer is None:
                missing |= set(_optimizers(cell))
            ready = cell.before(missing, student.cells())
            failure = _attempt(student, ready + cell.again([*replaced, "train_data", "val_data"]), steps)
    told = recorder.call("finish")
    record = Record(data, table, told["forwards"], told["steps"], told["final"])
    if failure is not None and len(record.steps) < 2:
        raise failure
    return record


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
    parameter = torch.nn.Parameter(record.table.clone())
    optimizer = None
    after = [step["before"] for step in record.steps[1:]] + [record.final]
    for number, (step, seen) in enumerate(zip(record.steps, after, strict=True)):
        group = {key: step["group"][key] for key in NUMBERS if key in step["group"]}
        kind = getattr(torch.optim, step["optimizer"], None)
        assert_true(kind is not None, "El optimizador no es uno de torch.optim.")
        if optimizer is None:
            optimizer = kind([parameter], **group)
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
