"""Question j: which mistake explains what the baseline's loop did."""

from autograder.checks import diagnosis

from . import loops, reruns, suspects
from .optimizers import suspected_rate
from .test_j_baseline import ADAPTIVE, GOAL, PLAIN


@diagnosis
def test_loop(student, standin, named):
    """Which order of its parts, which gradients, which batches or which rate give the loop's own record."""
    source = standin("training")
    stories = reruns.stories(student, GOAL, source)
    found = loops.told(student, GOAL, source, stories)
    if found is None or not found[1].order:
        explained = suspects.of_statements(student, GOAL, stories)
    else:
        explained = suspects.all_of(student, *found, GOAL, source)
        explained = [*explained, *suspected_rate(found[1], ADAPTIVE, PLAIN)]
    for name, values in explained:
        named(f"j_{name.strip()}", **values)
