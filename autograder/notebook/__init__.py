"""A notebook as text: what was handed in, and how it is rewritten to run here.

- `submission`: what was handed in
- `written_answers`: answers in words
- `written_modules`: modules that a notebook writes and imports
- `rewrite`: rewriting all cells
- `cell`: rewriting one cell
- `caps`: scaling training down
- `portability`: paths and devices of another machine
"""

__all__ = [
    "caps",
    "cell",
    "portability",
    "rewrite",
    "submission",
    "written_answers",
    "written_modules",
]
