"""Question c: a network that some attacks break."""

import torch

from autograder.checks import assert_close, points


@points(1.0)
def test_numbers(student):
    """La salida de Net es la de dos capas con una ReLU entre ellas."""
    one, two, x = torch.randn(16, 8), torch.randn(3, 16), torch.randn(4, 8)
    net = student.new("Net").eval()
    net.load({"one.weight": one, "two.weight": two})
    assert_close(net(x), torch.relu(x @ one.T) @ two.T, "Net()(x)")
