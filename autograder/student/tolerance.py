"""The numerical policy: how far two right results may lie apart, derived from the size of the sums behind them.

A floating-point sum of n terms differs from the exact one by at most n * eps times the sum of the terms' magnitudes,
and two orders of summation by about that (Higham, Accuracy and Stability of Numerical Algorithms, section 4.2). A check
says how many terms are summed on the way to one number; `SLACK` stands for what their magnitudes exceed the largest
result by, and for what a softmax or a norm in between makes of an error.

What is expected is computed in float64. Student code computes in float64 where it allows that, else in float32; it is
allowed float32's error in either case, for a constant of its own (the root of a tensor, a mask) may be no better. Two
answers of the same code to the same question are compared with the error of the type that they come in. One thread
computes, on either side, so that the order of a sum does not change from one machine to the next.
"""

import torch

SLACK = 8
SMALLEST = 1e-3  # results below this are compared as if they were of this size


def tolerance(expected: torch.Tensor, terms: int, dtype: torch.dtype = torch.float32) -> float:
    """The largest rounding error of a result whose parts are sums of up to `terms` terms, computed in a type."""
    scale = float(expected.abs().max()) if expected.numel() else 0.0
    return SLACK * terms * torch.finfo(dtype).eps * max(scale, SMALLEST)


def is_close(actual: torch.Tensor, expected: torch.Tensor, terms: int = 64) -> bool:
    """Whether a tensor has the shape and, up to float32's rounding, the values that are expected."""
    return _within(actual, expected, tolerance(expected, terms))


def is_unchanged(again: torch.Tensor, before: torch.Tensor, terms: int = 64) -> bool:
    """Whether the same code answered the same twice, up to the rounding of the type that it answered in."""
    precise = again.dtype is torch.float64 and before.dtype is torch.float64
    return _within(again, before, tolerance(before, terms, torch.float64 if precise else torch.float32))


def _within(actual: torch.Tensor, expected: torch.Tensor, allowed: float) -> bool:
    if not torch.isfinite(expected).all():
        raise ValueError("what is expected is not finite: a fault of the check")
    if actual.shape != expected.shape or not torch.isfinite(actual).all():
        return False
    difference = (actual.double() - expected.double()).abs()
    return bool(difference.max() <= allowed) if difference.numel() else True
