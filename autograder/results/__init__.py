"""Verdicts, scores, and the result of a submission.

- `verdict`: what a check can say
- `scoring`: points and marks
- `result`: the result of a submission
- `record`: a student's result and what people gave by hand
"""

__all__ = [
    "record",
    "result",
    "scoring",
    "verdict",
]
