"""Examines how this machine can isolate student code, what is missing, and how to get it.

- `examine`: the whole examination
- `requirements`: what each level of isolation needs
- `findings`: what was found
- `distribution`: the Linux distribution and its packages
- `gpu`: tests whether a GPU works
- `capacity`: cores and free memory
- `table`: the findings on a terminal
"""

__all__ = [
    "capacity",
    "distribution",
    "examine",
    "findings",
    "gpu",
    "requirements",
    "table",
]
