"""What a training loop did to the model that it trains, as its log tells."""

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

import torch

from autograder.student.student import StudentFault, Undecided

from .gradients import gradient
from .tokens import Tokens, origin

# what an optimizer's group says that its arithmetic, or its schedule, depends on
NUMBERS = frozenset(
    (
        *("lr", "initial_lr", "max_lr", "lr_decay", "weight_decay", "decoupled_weight_decay", "maximize", "eps", "t0"),
        *("betas", "beta2_decay", "momentum", "momentum_decay", "dampening", "nesterov", "amsgrad", "ns_steps", "d"),
        *("alpha", "centered", "rho", "lambd", "etas", "step_sizes", "initial_accumulator_value"),
    )
)


@dataclass(frozen=True)
class Forward:
    """A forward pass that gradients may follow from; `state` are the parameters that it used."""

    x: torch.Tensor
    targets: torch.Tensor | None
    training: bool
    state: torch.Tensor


@dataclass(frozen=True)
class Step:
    """A step of an optimizer that holds the model; `forwards` are the passes propagated since the step before."""

    optimizer: int
    kind: str
    known: bool
    closure: bool
    group: dict
    gradient: torch.Tensor | None
    before: torch.Tensor
    after: torch.Tensor
    forwards: tuple[int, ...]


@dataclass(frozen=True)
class Record:
    """A loop's story.

    `order` holds its events by name, with "another" for the passes of other models, `propagated` the forward passes in
    the order of propagation. `busy` are the numbers of the models of the kind that were trained, `number` is this
    one's. `elsewhere` counts the steps that moved another model, `unknown` those that moved none, and `others` the
    passes of models of another kind. `whole` says that the optimizers hold all of the model, `lost` that the
    notebook's name for it holds another one, `meddled` that the loop reaches into the notebook's own model.
    """

    tokens: Tokens
    start: torch.Tensor
    forwards: tuple[Forward, ...]
    steps: tuple[Step, ...]
    final: torch.Tensor
    order: tuple[str, ...]
    propagated: tuple[int, ...]
    busy: frozenset[int]
    elsewhere: int
    unknown: int
    others: int
    whole: bool = True
    lost: bool = False
    meddled: bool = False
    failure: StudentFault | None = None
    plain: bool = False
    number: int = -1

    @cached_property
    def gradients(self):
        """The gradient that follows from each forward pass; None where its batch does not stand in the text."""
        targets = [self.tokens.following(forward.x) for forward in self.forwards]
        return [None if y is None else gradient(f, y) for f, y in zip(self.forwards, targets, strict=True)]

    @cached_property
    def origins(self):
        """Where each forward pass's batch comes from, as `tokens.origin` tells."""
        return [origin(self.tokens, forward.x) for forward in self.forwards]

    @property
    def turns(self):
        """How many turns the innermost loops took, but for those in which only another model was used."""
        turns = " ".join(self.order).split("turn")[1:]
        return sum("another" not in turn or "backward" in turn for turn in turns)

    @property
    def repeats(self):
        """How many of the passes behind the steps have the same batch as the one before."""
        learnt = [self.forwards[n].x for step in self.steps for n in step.forwards]
        return sum(torch.equal(before, after) for before, after in pairwise(learnt))

    @property
    def moved(self):
        """Whether the model is another one than at the start."""
        return not torch.equal(self.final, self.start)


def read(answer, kind, tokens, start):
    """Read a log's answer about the model of a kind that was trained most; nothing in it is believed unseen.

    Raises StudentFault for what no log tells, and Undecided for numbers that are no float32 or float64.
    """
    try:
        models = answer["models"]
        states = [[_table(state, start) for state in model["states"]] for model in models]
        events = [event for event in answer["events"] if isinstance(event["event"], str)]
        mine = [n for n, model in enumerate(models) if model["kind"] == kind]
        passes = [event["model"] for event in events if event["event"] == "forward"]
        others = sum(number not in mine for number in passes)
        number = max(mine, key=lambda n: (*_trained(events, n), n), default=None)
        if number is None:
            return Record(tokens, start, (), (), start, (), (), frozenset(), 0, 0, others)
        busy = {n for n in mine if any(e["event"] == "backward" and e["model"] == n for e in events)}
        told = _told(events, number, states[number], tokens, start)
        whole, final = models[number]["whole"] is True, states[number][_at(models[number]["final"])]
        meddled = answer["meddled"] is True
        return replace(
            told, number=number, final=final, whole=whole, meddled=meddled, busy=frozenset(busy), others=others
        )
    except (TypeError, KeyError, ValueError, AttributeError, IndexError):
        raise StudentFault("El registro del ciclo de entrenamiento llegó alterado; no se puede leer.") from None


def _trained(events, number):
    """How much a model was trained, and how much it was used at all."""
    own = [event["event"] for event in events if event.get("model") == number]
    return sum(event in ("forward", "backward", "step") for event in own), len(own)


def _told(events, number, own, tokens, start):
    forwards, steps, order, propagated, waiting = {}, [], [], [], []
    for at, event in enumerate(events):
        name = event["event"]
        if name == "turn":
            if not _goes_deeper(events, at):
                order.append("turn")
            continue
        if name == "asked":
            order.append(name)
            continue
        if event["model"] != number:
            order += ["another"] * (name == "forward")
            continue
        if name == "forward":
            forwards[int(event["number"])] = Forward(
                _indices(event["x"], start),
                event["targets"] if isinstance(event["targets"], torch.Tensor) else None,
                event["training"] is True,
                own[_at(event["state"])],
            )
        elif name == "backward":
            if (forward := int(event["forward"])) not in forwards:  # a loss from before the loop
                continue
            waiting.append(forward)
            propagated.append(forward)
        elif name == "stepped":
            steps[-1] = _closed(steps[-1], event, own, start, waiting)
            waiting = []
        elif name == "step":
            steps.append(_step(event, own, start, tuple(waiting)))
        if name in ("forward", "backward", "step", "look", "look without gradients"):
            order.append(name)
    numbers = {told: place for place, told in enumerate(forwards)}
    steps = tuple(
        Step(**{**vars(step), "forwards": tuple(numbers[told] for told in step.forwards)})
        for step in steps
        if step.after is not None
    )
    other = [event["model"] for event in events if event["event"] == "step" and event["model"] != number]
    elsewhere, unknown = sum(model >= 0 for model in other), sum(model < 0 for model in other)
    passed, order = tuple(forwards.values()), tuple(order)
    propagated = tuple(numbers[told] for told in propagated)
    return Record(tokens, start, passed, steps, start, order, propagated, frozenset(), elsewhere, unknown, 0)


def _goes_deeper(events, at):
    """Whether a turn holds turns of a loop inside it, which count in its place."""
    depth = int(events[at]["depth"])
    following = next((int(e["depth"]) for e in events[at + 1 :] if e["event"] == "turn"), 0)
    return following > depth


def _step(event, own, start, forwards):
    kind, group = event["kind"], event["group"]
    if not isinstance(kind, str) or not isinstance(group, dict):
        raise ValueError
    return Step(
        int(event["optimizer"]),
        kind[:60],
        event["known"] is True,
        event["closure"] is True,
        {key: value for key, value in group.items() if key in NUMBERS and _is_number(value)},
        None if event["gradient"] is None else _table(event["gradient"], start, what="gradient"),
        own[_at(event["before"])],
        None,
        forwards,
    )


def _closed(step, event, own, start, waiting):
    """A step with what stood at its end; a closure propagates inside the step, so only then its gradient is known."""
    gradient = step.gradient
    if step.closure:
        gradient = None if event["gradient"] is None else _table(event["gradient"], start, what="gradient")
    forwards = tuple(waiting)
    return Step(**{**vars(step), "gradient": gradient, "after": own[_at(event["after"])], "forwards": forwards})


def _at(number):
    if type(number) is not int or number < 0:
        raise ValueError
    return number


def _indices(value, start):
    if value.dtype is not torch.int64 or not value.ndim or not value.numel():
        raise ValueError
    if int(value.min()) < 0 or int(value.max()) >= len(start):
        raise ValueError
    return value.reshape(-1, value.shape[-1])


def _table(value, start, what="state"):
    if value.shape != start.shape or not value.is_floating_point():
        raise ValueError
    if value.dtype not in (torch.float32, torch.float64):
        raise Undecided("El modelo se entrena en otra precisión que float32: una persona debe mirar el ciclo.")
    if not torch.isfinite(value).all():
        raise _Diverged(what)
    return value


class _Diverged(StudentFault):
    """The numbers of a loop grew beyond all bounds."""

    def __init__(self, what):
        super().__init__("Al entrenar aparecen números infinitos o nan: revisa la pérdida y la tasa de aprendizaje.")
        self.what = what


def _is_number(value):
    if isinstance(value, tuple):
        return len(value) == 2 and all(type(part) in (int, float) for part in value)
    return type(value) in (bool, int, float) and abs(value) < 1e9
