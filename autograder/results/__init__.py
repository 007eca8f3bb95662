"""Verdicts, scores, and the result of a submission.

- `verdict`: what a check can say
- `scoring`: points and marks
- `result`: the result of a submission
- `open_points`: the points that checks could not decide
- `record`: a student's result and what people gave by hand
"""

__all__ = [
    "open_points",
    "record",
    "result",
    "scoring",
    "verdict",
]
