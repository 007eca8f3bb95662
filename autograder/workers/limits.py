"""Bounds what the grader's own process spends on one step of the work on a submission, however its bytes were made."""

import resource
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import FrameType

from autograder.errors import SubmissionError

STATUS = Path("/proc/self/status")
AGAIN_SECONDS = 1.0  # after which what has caught an interruption and gone on is interrupted again
MORE_SECONDS = 20.0  # of the processor's, for code that cannot be interrupted to come to an end by itself


class Step(StrEnum):
    """A step of the grader's work on one submission."""

    READING = "reading"
    REWRITING = "rewriting"
    JUDGING = "judging"
    COMPARING = "comparing"


@dataclass(frozen=True)
class WorkLimits:
    """What one step may take: seconds of the processor's time, and bytes of memory beyond what the process has."""

    seconds: float = 60.0
    memory: int = 2 << 30


LIMITS = WorkLimits()


class _TimeIsUp(KeyboardInterrupt):
    """Ends a step from within; what handles the errors of a submission, or of a check, lets interruptions pass."""


@contextmanager
def limited(step: Step, limits: WorkLimits = LIMITS) -> Iterator[None]:
    """Run a `with` block within limits; raise SubmissionError, which names the step, once it has reached one.

    Time is that of this process, with all its threads, and without the processes that it has started. A block that
    does not end for `MORE_SECONDS` after its time is up, since nothing interrupts it, ends the process. Outside of the
    main thread, where Python hears no signal, there is no limit. One block holds no other.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    alarm = _Alarm()
    usual = signal.signal(signal.SIGPROF, alarm.ring)
    time, memory = resource.getrlimit(resource.RLIMIT_CPU), resource.getrlimit(resource.RLIMIT_DATA)
    try:
        _lower(resource.RLIMIT_CPU, _used_seconds() + limits.seconds + MORE_SECONDS)
        _lower(resource.RLIMIT_DATA, _used_memory() + limits.memory)
        signal.setitimer(signal.ITIMER_PROF, limits.seconds, AGAIN_SECONDS)
        yield
    except MemoryError:
        raise SubmissionError(f"limits.{step}", limit=f"{limits.memory >> 20} MiB") from None
    except BaseException:
        if not alarm.rung:  # whatever the interruption has become on its way
            raise
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, usual)
        resource.setrlimit(resource.RLIMIT_CPU, time)
        resource.setrlimit(resource.RLIMIT_DATA, memory)
    if alarm.rung:  # also where somebody has caught the interruption and gone on
        raise SubmissionError(f"limits.{step}", limit=f"{limits.seconds:g} s")


class _Alarm:
    """Interrupts the main thread when the time is up, and remembers it."""

    def __init__(self) -> None:
        self.rung = False

    def ring(self, number: int, frame: FrameType | None) -> None:
        self.rung = True
        raise _TimeIsUp


def _lower(kind: int, value: float) -> None:
    """Set a limit of this process, unless it has a lower one."""
    now, most = resource.getrlimit(kind)
    lowest = min([int(value), *(limit for limit in (now, most) if limit != resource.RLIM_INFINITY)])
    with suppress(ValueError, OSError):
        resource.setrlimit(kind, (lowest, most))


def _used_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _used_memory() -> int:
    """The bytes that count against a process's limit of data; without /proc, the most that it has held so far."""
    with suppress(OSError, ValueError):
        fields = dict(line.split(":", 1) for line in STATUS.read_text().splitlines())
        return int(fields["VmData"].split()[0]) << 10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10
