"""What grading processes share: the process that they are forked from imports it, once."""

import os
import tempfile

import autograder.grading.grader  # noqa: F401

with tempfile.TemporaryDirectory() as place:  # torch makes a folder for what it might compile, and leaves it there
    os.environ["TORCHINDUCTOR_CACHE_DIR"] = place
    import torch._dynamo  # noqa: F401  the first optimizer needs it: seconds, and 60 MB a process

    del os.environ["TORCHINDUCTOR_CACHE_DIR"]  # nothing is compiled here
