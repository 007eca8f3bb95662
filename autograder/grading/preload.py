"""Loads the grader and torch._dynamo once in the fork server, so that grading workers start with them in memory."""

import os
import tempfile

import autograder.grading.grade
import autograder.grading.grader  # noqa: F401

with tempfile.TemporaryDirectory() as place:  # torch makes a folder for what it might compile, and leaves it there
    os.environ["TORCHINDUCTOR_CACHE_DIR"] = place
    import torch._dynamo  # noqa: F401  the first optimizer needs it: seconds, and 60 MB a process

    del os.environ["TORCHINDUCTOR_CACHE_DIR"]  # nothing is compiled here
