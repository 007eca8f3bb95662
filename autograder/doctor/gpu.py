"""Tests whether the GPU works, in another process, since a process that has used CUDA can no longer be forked."""

import json
import subprocess
import sys
from dataclasses import dataclass

SECONDS = 120.0  # importing torch from a cold disk takes long
PROBE = """
import json, torch
found = {"torch": torch.__version__, "cuda": torch.version.cuda or torch.version.hip or ""}
try:
    if torch.cuda.is_available():
        found["name"] = torch.cuda.get_device_name(0)
        found["memory"] = torch.cuda.get_device_properties(0).total_memory
        found["count"] = torch.cuda.device_count()
        ones = torch.ones(64, 64, device="cuda")
        found["works"] = (ones @ ones).sum().item() == 64**3
except Exception as error:
    found["fault"] = f"{type(error).__name__}: {error}".splitlines()[0]
print(json.dumps(found))
"""


@dataclass(frozen=True)
class GpuReport:
    """What torch reports: its version, the CUDA version it was built for, and the first of `count` GPUs.

    `memory` is in bytes; `works` says that a matrix product was right; `fault` is what went wrong, "" if nothing did.
    """

    torch: str = ""
    cuda: str = ""
    name: str = ""
    memory: int = 0
    count: int = 0
    works: bool = False
    fault: str = ""


def probe_gpu() -> GpuReport:
    """Import torch in a new process and multiply two small matrices on the first GPU."""
    try:
        done = subprocess.run(
            [sys.executable, "-c", PROBE], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=SECONDS
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return GpuReport(fault=str(error).splitlines()[0])
    if done.returncode:
        lines = done.stderr.strip().splitlines()
        return GpuReport(fault=lines[-1] if lines else f"exit code {done.returncode}")
    return GpuReport(**json.loads(done.stdout.splitlines()[-1]))
