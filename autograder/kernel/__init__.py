"""A running Jupyter kernel, and the session of a notebook in it.

- `kernel`: one kernel process, which runs cells and answers requests
- `connection`: the grader's end of the socket for requests
- `cell_run`: how the run of one cell ended
- `cell_runner`: runs a cell and keeps only its error
- `failures`: the failures of a notebook's statements, and the names that they left unset
- `script`: what a session runs
- `session`: runs a notebook's cells in order, and again if the kernel died
- `missed_definitions`: classes and functions that the run of the cells did not come to
- `replaced_files`: the text files that were replaced
"""

__all__ = [
    "cell_run",
    "cell_runner",
    "connection",
    "failures",
    "kernel",
    "missed_definitions",
    "replaced_files",
    "script",
    "session",
]
