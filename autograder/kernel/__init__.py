"""A live Jupyter kernel, and the notebook that runs in it.

- `kernel`: one kernel process
- `connection`: questions over a socket
- `cell_runner`: running a cell and hearing its output
- `session`: the notebook's cells, run in order, and run again where the kernel died
"""

__all__ = [
    "cell_runner",
    "connection",
    "kernel",
    "session",
]
