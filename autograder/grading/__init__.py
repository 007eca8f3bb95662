"""One submission, from the file to its result.

- `grader`: a lab on a host, ready to grade: what every way of grading calls
- `grade`: a submission to a result
- `live_submission`: a submission that runs
- `check_runner`: running the hidden checks with pytest
- `check_files`: how files of checks are named, and where one is broken
- `check_plugin`: the pytest plugin that runs each check and keeps its verdict
- `check_fixtures`: the fixtures of hidden checks
- `diagnosis`: naming known mistakes
- `flags`: what a person should see
- `fingerprint`: what decided a verdict, as one number
- `task`: a submission graded by another process
- `workers`: a pool of grading processes
- `preload`: what grading processes share
"""

__all__ = [
    "check_files",
    "check_fixtures",
    "check_plugin",
    "check_runner",
    "diagnosis",
    "fingerprint",
    "flags",
    "grade",
    "grader",
    "live_submission",
    "preload",
    "task",
    "workers",
]
