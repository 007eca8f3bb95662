"""Laws of reading the numbers that a notebook's source assigns to a name."""

import pytest

from autograder.notebook.assigned_numbers import assigned_numbers


@pytest.mark.parametrize(
    ("source", "numbers"),
    [
        ("n_layer = 6", (6,)),
        ("N_LAYER, x = 2 * 3, 1", (6,)),
        ("config = dict(n_layer=4)\nother = {'capas': 5}", (4, 5)),
        ("class Config:\n    n_layer: int = 3", (3,)),
        ("%time\nn_layer = 2\nn_layer = 6", (2, 6)),
        ("def make():\n    n_layer = 9", ()),
        ("n_layer = count()", ()),
        ("n_layer = (", ()),
    ],
)
def test_numbers_outside_functions_are_read_as_written(source: str, numbers: tuple[int, ...]) -> None:
    """Assignments, arguments and keys in any spelling count, in order; what is known at run time only does not."""
    assert assigned_numbers([source], ("n_layer", "capas")) == numbers
