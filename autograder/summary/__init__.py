"""Counts how a class did, and shows it to the teaching staff on one page.

- `summary`: the whole class in numbers
- `marks`: how the marks are spread
- `questions`: how the students fared with each question
- `fate`: the outcome of a question for one student
- `frequencies`: the most frequent known mistakes
- `checks`: what each hidden check said of the class
- `times`: how long grading took
- `raised`: the flags of the class, by kind
- `pending`: who waits for a person, and why
- `page`: the summary as a page
"""

__all__ = [
    "checks",
    "fate",
    "frequencies",
    "marks",
    "page",
    "pending",
    "questions",
    "raised",
    "summary",
    "times",
]
