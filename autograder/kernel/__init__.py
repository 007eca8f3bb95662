"""A live Jupyter kernel, and the session of a notebook that runs in it.

- `kernel`: one kernel process: runs cells, answers questions
- `connection`: the grader's end of the socket for questions
- `cell_runner`: runs a cell and keeps only its error
- `session`: runs a notebook's cells in order, again where the kernel died
"""

__all__ = [
    "cell_runner",
    "connection",
    "kernel",
    "session",
]
