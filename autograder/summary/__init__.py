"""Counts how a class did, and shows it to the teaching staff on one page.

- `summary`: the whole class in numbers
- `marks`: the histogram of the marks
- `questions`: how the students did at each question
- `frequencies`: the students of each known mistake and of each kind of flag
- `checks`: the results of each hidden check
- `times`: how long grading took
- `pending`: the students whose points depend on a person, and why
- `unexplained`: the failures that no known mistake explains, grouped by what failed and how
- `unexplained_table`: these groups in a terminal, and in the notes of a draft
- `example_code`: the code of an answer, from the notebooks
- `page`: the summary as an HTML page
"""

__all__ = [
    "checks",
    "example_code",
    "frequencies",
    "marks",
    "page",
    "pending",
    "questions",
    "summary",
    "times",
    "unexplained",
    "unexplained_table",
]
