"""Seeding of every random generator that student code may use."""

import random
import sys

import torch


def seed_random_generators(number: int) -> None:
    """Seed the random generators of Python, torch and, where it is imported, numpy."""
    random.seed(number)
    has_accelerator = torch.cuda.is_initialized()  # type: ignore[no-untyped-call]
    if has_accelerator or torch.backends.mps.is_available():
        torch.manual_seed(number)
    else:  # the same, without noting the whole stack for each kind of device that is not there
        torch.default_generator.manual_seed(number)
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed(number)
