"""What was measured: every pass of every row, and the figures that come of them."""

import os
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from statistics import median
from typing import Any

import torch

from autograder.doctor import capacity
from benchmarks.contestant import Pass, Row


@dataclass
class Measured:
    """The passes of one row: one submission after another, and `jobs` at once; or why there are none."""

    row: Row
    single: list[Pass] = field(default_factory=list)
    parallel: list[Pass] = field(default_factory=list)
    peaks: dict[int, int] = field(default_factory=dict)
    unable: str = ""

    @property
    def seconds(self) -> list[float]:
        """Seconds by the clock that one submission takes alone, a figure a round."""
        return [one.seconds / one.count for one in self.single]

    @property
    def cpu(self) -> list[float]:
        """CPU seconds of one submission alone, all processes, a figure a round."""
        return [one.cpu / one.count for one in self.single]

    @property
    def rate(self) -> list[float]:
        """Submissions a minute, `jobs` at once, a figure a round."""
        return [60 * one.count / one.seconds for one in self.parallel]

    @property
    def first(self) -> int | None:
        """Bytes at most with one job."""
        return self.peaks.get(1) or None

    @property
    def further(self) -> int | None:
        """Bytes that one more job adds to as many as there were side by side."""
        *_, before, most = (0, 0, *(self.peaks[jobs] for jobs in sorted(self.peaks)))
        return most - before if before else None

    def table(self) -> dict[str, Any]:
        """Everything, ready for JSON."""
        if self.unable:
            return {"title": self.row.title, "not_measured": self.unable}
        figures = {"seconds": self.seconds, "cpu_seconds": self.cpu, "per_minute": self.rate}
        return {
            "title": self.row.title,
            **{name: {"median": median(f), "min": min(f), "max": max(f)} for name, f in figures.items() if f},
            "bytes_first_job": self.first,
            "bytes_further_job": self.further,
            "passes": {"one_job": list(map(asdict, self.single)), "all_jobs": list(map(asdict, self.parallel))},
        }


def machine(how: str, jobs: int) -> dict[str, Any]:
    """Where and how it was measured."""
    return {
        "cores": capacity.available_cores(),
        "jobs": jobs,
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "torch": str(torch.__version__),
        "cpu_counted_by": how,
        "load_before": round(os.getloadavg()[0], 2),
    }


def disturbance(rows: Sequence[Measured]) -> float:
    """The cores that the rest of the machine kept busy while it was measured, on average."""
    passes = [one for measured in rows for one in (*measured.single, *measured.parallel)]
    seconds = sum(one.seconds for one in passes)
    return round(sum(one.others for one in passes) / seconds, 2) if seconds else 0.0


def report(rows: Sequence[Measured], about: dict[str, Any]) -> dict[str, Any]:
    """Everything that was measured, ready for JSON."""
    return {"machine": about, "rows": {measured.row.key: measured.table() for measured in rows}}
