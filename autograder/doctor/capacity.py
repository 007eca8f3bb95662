"""Measures what this machine has available for grading: cores and free memory."""

import os
import re
from contextlib import suppress
from pathlib import Path

from autograder.confinement import cgroup

MIB = 1 << 20


def available_cores() -> int:
    """Return the number of cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def available_memory() -> float | None:
    """Return the MiB of memory that can be taken now, within control groups too; None if unknown."""
    sizes = [*_available(), *cgroup.available_memory()]
    return min(sizes) / MIB if sizes else None


def default_jobs(limit: float) -> int:
    """Return how many submissions to grade at once: one per core, and no more than fit into free memory.

    `limit` is the MiB that each may take. Otherwise a submission could run out of memory because of its neighbours.
    """
    free = available_memory()
    return available_cores() if free is None else max(1, min(available_cores(), int(free / limit)))


def _available() -> list[int]:
    with suppress(OSError):  # only Linux tells
        match = re.search(r"^MemAvailable:\s*(\d+) kB", Path("/proc/meminfo").read_text(), re.MULTILINE)
        return [int(match[1]) << 10] if match else []
    return []
