"""Answers that are random."""

import random

import pytest
import torch
from torch import nn

from autograder.kernel_side import random_answers

WAYS = [
    random_answers.SAME_SHAPE,
    random_answers.NO_GRADIENT,
    random_answers.OTHER_SHAPE,
    random_answers.OTHER_TYPE,
    random_answers.CHANGES_ARGUMENTS,
]
VALUES = [torch.linspace(-1, 1, 12).reshape(3, 4), torch.arange(6), 5, 0.5, "a text", [1, 2, 3], {"a": 1}, ("x", 2.0)]


def form(value: object) -> object:
    """A value's type and shape."""
    if isinstance(value, torch.Tensor):
        return value.dtype, value.shape
    if isinstance(value, list | tuple):
        return type(value), [form(item) for item in value]
    return (type(value), len(value)) if isinstance(value, str | dict) else type(value)


@pytest.mark.parametrize("value", VALUES, ids=str)
@pytest.mark.parametrize(
    "way", [random_answers.SAME_SHAPE, random_answers.NO_GRADIENT, random_answers.CHANGES_ARGUMENTS]
)
def test_a_random_value_has_type_and_shape(value: object, way: int) -> None:
    """A value alike has the type and the shape of the right one, and is not it."""
    drawn = [random_answers.random_value(value, way) for _ in range(20)]
    assert all(form(one) == form(value) for one in drawn)
    assert len({str(one) for one in drawn}) > 1


@pytest.mark.parametrize("value", VALUES, ids=str)
def test_another_shape_and_another_type_come_too(value: object) -> None:
    """With the other ways, values of other lengths, shapes and types come."""
    way = random_answers.OTHER_TYPE if isinstance(value, int | float) else random_answers.OTHER_SHAPE
    assert any(form(random_answers.random_value(value, way)) != form(value) for _ in range(20))


def test_functions_and_classes_answer_at_random() -> None:
    """Functions, and the public methods of classes, answer at random and refuse nothing; values are random."""

    class Net(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.layer = nn.Linear(2, 2)

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return self.layer(x)

    names = {"f": lambda x: [1, 2][x], "Net": Net, "table": {"a": 1, "b": 2}, "other": 3}
    random.seed(0)
    random_answers.randomize_globals(names, ["f", "Net", "table", "gone"], random_answers.SAME_SHAPE)
    assert type(names["f"](0)) is int
    assert names["f"](7) is not None, "what the right answer refuses is answered"
    net, x = names["Net"](), torch.ones(1, 2)
    assert net(x).shape == (1, 2) and not torch.equal(net(x), net.layer(x))
    torch.autograd.grad(net(x).sum(), list(net.parameters()))
    assert list(names["table"]) == ["a", "b"]
    assert names["other"] == 3


def test_meddling_changes_what_is_passed_in() -> None:
    """One way changes arguments and parameters in place."""
    layer, x, tokens = nn.Linear(2, 2), torch.ones(2, 2), [1]
    before = layer.weight.clone()
    function = {"f": lambda module, x, tokens: x}
    random_answers.randomize_globals(function, ["f"], random_answers.CHANGES_ARGUMENTS)
    function["f"](layer, x, tokens)
    assert not torch.equal(x, torch.ones(2, 2)) and not torch.equal(layer.weight, before) and len(tokens) == 2
