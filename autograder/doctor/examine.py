"""Examines how this machine can isolate student code, what is missing and how to get it, by trying each part."""

import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence

from autograder.confinement.needed_paths import gpu_devices
from autograder.doctor import capacity, distribution, gpu
from autograder.doctor.findings import DoctorMessage, Finding, FindingState, doctor_message
from autograder.doctor.requirements import check_requirements
from autograder.errors import IsolationError
from autograder.lab.declaration import MIB, Limits
from autograder.sandbox.host import level_fault, open_host
from autograder.sandbox.level import Level

ENOUGH = "doctor.enough"
NEWEST_PYTHON = 14  # minor version of the newest one that grading was written for
SECONDS = 20.0  # for a Python to start
LONGEST = 85  # bytes of a folder, so that a socket in it has 107 at most (unix(7))


def examine_machine(jobs: int) -> tuple[Finding, ...]:
    """Examine this machine for grading `jobs` submissions at once; this takes as long as importing torch."""
    findings = list(_levels())
    if sys.platform.startswith("linux"):
        findings += check_requirements(distribution.current_distribution())
    return (*findings, check_python_version(), _disk(jobs), *_memory(), _cores(), *_gpu())


def strongest_level(findings: Sequence[Finding]) -> Level | None:
    """Return the strongest isolation level that works here; None if none does."""
    working = {finding.topic for finding in findings if finding.state is FindingState.FINE}
    return next((level for level in Level if level.key in working), None)


def conclusion(findings: Sequence[Finding]) -> DoctorMessage:
    """Return the message that says whether a class can be graded on this machine, and at which isolation level."""
    best = strongest_level(findings)
    if best is None or not best.has_namespaces:
        return doctor_message("doctor.too_little", level=best or "–")
    if any(finding.topic == "torch" and finding.state is FindingState.BAD for finding in findings):
        return doctor_message("doctor.no_torch")
    return doctor_message(ENOUGH, level=best)


def _levels() -> Iterator[Finding]:
    if not sys.platform.startswith("linux"):
        for kind in Level:
            if kind is Level.NONE:
                yield Finding(kind.key, FindingState.FINE, doctor_message("doctor.works", level=kind))
            else:
                yield Finding(kind.key, FindingState.BAD, doctor_message("doctor.not_here", system=sys.platform))
        return
    faults = _faults()
    enough = any(kind.has_namespaces and not fault for kind, fault in faults.items())
    for kind, fault in faults.items():
        if not fault:
            yield Finding(kind.key, FindingState.FINE, doctor_message("doctor.works", level=kind))
        elif enough:
            yield Finding(kind.key, FindingState.LESS, doctor_message("doctor.fails", level=kind, fault=fault))
        else:
            yield Finding(kind.key, FindingState.BAD, doctor_message("doctor.fails", level=kind, fault=fault))


def _faults() -> dict[Level, str]:
    """Why each level does not work, by trying them one after another; nothing where it does."""
    try:
        with open_host(Level.NONE, warm=False) as host:
            return {level: level_fault(host.zygote, level) for level in Level}
    except IsolationError as error:  # not even a process without any isolation comes up
        return dict.fromkeys(Level, str(error))


def check_python_version() -> Finding:
    """Compare this Python with the newest that an environment can be made of: students write for the newest."""
    detail = doctor_message("doctor.python_is", version=platform.python_version())
    newer = (f"python3.{minor}" for minor in range(NEWEST_PYTHON, sys.version_info.minor, -1))
    name = next((name for name in newer if _makes_environments(name)), "")
    if name:
        return Finding("version", FindingState.LESS, detail, doctor_message("doctor.newer_python", name=name))
    return Finding("version", FindingState.FINE, detail)


def _makes_environments(name: str) -> bool:
    """Whether a Python starts and has what `make` needs; a name alone may be a launcher of one that is not there."""
    command = [name, "-c", "import ensurepip, venv"]
    try:
        return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _disk(jobs: int) -> Finding:
    folder = tempfile.gettempdir()
    free, most = round(shutil.disk_usage(folder).free / MIB), round(Limits().disk * jobs)
    detail = doctor_message("doctor.free", free=free, folder=folder)
    if len(os.fsencode(folder)) > LONGEST:
        return Finding("disk", FindingState.BAD, detail, doctor_message("doctor.long_folder", most=LONGEST))
    if free < most:
        return Finding("disk", FindingState.LESS, detail, doctor_message("doctor.more_disk", most=most, jobs=jobs))
    return Finding("disk", FindingState.FINE, detail)


def _memory() -> Iterator[Finding]:
    available, most = capacity.available_memory(), round(Limits().memory)
    if available is None:
        return
    free = int(available)
    if free < most:
        detail = doctor_message("doctor.little_memory", free=free, most=most)
        yield Finding("memory", FindingState.LESS, detail, doctor_message("doctor.jobs", jobs=1))
    else:
        yield Finding(
            "memory", FindingState.FINE, doctor_message("doctor.memory_is", free=free, most=most, jobs=free // most)
        )


def _cores() -> Finding:
    have, mine = os.cpu_count() or 1, capacity.available_cores()
    if mine < have:
        return Finding(
            "cores",
            FindingState.LESS,
            doctor_message("doctor.cores_of", mine=mine, have=have),
            doctor_message("doctor.jobs", jobs=mine),
        )
    return Finding("cores", FindingState.FINE, doctor_message("doctor.cores_are", have=have))


def _gpu() -> Iterator[Finding]:
    report = gpu.probe_gpu()
    if not report.torch:
        yield Finding(
            "torch",
            FindingState.BAD,
            doctor_message("doctor.fault", fault=report.fault),
            doctor_message("doctor.pip", name="torch"),
        )
        return
    yield Finding("torch", FindingState.FINE, doctor_message("doctor.torch_is", version=report.torch))
    devices = ", ".join(path.name for path in gpu_devices())
    if report.works:
        named = doctor_message("doctor.gpu_is", name=report.name, memory=round(report.memory / MIB), count=report.count)
        yield Finding("gpu", FindingState.FINE, named)
    elif report.fault:
        yield Finding(
            "gpu", FindingState.LESS, doctor_message("doctor.gpu_fails", name=report.name, fault=report.fault)
        )
    elif report.name:
        yield Finding("gpu", FindingState.LESS, doctor_message("doctor.gpu_wrong", name=report.name))
    elif devices and not report.cuda:
        yield Finding(
            "gpu",
            FindingState.LESS,
            doctor_message("doctor.gpu_unused", devices=devices),
            doctor_message("doctor.cuda_torch"),
        )
    elif devices:
        yield Finding(
            "gpu",
            FindingState.LESS,
            doctor_message("doctor.gpu_unseen", devices=devices),
            doctor_message("doctor.driver"),
        )
    else:
        yield Finding("gpu", FindingState.FINE, doctor_message("doctor.no_gpu"))
