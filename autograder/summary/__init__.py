"""Counts how a class did, and shows it to the teaching staff on one page.

- `summary`: the whole class in numbers
- `marks`: the histogram of the marks
- `questions`: how the students did at each question
- `frequencies`: the students of each known mistake and of each kind of flag
- `checks`: the results of each hidden check
- `times`: how long grading took
- `pending`: the students whose points depend on a person, and why
- `page`: the summary as an HTML page
"""

__all__ = [
    "checks",
    "frequencies",
    "marks",
    "page",
    "pending",
    "questions",
    "summary",
    "times",
]
