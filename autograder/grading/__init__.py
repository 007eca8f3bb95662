"""One submission, from the file to its result.

- `grader`: a lab on a host, ready to grade: what every way of grading calls
- `grade`: a submission to a result
- `live_submission`: a submission that runs
- `check_runner`: running the hidden checks with pytest
- `check_files`: how files of checks are named, and where one is broken
- `judge`: what an exception in a check means
- `pytest_plugin`: the fixtures of hidden checks
- `diagnosis`: naming known mistakes
- `flags`: what a person should see
- `fingerprint`: what decided a verdict, as one number
- `task`: a submission graded by another process
- `workers`: a pool of grading processes
- `preload`: what grading processes share
"""

__all__ = [
    "check_files",
    "check_runner",
    "diagnosis",
    "fingerprint",
    "flags",
    "grade",
    "grader",
    "judge",
    "live_submission",
    "preload",
    "pytest_plugin",
    "task",
    "workers",
]
