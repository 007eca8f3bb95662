"""The goals of this lab's training loops: which model is to be trained, and what of it counts."""

from dataclasses import dataclass

from autograder.checks import TrainingGoal


@dataclass(frozen=True)
class Goal(TrainingGoal):
    """The class whose training is judged; `instead` is the mistake of training the other.

    `mode` says whether it matters that the model is in training mode, `batches` whether a wrong get_batch is this
    question's mistake, `given` whether the paper gives the model's class.
    """

    instead: str = ""
    mode: bool = True
    batches: bool = True
    given: bool = False
