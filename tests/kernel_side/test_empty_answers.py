"""Answers of the right form that compute nothing."""

import pytest
import torch
from torch import nn

from autograder.kernel_side import empty_answers
from autograder.kernel_side.empty_answers import WAYS, empty_globals


class Net(nn.Module):
    """A layer whose output is narrower than its input."""

    def __init__(self) -> None:
        super().__init__()
        self.layer = nn.Linear(6, 4)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Map (B, T, 6) to (B, T, 4)."""
        return self.layer(x)


@pytest.mark.parametrize("way", WAYS)
def test_an_empty_answer_has_the_form_of_a_right_one(way: str) -> None:
    """What an emptied class gives has the shape and type of what it gave, and gradients of zero for its weights."""
    names = {"Net": type("Net", (Net,), {"forward": Net.forward})}
    empty_globals(names, ["Net", "gone"], way)
    net, x = names["Net"](), torch.randn(2, 3, 6)
    out = net(x)
    assert out.shape == (2, 3, 4) and out.dtype is torch.float32
    out.sum().backward()
    assert not net.layer.weight.grad.count_nonzero()


@pytest.mark.parametrize("way", sorted(set(WAYS) - {"random"}))
def test_an_empty_answer_depends_on_no_weight(way: str) -> None:
    """With other weights the answer is the same."""
    kind = type("Net", (Net,), {"forward": Net.forward})
    empty_globals({"Net": kind}, ["Net"], way)
    x = torch.randn(2, 3, 6)
    assert torch.equal(kind()(x), kind()(x))


def test_functions_and_tables_are_emptied_too() -> None:
    """A function of texts gives a list of its length, and a table keeps its keys."""
    names = {"encode": lambda s: [ord(c) for c in s], "stoi": {"a": 7, "b": 8}}
    empty_globals(names, ["encode", "stoi"], empty_answers.ZEROS)
    assert names["encode"]("abc") == [0, 0, 0] and names["stoi"] == {"a": 0, "b": 0}
