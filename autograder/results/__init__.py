"""Verdicts, scores, and the result of a submission.

- `verdict`: what a check can say
- `scoring`: points and marks
- `question_result`: the result of one question
- `result`: the result of a submission
- `pricing`: points by cause, from a result and a price list
- `open_points`: the points that checks could not decide
- `changes`: what changed between two results of a student
- `change_lines`: the same on lines of text
- `record`: a student's result and what people gave by hand
"""

__all__ = [
    "change_lines",
    "changes",
    "open_points",
    "pricing",
    "question_result",
    "record",
    "result",
    "scoring",
    "verdict",
]
