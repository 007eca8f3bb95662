"""Grades submissions: each is run, judged by hidden checks, and becomes a result.

- `grader`: a lab on a host, ready to grade; every way of grading uses it
- `grade`: grades one submission
- `live_submission`: a submission whose kernel is alive
- `laid_out`: the folders and texts that are laid out beside a notebook, within limits
- `check_runner`: runs the hidden checks with pytest
- `check_files`: how files of checks are named, and where one is broken
- `check_plugin`: the pytest plugin that runs each check and keeps its verdict
- `check_fixtures`: the fixtures of hidden checks
- `required_checks`: checks that give points only where another one has passed
- `diagnosis`: the known mistakes that were recognised, as text
- `answers`: where the answers of a notebook stand, and the names that each needs
- `obstacles`: what kept an answer from being seen
- `failed_cells`: the cells and lines that did not run as they should, and why
- `misplaced`: answers in code that stand where they do not run
- `rules`: the strict rules of a course
- `flags`: remarks on a submission for the staff
- `fingerprint`: a SHA-256 of everything that decides a verdict besides the submission
- `task`: a submission to be graded by another process
- `preload`: loads libraries once for all grading processes
"""

__all__ = [
    "answers",
    "check_files",
    "check_fixtures",
    "check_plugin",
    "check_runner",
    "diagnosis",
    "failed_cells",
    "fingerprint",
    "flags",
    "grade",
    "grader",
    "laid_out",
    "live_submission",
    "misplaced",
    "obstacles",
    "preload",
    "required_checks",
    "rules",
    "task",
]
