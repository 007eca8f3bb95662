"""Laws of used globals: every global that a text uses is returned, and nothing else."""

import functools

from autograder.kernel_side.used_globals import used_globals

NOTEBOOK = """
import functools
class Model: pass
class Small(Model): pass
model, other, rate = Small(), Model(), 0.1

def inner():
    return [model for _ in range(2)]

def step():
    return inner() * rate

def loop():
    step(), loop()

@functools.wraps(step)
def decorated():
    pass
decorated.__wrapped__ = lambda: other
"""


def used(source: str) -> dict[str, list[str]]:
    """What a text uses of the notebook."""
    names: dict[str, object] = {}
    exec(NOTEBOOK, names)
    return used_globals(compile(source, "<cell>", "exec"), names)


def test_names_come_with_their_classes() -> None:
    """A global is listed with its class and the bases of it; what is no global is not listed."""
    assert used("model.weight; len(nowhere)") == {"model": ["Small", "Model", "object"]}


def test_functions_are_followed() -> None:
    """What a function reads counts, through other functions and in comprehensions, also where they go in circles."""
    assert set(used("loop()")) == {"loop", "step", "inner", "model", "rate"}


def test_decorators_hide_nothing() -> None:
    """A decorated function uses what the function below uses."""
    assert "other" in used("decorated()") and functools.__name__ not in used("decorated()")
