"""What of this machine is there for grading: cores, and memory that is free."""

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
    """Return the MiB that could be taken now, by the machine and by its control groups; None where unknown."""
    sizes = [*_available(), *cgroup.available_memory()]
    return min(sizes) / MIB if sizes else None


def default_jobs(limit: float) -> int:
    """Return how many submissions to grade at once: as many as cores, and as fit in memory if each takes all it may.

    `limit` is in MiB. A submission that runs out of memory because of its neighbours would be judged by them.
    """
    free = available_memory()
    return available_cores() if free is None else max(1, min(available_cores(), int(free / limit)))


def _available() -> list[int]:
    with suppress(OSError):  # only Linux tells
        held = re.search(r"^MemAvailable:\s*(\d+) kB", Path("/proc/meminfo").read_text(), re.MULTILINE)
        return [int(held[1]) << 10] if held else []
    return []
