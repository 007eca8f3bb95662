"""All that runs beside student code, sent there as text; nothing here knows of labs, grading or results.

- `wire`: the bytes between grader and kernel
- `server`: the socket that answers the grader's questions
- `probe`: looking at and calling live objects
- `used_globals`: the globals that a function uses
- `hyperparameters`: settings under other names
- `budget`: limits of training loops
- `shims`: stand-ins for platforms and modules
- `console`: what notebooks print and are given
- `snapshot`: the values that a notebook holds
- `random_answers`: answers made at random
"""

__all__ = [
    "budget",
    "console",
    "hyperparameters",
    "probe",
    "random_answers",
    "server",
    "shims",
    "snapshot",
    "used_globals",
    "wire",
]
