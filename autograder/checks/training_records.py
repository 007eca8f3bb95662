"""What a training loop did to the model that it trains: its forward passes, its steps, and their order."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any, Protocol

import torch

from autograder.messages import Catalogue
from autograder.student.exceptions import StudentFault
from autograder.student.handle import Handle
from autograder.student.student import Student

SEVERAL_LOSSES = frozenset({"LBFGS"})  # optimizers that evaluate the loss more than once a step


@dataclass(frozen=True)
class ForwardPass:
    """A forward pass that gradients may follow from.

    `x` and `targets` are what the model was given, `training` says whether it was in training mode, and `state` are
    the parameters that it used.

    Example: `forward.training or assert_true(False, "model.train() is missing")`
    """

    x: torch.Tensor
    targets: torch.Tensor | None
    training: bool
    state: torch.Tensor


@dataclass(frozen=True)
class OptimizerStep:
    """A step of an optimizer that holds the model.

    `kind` is the class of torch's that the optimizer is of, `known` says that it is this very class. `group` holds its
    settings, such as `lr`; `before` and `after` are the model's parameters; `forwards` are the numbers of the passes
    that were propagated since the step before.

    Example: `rate = record.steps[0].group["lr"]`
    """

    optimizer: int
    kind: str
    known: bool
    closure: bool
    group: Mapping[str, Any]
    gradient: torch.Tensor | None
    before: torch.Tensor
    after: torch.Tensor
    forwards: tuple[int, ...]

    @property
    def has_several_losses(self) -> bool:
        """Whether the optimizer evaluates the loss more than once a step."""
        return self.kind in SEVERAL_LOSSES


class TrainingData(Protocol):
    """What a lab gives a training loop to learn from; a lab's own class has these methods.

    Example: a class `Tokens` whose `values` are `{"train_data": self.train, "val_data": self.val}`
    """

    def start(self) -> torch.Tensor:
        """The parameters that the grader's models start with, drawn anew for each run."""

    def values(self, student: Student, source: str) -> dict[str, Any]:
        """What stands behind the notebook's names of its data; `source` is the lab's own stand-in."""

    def functions(self, student: Student, source: str, values: Mapping[str, Any], device: str) -> dict[str, Handle]:
        """Stand-ins for the notebook's functions that make batches, by name.

        They are defined from the lab's `source`; `values` are those of `values`, or handles on them.
        """

    def inputs(self, x: torch.Tensor, start: torch.Tensor) -> torch.Tensor:
        """A batch as the model was given it, in the shape that the lab counts in; raises ValueError for no batch."""

    def gradient(self, forward: ForwardPass) -> torch.Tensor | None:
        """The right gradient of a forward pass's loss; None where its batch is none of the data."""

    def origin(self, x: torch.Tensor) -> str | None:
        """Which part of the data a batch comes from, such as "train"; None where it is none of it."""


@dataclass(frozen=True)
class TrainingRecord:
    """The story of a training loop that was run again.

    `order` holds its events by name, with "another" for the passes of other models, `propagated` the forward passes in
    the order of propagation. `busy` are the numbers of the models of the kind that were trained, `number` is this
    one's. `elsewhere` counts the steps that moved another model, `unknown` those that moved none, and `others` the
    passes of models of another kind. `whole` says that the optimizers hold all of the model, `lost` that the
    notebook's name for it holds another one, `meddled` that the loop reaches into the notebook's own model. `failure`
    is the error that the cell ended with, `plain` says that the grader's own objects stood behind its names, and
    `own_form` that its models answered in the form of the notebook's own.

    Example: `assert_true(len(record.steps) > 1, "The optimizer takes no steps.")`
    """

    data: Any  # the lab's own TrainingData, which knows more than the engine asks of it
    say: Catalogue
    start: torch.Tensor
    forwards: tuple[ForwardPass, ...]
    steps: tuple[OptimizerStep, ...]
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
    own_form: bool = False
    number: int = -1

    @cached_property
    def gradients(self) -> list[torch.Tensor | None]:
        """The gradient that follows from each forward pass; None where its batch is none of the data."""
        return [self.data.gradient(forward) for forward in self.forwards]

    @cached_property
    def origins(self) -> list[str | None]:
        """Which part of the data each forward pass's batch comes from."""
        return [self.data.origin(forward.x) for forward in self.forwards]

    @property
    def turns(self) -> int:
        """How many turns the innermost loops took, but for those in which only another model was used."""
        turns = " ".join(self.order).split("turn")[1:]
        return sum("another" not in turn or "backward" in turn for turn in turns)

    @property
    def repeats(self) -> int:
        """How many of the passes behind the steps have the same batch as the one before."""
        learnt = [self.forwards[n].x for step in self.steps for n in step.forwards]
        return sum(torch.equal(before, after) for before, after in pairwise(learnt))

    @property
    def moved(self) -> bool:
        """Whether the model is another one than at the start."""
        return not torch.equal(self.final, self.start)
