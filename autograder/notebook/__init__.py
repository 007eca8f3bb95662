"""A notebook as text: what was handed in, and how it is rewritten to run here.

- `submission`: the notebook that was handed in, as read
- `question_cells`: which cells belong to a question
- `written_answers`: the text of answers in words
- `written_modules`: modules that a notebook writes and imports
- `rewrite`: rewrites all cells for grading
- `prepared_cell`: a rewritten cell, and the machine it will run on
- `caps`: finds numbers that the lab caps
- `portability`: replaces paths and devices of other machines
"""

__all__ = [
    "caps",
    "portability",
    "prepared_cell",
    "question_cells",
    "rewrite",
    "submission",
    "written_answers",
    "written_modules",
]
