"""How far two right results may differ numerically, derived from the size of the sums that they come from.

A floating-point sum of n terms differs from the exact one by at most n * eps times the sum of the terms' magnitudes,
and two orders of summation differ by about as much (Higham, Accuracy and Stability of Numerical Algorithms, section
4.2). A check says how many terms are summed for one number. The factor `SLACK` covers terms that are larger than the
largest result, and the error that a softmax or a norm in between adds.

Expected values are computed in float64. Student code computes in float64 if it allows that, else in float32; it is
allowed float32's error in either case, since a constant of its own (the root of a tensor, a mask) may be that rough.
Two answers of the same code to the same request are compared with the error of their own type. Both sides compute in
one thread, so that the order of a sum does not change from one machine to the next.
"""

import torch

SLACK = 8
SMALLEST = 1e-3  # results below this are compared as if they were of this size


def tolerance(expected: torch.Tensor, terms: int, dtype: torch.dtype = torch.float32) -> float:
    """Return the largest rounding error, absolute, of a result whose parts are sums of up to `terms` terms."""
    scale = float(expected.abs().max()) if expected.numel() else 0.0
    return SLACK * terms * torch.finfo(dtype).eps * max(scale, SMALLEST)


def is_close(actual: torch.Tensor, expected: torch.Tensor, terms: int = 64) -> bool:
    """Return whether a tensor has the expected shape and, up to float32's rounding, the expected values."""
    return _within(actual, expected, tolerance(expected, terms))


def is_unchanged(again: torch.Tensor, before: torch.Tensor, terms: int = 64) -> bool:
    """Return whether two answers of the same code are equal, up to the rounding of their own type."""
    precise = again.dtype is torch.float64 and before.dtype is torch.float64
    return _within(again, before, tolerance(before, terms, torch.float64 if precise else torch.float32))


def _within(actual: torch.Tensor, expected: torch.Tensor, allowed: float) -> bool:
    if not torch.isfinite(expected).all():
        raise ValueError("what is expected is not finite: a fault of the check")
    if actual.shape != expected.shape or not torch.isfinite(actual).all():
        return False
    difference = (actual.double() - expected.double()).abs()
    return bool(difference.max() <= allowed) if difference.numel() else True
