"""Counts how a class did, and shows it to the teaching staff on one page.

- `summary`: the whole class in numbers
- `marks`: the histogram of the marks
- `questions`: how the students fared with each question
- `frequencies`: the students of each known mistake and of each kind of flag
- `checks`: the results of each hidden check
- `times`: how long grading took
- `pending`: the students whose points wait for a person, and why
- `page`: the summary as a page
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
