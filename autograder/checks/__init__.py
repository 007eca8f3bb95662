"""Everything that a hidden check may import; a check imports from here and from nowhere else of the engine.

`docs/checks.md` shows each of these names in use. The modules behind them:

- `decorators`: the decorators of checks and diagnoses
- `training`: runs a training loop again on small models and data of the grader's
- `training_outcome`: whether a loop changes the notebook's own model, unwatched
- `training_statements`: which statements train which model
- `training_records`: what a loop did: its passes, its steps, their order
- `training_log`: reads what the student's process tells of a loop
- `training_standin`: the log itself, which runs beside the loop
- `optimizers`: what an optimizer makes of a gradient, and the rates at which it can train
"""

from autograder.checks.decorators import diagnosis, points
from autograder.checks.optimizers import (
    LearningRates,
    assert_follows_optimizer,
    assert_learning_rate,
    learning_rate_mistakes,
)
from autograder.checks.training import (
    TrainingPlan,
    rerun,
    rerun_plainly,
    training_stories,
    training_story,
)
from autograder.checks.training_outcome import trains_own_model
from autograder.checks.training_records import ForwardPass, OptimizerStep, TrainingData, TrainingRecord
from autograder.checks.training_statements import (
    TrainingGoal,
    functions_never_called,
    is_used_later,
    names_used_after,
    optimizer_names,
    parameters_missed,
    statements_that_train,
    statements_that_train_the_other,
    uses_the_own_name,
)
from autograder.kernel_side.wire import CannotBeSent, Opaque
from autograder.people.identity import Identity
from autograder.source.parsing import parse_or_empty
from autograder.source.training import TrainingStatement
from autograder.student.assertions import (
    WrongAnswer,
    assert_close,
    assert_equal,
    assert_number,
    assert_tensor,
    assert_true,
    type_name,
)
from autograder.student.exceptions import StudentFault, StudentTimeout, Undecided
from autograder.student.figures import PlottedAxes, PlottedFigure, PlottedLine
from autograder.student.handle import Gradients, Handle, ModuleState
from autograder.student.student import Student
from autograder.student.tolerance import is_close, is_unchanged, tolerance

__all__ = [
    "CannotBeSent",
    "ForwardPass",
    "Gradients",
    "Handle",
    "Identity",
    "LearningRates",
    "ModuleState",
    "Opaque",
    "OptimizerStep",
    "PlottedAxes",
    "PlottedFigure",
    "PlottedLine",
    "Student",
    "StudentFault",
    "StudentTimeout",
    "TrainingData",
    "TrainingGoal",
    "TrainingPlan",
    "TrainingRecord",
    "TrainingStatement",
    "Undecided",
    "WrongAnswer",
    "assert_close",
    "assert_equal",
    "assert_follows_optimizer",
    "assert_learning_rate",
    "assert_number",
    "assert_tensor",
    "assert_true",
    "diagnosis",
    "functions_never_called",
    "is_close",
    "is_unchanged",
    "is_used_later",
    "learning_rate_mistakes",
    "names_used_after",
    "optimizer_names",
    "parameters_missed",
    "parse_or_empty",
    "points",
    "rerun",
    "rerun_plainly",
    "statements_that_train",
    "statements_that_train_the_other",
    "tolerance",
    "training_stories",
    "training_story",
    "trains_own_model",
    "type_name",
    "uses_the_own_name",
]
