"""Reads what the log in the student's process tells of a training loop; nothing in it is believed unseen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import torch

from autograder.checks.training_records import ForwardPass, OptimizerStep, TrainingData, TrainingRecord
from autograder.messages import Catalogue
from autograder.student.exceptions import StudentFault, Undecided

# what an optimizer's group says that its arithmetic, or its schedule, depends on
NUMBERS = frozenset(
    (
        *("lr", "initial_lr", "max_lr", "lr_decay", "weight_decay", "decoupled_weight_decay", "maximize", "eps", "t0"),
        *("betas", "beta2_decay", "momentum", "momentum_decay", "dampening", "nesterov", "amsgrad", "ns_steps", "d"),
        *("alpha", "centered", "rho", "lambd", "etas", "step_sizes", "initial_accumulator_value"),
    )
)
ORDERED = ("forward", "backward", "step", "look", "look without gradients")
MALFORMED = (TypeError, KeyError, ValueError, AttributeError, IndexError)

Event = Mapping[str, Any]


def read(answer: Any, kind: str, data: TrainingData, start: torch.Tensor, say: Catalogue) -> TrainingRecord:
    """Read a log's answer about the model of a kind that was trained most.

    Raises StudentFault for what no log tells, and Undecided for numbers that are no float32 or float64.
    """
    try:
        models = answer["models"]
        states = [[_parameters(state, start, say) for state in model["states"]] for model in models]
        events = [event for event in answer["events"] if isinstance(event["event"], str)]
        mine = [n for n, model in enumerate(models) if model["kind"] == kind]
        passes = [event["model"] for event in events if event["event"] == "forward"]
        others = sum(number not in mine for number in passes)
        number = max(mine, key=lambda n: (*_trained(events, n), n), default=None)
        if number is None:
            return TrainingRecord(data, say, start, (), (), start, (), (), frozenset(), 0, 0, others)
        busy = frozenset(n for n in mine if any(e["event"] == "backward" and e["model"] == n for e in events))
        told = _Reading(number, states[number], data, start, say).record(events)
        whole, final = models[number]["whole"] is True, states[number][_at(models[number]["final"])]
        meddled = answer["meddled"] is True
        return replace(told, number=number, final=final, whole=whole, meddled=meddled, busy=busy, others=others)
    except MALFORMED:
        raise StudentFault(say("training.altered")) from None


def _trained(events: Sequence[Event], number: int) -> tuple[int, int]:
    """How much a model was trained, and how much it was used at all."""
    own = [event["event"] for event in events if event.get("model") == number]
    return sum(event in ("forward", "backward", "step") for event in own), len(own)


@dataclass
class _Reading:
    """What was read of one model's events; `waiting` are the passes that no step has followed yet."""

    number: int
    states: Sequence[torch.Tensor]
    data: TrainingData
    start: torch.Tensor
    say: Catalogue
    forwards: dict[int, ForwardPass] = field(default_factory=dict)
    steps: list[OptimizerStep] = field(default_factory=list)
    closed: set[int] = field(default_factory=set)
    order: list[str] = field(default_factory=list)
    propagated: list[int] = field(default_factory=list)
    waiting: list[int] = field(default_factory=list)

    def record(self, events: Sequence[Event]) -> TrainingRecord:
        for at, event in enumerate(events):
            name = event["event"]
            if name == "turn":
                self.order += ["turn"] * (not _goes_deeper(events, at))
            elif name == "asked":
                self.order.append(name)
            elif event["model"] != self.number:
                self.order += ["another"] * (name == "forward")
            else:
                self._add(name, event)
        numbers = {told: place for place, told in enumerate(self.forwards)}
        closed = [step for place, step in enumerate(self.steps) if place in self.closed]
        steps = tuple(replace(step, forwards=tuple(numbers[n] for n in step.forwards)) for step in closed)
        other = [event["model"] for event in events if event["event"] == "step" and event["model"] != self.number]
        return TrainingRecord(
            self.data,
            self.say,
            self.start,
            tuple(self.forwards.values()),
            steps,
            self.start,
            tuple(self.order),
            tuple(numbers[told] for told in self.propagated),
            frozenset(),
            elsewhere=sum(model >= 0 for model in other),
            unknown=sum(model < 0 for model in other),
            others=0,
        )

    def _add(self, name: str, event: Event) -> None:
        if name == "forward":
            self.forwards[int(event["number"])] = ForwardPass(
                self.data.inputs(event["x"], self.start),
                event["targets"] if isinstance(event["targets"], torch.Tensor) else None,
                event["training"] is True,
                self.states[_at(event["state"])],
            )
        elif name == "backward":
            if (forward := int(event["forward"])) not in self.forwards:  # a loss from before the loop
                return
            self.waiting.append(forward)
            self.propagated.append(forward)
        elif name == "stepped":
            self._close(event)
        elif name == "step":
            self.steps.append(self._step(event))
        if name in ORDERED:
            self.order.append(name)

    def _step(self, event: Event) -> OptimizerStep:
        """A step at its beginning; what stands after it is not known yet."""
        kind, group = event["kind"], event["group"]
        if not isinstance(kind, str) or not isinstance(group, dict):
            raise ValueError
        before = self.states[_at(event["before"])]
        return OptimizerStep(
            int(event["optimizer"]),
            kind[:60],
            event["known"] is True,
            event["closure"] is True,
            {key: value for key, value in group.items() if key in NUMBERS and _is_number(value)},
            self._gradient(event),
            before,
            before,
            tuple(self.waiting),
        )

    def _close(self, event: Event) -> None:
        """End the last step; a closure propagates inside the step, so only then its gradient is known."""
        step = self.steps[-1]
        gradient = self._gradient(event) if step.closure else step.gradient
        step = replace(step, gradient=gradient, after=self.states[_at(event["after"])], forwards=tuple(self.waiting))
        self.steps[-1] = step
        self.closed.add(len(self.steps) - 1)
        self.waiting = []

    def _gradient(self, event: Event) -> torch.Tensor | None:
        return None if event["gradient"] is None else _parameters(event["gradient"], self.start, self.say)


def _goes_deeper(events: Sequence[Event], at: int) -> bool:
    """Whether a turn holds turns of a loop inside it, which count in its place."""
    depth = int(events[at]["depth"])
    following = next((int(e["depth"]) for e in events[at + 1 :] if e["event"] == "turn"), 0)
    return following > depth


def _at(number: Any) -> int:
    if type(number) is not int or number < 0:
        raise ValueError
    return number


def _parameters(value: Any, start: torch.Tensor, say: Catalogue) -> torch.Tensor:
    """Parameters, or a gradient of them, as a log tells of them."""
    if not isinstance(value, torch.Tensor) or value.shape != start.shape or not value.is_floating_point():
        raise ValueError
    if value.dtype not in (torch.float32, torch.float64):
        raise Undecided(say("training.precision"))
    if not torch.isfinite(value).all():
        raise StudentFault(say("training.diverged"))
    return value


def _is_number(value: Any) -> bool:
    if isinstance(value, tuple):
        return len(value) == 2 and all(type(part) in (int, float) for part in value)
    return type(value) in (bool, int, float) and abs(value) < 1e9
