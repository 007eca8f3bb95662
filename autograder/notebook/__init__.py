"""Reads notebooks that were handed in, finds the cells of each question, and rewrites cells to run for grading.

- `submission`: the notebook that was handed in, as read
- `question_headings`: finds the cells that open the questions
- `question_cells`: finds the code cells of each question
- `cell_texts`: the prose in a cell of any kind
- `size_names`: learns what a notebook calls the lab's sizes
- `stray_answers`: finds written answers that stand elsewhere than below their questions
- `written_answers`: extracts answers that are written in words, wherever they stand
- `misplaced_code`: finds answers in code that stand where they do not run
- `written_modules`: modules that a notebook writes and imports
- `rewrite`: rewrites all cells for grading
- `prepared_cell`: a rewritten cell, and the machine that it will run on
- `assigned_numbers`: the numbers that a name is given, before they are scaled down
- `caps`: finds numbers that the lab caps
- `absent_modules`: stand-ins for modules that are not here
- `own_modules`: modules that were handed in beside the notebook
- `decoding`: decodes the bytes of a notebook
- `scaling`: scales numbers and loops down, and excuses asserts on them
- `likely_classes`: gives classes under other names the lab's
- `gpu_guards`: lets pass the guards that end a notebook without a GPU
- `portability`: replaces paths and devices of other machines
"""

__all__ = [
    "absent_modules",
    "assigned_numbers",
    "caps",
    "cell_texts",
    "decoding",
    "gpu_guards",
    "likely_classes",
    "misplaced_code",
    "own_modules",
    "portability",
    "prepared_cell",
    "question_cells",
    "question_headings",
    "rewrite",
    "scaling",
    "size_names",
    "stray_answers",
    "submission",
    "written_answers",
    "written_modules",
]
