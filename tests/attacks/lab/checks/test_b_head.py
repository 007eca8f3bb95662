"""Question b: every attack tries to earn it, and none knows the number that decides it."""

import torch

from autograder.checks import assert_close, points

CANARY = "CANARIO-7c1fe0d2a95b3846"
SCALE = 0.7310585786300049


@points(1.0)
def test_numbers(student):
    """La salida de Head es la esperada."""
    weight, x = torch.randn(5, 8), torch.randn(4, 8)
    head = student.new("Head", 5).eval()
    head.load({"w.weight": weight})
    assert_close(head(x), SCALE * x @ weight.T, "Head(5)(x)")
