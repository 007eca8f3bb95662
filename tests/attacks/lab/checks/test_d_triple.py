"""Question d: asked last, so that what an attack does to an earlier question shows here."""

import torch

from autograder.checks import assert_close, points


@points(1.0)
def test_triple(student):
    """triple(x) es 3x."""
    x = torch.randn(3, 4)
    assert_close(student.call("triple", x), 3 * x, "triple(x)")
