"""Asking a live submission.

- `student`: the student as a check sees them
- `client`: the conversation with the kernel
- `handle`: an object that lives in the kernel
- `constructor_args`: arguments under other names
- `assertions`: expecting an answer
- `tolerance`: how close is close
- `exceptions`: what can go wrong
"""

__all__ = [
    "assertions",
    "client",
    "constructor_args",
    "exceptions",
    "handle",
    "student",
    "tolerance",
]
