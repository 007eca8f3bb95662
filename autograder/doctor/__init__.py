"""What this machine offers to keep student code apart, what is missing, and how to get it.

- `examine`: the whole examination
- `requirements`: what each level of isolation needs
- `findings`: what was found
- `distribution`: which packages of a Linux distribution provide it
- `gpu`: GPUs
- `capacity`: cores and memory
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
