"""Question a: the double of a tensor."""

import torch

from autograder.checks import assert_close, points


@points(1.0)
def test_double(student):
    """double(x) es 2x."""
    x = torch.randn(3, 4)
    assert_close(student.call("double", x), 2 * x, "double(x)")
