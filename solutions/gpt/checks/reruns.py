"""Runs a student's training loop again, on small models and tokens of the grader's."""

import ast
from dataclasses import dataclass, field, replace
from functools import lru_cache

import torch

from autograder.kernel_side.wire import Global
from autograder.source.parsing import tree
from autograder.source.replay import Replay
from autograder.source.training import constructed
from autograder.source.training_loops import STEPS, Calls
from autograder.student.student import StudentFault

from .records import read
from .tokens import Tokens, random_tokens

TURNS = 24
MANY_TURNS = 160
LEARNING_RATE = 0.5
B, T = 4, 8


@dataclass(frozen=True)
class Goal:
    """The class whose training is judged, and the one that is not meant; `instead` is the mistake of training that one.

    `name` is the paper's for the model; `mode` says whether it matters that the model is in training mode, `batches`
    whether a wrong get_batch is this question's mistake, `given` whether the paper gives the model's class.
    """

    model: str
    other: str
    instead: str
    name: str
    mode: bool
    batches: bool
    given: bool = False


@dataclass(frozen=True)
class Plan:
    """How to run a loop again.

    With `plain`, objects of the grader's stand behind the names of models, optimizer and batches; else the notebook's
    own statements make all of them, from classes of the grader's. `counts` are how often named loops may turn. With
    `batches`, the grader's get_batch stands in for one that another question's cell has changed.
    """

    tokens: Tokens
    turns: int = TURNS
    plain: bool = False
    counts: dict[str, int] = field(default_factory=dict)
    batches: bool = False


@dataclass(frozen=True)
class Stage:
    """The objects of the grader's for one run: what the notebook's names are to hold."""

    log: object
    roots: dict
    model: object


def vocab_size_of(student):
    """The notebook's vocabulary size, or a usual one where it has none."""
    size = student.get("vocab_size") if student.has("vocab_size") else None
    return size if type(size) is int and 1 < size < 1000 else 65


def rerun(student, cell, goal, plan, source):
    """The record of what a statement does to models of the goal's class."""
    size = vocab_size_of(student)
    start = 0.1 * torch.randn(size, size)  # (V, V)
    stage = _stage(student, cell, goal, plan, source, start)
    replay = _replay(tuple(student.cells().items()), tuple(other.place for other in student.trainings()))
    with student.globals(**stage.roots):
        student.run(replay.before(cell.place, stage.roots), steps=plan.turns)
        forced = _forced(student, cell, goal, source, stage) if plan.plain else {}
        with student.globals(**forced):
            stage.log.call("start")
            text = replay.cell(cell.place, {*stage.roots, *forced})
            failure = _attempt(student, text, plan.turns)
            told = read(stage.log.call("tell"), "goal", plan.tokens, start)
            lost = not plan.plain and _is_lost(student, cell, goal, stage, told)
    return replace(told, failure=failure, plain=plan.plain, lost=lost)


@lru_cache(1)
def _replay(cells, training):
    """What to run again of a notebook; it is asked for each loop and each try."""
    return Replay(dict(cells), training)


def _stage(student, cell, goal, plan, source, start):
    log = student.define("Log", source).new(start)
    tokens = {"train_data": plan.tokens.train, "val_data": plan.tokens.val}
    if _is_sequence(student, "data"):
        tokens["data"] = plan.tokens.whole
    turns = student.define("Turns", source).new(STEPS, log)
    roots = tokens | {STEPS: turns} | {name: n for name, n in plan.counts.items() if student.has(name)}
    if plan.batches:
        roots["get_batch"] = _batches(student, source, tokens)
    family = student.define("family", source)
    made = {}
    for kind, name in (("other", goal.other), ("goal", goal.model)):
        live = cell.names(*student.spellings(name))
        originals = [student.handle(live[0])] if live and student.has(live[0]) else []
        made[kind] = family.new(log, kind, name, *originals)
        roots |= dict.fromkeys(student.spellings(name), made[kind])
    return Stage(log, roots, made["goal"])


def _is_sequence(student, name):
    """Whether a global is a tensor of tokens in a row."""
    if not student.has(name):
        return False
    try:
        return student.handle(name).call("dim") == 1
    except StudentFault:
        if student.fault is not None:
            raise
        return False


def _is_lost(student, cell, goal, stage, record):
    """Whether the notebook's name for the model holds another one in the end, which nothing trained, and goes on to."""
    if not record.steps or student.undefined({goal.name}):
        return False
    # by their bare names: what a student keeps of a name outlives this run
    there = stage.log.call("place", Global(goal.name))
    if there in (-1, record.number) or there in record.busy:
        return False
    later = {index: text for index, text in student.cells().items() if index > cell.place.cell}
    used = {part.id for text in later.values() for part in ast.walk(tree(text)) if isinstance(part, ast.Name)}
    names = used - student.undefined(used)
    return not any(stage.log.call("place", Global(name)) == record.number for name in sorted(names))


def _forced(student, cell, goal, source, stage):
    """What stands behind the student's names where the grader's objects take their place."""
    device = student.define("device", source).value()
    model, spare = stage.model.new(), stage.model.new()
    if device == "cuda":
        model.call("cuda"), spare.call("cuda")
    names = cell.names(*student.spellings(goal.model)) or cell.names("Module")
    forced = dict.fromkeys(cell.names("Module"), spare) | dict.fromkeys(names, model)
    forced |= dict.fromkeys(optimizers(cell), student.define("optimizer", source).new(model, LEARNING_RATE))
    data = {name: student.handle(name) for name in ("train_data", "val_data")}
    return forced | {"get_batch": _batches(student, source, data), "device": device}


def _batches(student, source, data):
    device = student.define("device", source).value()
    return student.define("Batches", source).new(data["train_data"], data["val_data"], B, T, device)


def has_other_batches(student, cell, goal):
    """Whether get_batch is another question's affair here: that of a cell which trains too, or of another goal's."""
    changing = {index for index, source in student.cells().items() if _defines(source, "get_batch")}
    training = {other.place.cell for other in student.trainings()}
    return cell.place.cell not in changing and bool(changing & training if goal.batches else changing)


def _defines(source, name):
    return any(isinstance(part, ast.FunctionDef) and part.name == name for part in tree(source).body)


def prefers(student, cell, goal):
    """Whether a statement reads the notebook's own name for the model."""
    return goal.name in Replay(student.cells(), ()).reads(tree(cell.place.text))


def goes_on(student, cell, goal):
    """Whether later cells use the model that a statement trains."""
    later = [tree(text) for index, text in student.cells().items() if index > cell.place.cell]
    used = {part.id for t in later for part in ast.walk(t) if isinstance(part, ast.Name)}
    return bool(used & set(cell.names(*student.spellings(goal.model))))


def optimizers(cell):
    """The names behind which a statement finds its optimizers."""
    made = [name for name in dir(torch.optim) if isinstance(getattr(torch.optim, name), type)]
    return cell.names("Optimizer", *made)


def _attempt(student, source, turns):
    """Run the cell; what fails around the loop, such as saving the model, is no matter once the loop has run."""
    try:
        student.run(source, steps=turns)
    except StudentFault as failure:
        if student.fault is not None:
            raise
        return failure
    return None


def story(student, cell, goal, tokens, source):
    """What a loop does in a few turns; in many, where it gathers the gradients of several batches for a step."""
    record = rerun(student, cell, goal, Plan(tokens), source)
    if len(record.steps) >= 2 or len(record.propagated) < 2:
        return record
    scaling = student.lab.scaling
    counts = {name: MANY_TURNS for name, cap in scaling.caps.items() if cap.max == scaling.steps}
    longer = rerun(student, cell, goal, Plan(tokens, MANY_TURNS, counts=counts), source)
    return longer if len(longer.steps) > len(record.steps) else record


def stories(student, goal, source):
    """What each statement that trains does to models of the goal's class, the last statement first."""
    tokens = random_tokens(vocab_size_of(student))
    return [(cell, story(student, cell, goal, tokens, source)) for cell in student.trainings()[::-1]]


def plainly(student, cell, goal, tokens, source):
    """What a loop does with the grader's own objects behind its names."""
    return rerun(student, cell, goal, Plan(tokens, plain=True), source)


def named(student, goal):
    """The statements that use a model of the goal's class, or else any model but the other; the last one first."""
    found = student.trainings()
    wanted, unwanted = student.spellings(goal.model), student.spellings(goal.other)
    ranked = [cell for cell in found if cell.names(*wanted)]
    ranked = ranked or [cell for cell in found if cell.names("Module") and not cell.names(*unwanted)]
    return ranked[::-1]


def of_the_other(student, goal, stories):
    """The statements that train a model of the class that is not meant."""
    other = student.spellings(goal.other)
    return [cell for cell, record in stories if record.others or cell.names(*other)]


def ran(student, cell):
    """Whether a statement's cell ran to its end in the student's own notebook."""
    return any(run.index == cell.place.cell and run.status == "ok" for run in student.session.runs)


def missed(student, cell, goal, source):
    """For each model at hand, how many of its parameters each optimizer does not hold, and of how many."""
    count = student.define("missed", source)
    there = set(cell.uses) - student.undefined(cell.uses)
    models, holders = (
        sorted(there & set(cell.names(*kinds))) for kinds in (student.spellings(goal.model), ["Optimizer"])
    )
    told = [[count.value(student.handle(o), student.handle(m)) for o in holders] for m in models]
    pairs = [[(pair[0], pair[1]) for pair in found if isinstance(pair, list) and len(pair) == 2] for found in told]
    return [found for found in pairs if found]


def ended_with(student, cell):
    """The type and the message of the error that a statement's cell ended with in the notebook; None where it ran."""
    failed = (run for run in student.session.runs if run.index == cell.place.cell and run.status != "ok")
    return next(((run.type, run.message) for run in failed), None)


def uncalled(student, goal):
    """The functions of the notebook that would train a model of the goal's class if they were called."""
    cells = student.cells()
    trees = [tree(source) for source in cells.values()]
    training, replay = Calls.of(trees).training, Replay(cells, ())
    made = constructed(cells | {max(cells, default=0) + 1: "end"}).get((max(cells, default=0) + 1, 0), {})
    called = {part.id for t in trees for part in ast.walk(t) if isinstance(part, ast.Name)}
    found = []
    for function in (n for t in trees for n in t.body if isinstance(n, ast.FunctionDef)):
        kinds = {kind for name in replay.reads(function) for kind in made.get(name, {name})}
        meant, other = (bool(kinds & set(student.spellings(name))) for name in (goal.model, goal.other))
        if (function.name, False) in training and function.name not in called and (meant or not other):
            found.append(function.name)
    return found
