"""What this machine offers to keep student code apart, what is missing and how to get it: found by trying."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence

from autograder.confinement.needed_paths import gpu_devices
from autograder.doctor import capacity, distribution, gpu
from autograder.doctor.findings import Finding, Line, State, line
from autograder.doctor.requirements import needs
from autograder.errors import IsolationError
from autograder.lab.declaration import MIB, Limits
from autograder.sandbox.host import level_fault, open_host
from autograder.sandbox.level import Level

ENOUGH = "doctor.enough"
LONGEST = 85  # bytes of a folder, so that a socket in it has 107 at most (unix(7))


def examine(jobs: int) -> tuple[Finding, ...]:
    """Look at all of it, for that many submissions at a time; takes as long as importing torch."""
    found = list(_levels())
    if sys.platform.startswith("linux"):
        found += needs(distribution.here())
    return (*found, _disk(jobs), *_memory(), _cores(), *_gpu())


def level(findings: Sequence[Finding]) -> Level | None:
    """The strongest level that works, which is what a class would be graded at; None where not even the last does."""
    working = {finding.topic for finding in findings if finding.state is State.FINE}
    return next((level for level in Level if level.key in working), None)


def conclusion(findings: Sequence[Finding]) -> Line:
    """Whether a class can be graded here, and at which level: `ENOUGH`, or what stands in the way."""
    best = level(findings)
    if best is None or not best.has_namespaces:
        return line("doctor.too_little", level=best or "–")
    if any(finding.topic == "torch" and finding.state is State.BAD for finding in findings):
        return line("doctor.no_torch")
    return line(ENOUGH, level=best)


def _levels() -> Iterator[Finding]:
    if not sys.platform.startswith("linux"):
        for kind in Level:
            if kind is Level.NONE:
                yield Finding(kind.key, State.FINE, line("doctor.works", level=kind))
            else:
                yield Finding(kind.key, State.BAD, line("doctor.not_here", system=sys.platform))
        return
    faults = _faults()
    enough = any(kind.has_namespaces and not said for kind, said in faults.items())
    for kind, said in faults.items():
        if not said:
            yield Finding(kind.key, State.FINE, line("doctor.works", level=kind))
        elif enough:
            yield Finding(kind.key, State.LESS, line("doctor.fails", level=kind, fault=said))
        else:
            yield Finding(kind.key, State.BAD, line("doctor.fails", level=kind, fault=said))


def _faults() -> dict[Level, str]:
    """Why each level does not work, by trying them one after another; nothing where it does."""
    try:
        with open_host(Level.NONE, warm=False) as here:
            return {level: level_fault(here.zygote, level) for level in Level}
    except IsolationError as error:  # not even a process without any isolation comes up
        return dict.fromkeys(Level, str(error))


def _disk(jobs: int) -> Finding:
    folder = tempfile.gettempdir()
    free, most = round(shutil.disk_usage(folder).free / MIB), round(Limits().disk * jobs)
    detail = line("doctor.free", free=free, folder=folder)
    if len(os.fsencode(folder)) > LONGEST:
        return Finding("disk", State.BAD, detail, line("doctor.long_folder", most=LONGEST))
    if free < most:
        return Finding("disk", State.LESS, detail, line("doctor.more_disk", most=most, jobs=jobs))
    return Finding("disk", State.FINE, detail)


def _memory() -> Iterator[Finding]:
    there, most = capacity.memory(), round(Limits().memory)
    if there is None:
        return
    free = int(there)
    if free < most:
        detail = line("doctor.little_memory", free=free, most=most)
        yield Finding("memory", State.LESS, detail, line("doctor.jobs", jobs=1))
    else:
        yield Finding("memory", State.FINE, line("doctor.memory_is", free=free, most=most, jobs=free // most))


def _cores() -> Finding:
    have, mine = os.cpu_count() or 1, capacity.cores()
    if mine < have:
        return Finding(
            "cores", State.LESS, line("doctor.cores_of", mine=mine, have=have), line("doctor.jobs", jobs=mine)
        )
    return Finding("cores", State.FINE, line("doctor.cores_are", have=have))


def _gpu() -> Iterator[Finding]:
    seen = gpu.look()
    if not seen.torch:
        yield Finding("torch", State.BAD, line("doctor.fault", fault=seen.fault), line("doctor.pip", name="torch"))
        return
    yield Finding("torch", State.FINE, line("doctor.torch_is", version=seen.torch))
    devices = ", ".join(path.name for path in gpu_devices())
    if seen.works:
        named = line("doctor.gpu_is", name=seen.name, memory=round(seen.memory / MIB), count=seen.count)
        yield Finding("gpu", State.FINE, named)
    elif seen.fault:
        yield Finding("gpu", State.LESS, line("doctor.gpu_fails", name=seen.name, fault=seen.fault))
    elif seen.name:
        yield Finding("gpu", State.LESS, line("doctor.gpu_wrong", name=seen.name))
    elif devices and not seen.cuda:
        yield Finding("gpu", State.LESS, line("doctor.gpu_unused", devices=devices), line("doctor.cuda_torch"))
    elif devices:
        yield Finding("gpu", State.LESS, line("doctor.gpu_unseen", devices=devices), line("doctor.driver"))
    else:
        yield Finding("gpu", State.FINE, line("doctor.no_gpu"))
