"""Checks what each isolation level requires, part by part, to tell what to do if a level does not work."""

import importlib
import os
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from autograder.confinement import cgroup, landlock, needed_paths, privileges
from autograder.confinement.supervisor import FIRST_UNUSED_USER, is_mapped
from autograder.doctor.distribution import Distribution
from autograder.doctor.findings import DoctorMessage, Finding, FindingState, doctor_message

KERNEL = (5, 13)
BUBBLEWRAP = (0, 7)  # the first with --size
SYS_ADMIN = 1 << 21
NEW_NAMESPACES = (0x10000000, 0x40000000)  # of users, then of the network: some systems refuse only the second
UNSHARE = f"""
import ctypes, os, sys
library = ctypes.CDLL(None, use_errno=True)
for flag in {NEW_NAMESPACES}:
    if library.unshare(flag):
        sys.exit(os.strerror(ctypes.get_errno()))
"""
SWITCHES = {  # what forbids user namespaces, at which value
    "user/max_user_namespaces": "0",
    "kernel/unprivileged_userns_clone": "0",
    "kernel/apparmor_restrict_unprivileged_userns": "1",
}
OPEN = {"user/max_user_namespaces": "15000"}  # what opens them again, where that is not the other of 0 and 1


def check_requirements(distribution: Distribution) -> Iterator[Finding]:
    """Yield a finding for each thing that an isolation level requires on Linux."""
    yield _kernel()
    yield _bubblewrap(distribution)
    yield _seccomp(distribution)
    yield _landlock()
    yield _users()
    yield _groups()
    if os.geteuid() == 0:
        yield _python()


def _kernel() -> Finding:
    system = os.uname()
    detail = doctor_message("doctor.kernel_is", release=system.release, machine=system.machine)
    if system.machine not in privileges.CAPSET:
        return Finding(
            "kernel", FindingState.BAD, detail, doctor_message("doctor.machine", machines=", ".join(privileges.CAPSET))
        )
    if _version(system.release) < KERNEL:
        return Finding(
            "kernel", FindingState.BAD, detail, doctor_message("doctor.newer_kernel", version=_dotted(KERNEL))
        )
    return Finding("kernel", FindingState.FINE, detail)


def _bubblewrap(distribution: Distribution) -> Finding:
    path = shutil.which("bwrap")
    if path is None:
        return Finding(
            "bubblewrap", FindingState.BAD, doctor_message("doctor.absent"), _install(distribution, "bubblewrap")
        )
    done = subprocess.run([path, "--version"], stdin=subprocess.DEVNULL, capture_output=True, text=True)
    output = (done.stdout or done.stderr).strip()
    detail = doctor_message("doctor.found", what=output, path=path)
    if _version(output) < BUBBLEWRAP:
        return Finding(
            "bubblewrap",
            FindingState.BAD,
            detail,
            doctor_message("doctor.newer_bubblewrap", version=_dotted(BUBBLEWRAP)),
        )
    if Path(path).stat().st_mode & stat.S_ISUID and os.geteuid():
        return Finding("bubblewrap", FindingState.BAD, detail, doctor_message("doctor.setuid", path=path))
    return Finding("bubblewrap", FindingState.FINE, detail)


def _seccomp(distribution: Distribution) -> Finding:
    try:
        binding = importlib.import_module("pyseccomp")
    except ImportError as error:
        return Finding(
            "seccomp",
            FindingState.BAD,
            doctor_message("doctor.fault", fault=error),
            doctor_message("doctor.pip", name="pyseccomp"),
        )
    except (OSError, RuntimeError) as error:  # the binding is there, the library is not
        return Finding(
            "seccomp",
            FindingState.BAD,
            doctor_message("doctor.fault", fault=error),
            _install(distribution, "libseccomp"),
        )
    return Finding(
        "seccomp", FindingState.FINE, doctor_message("doctor.found", what="pyseccomp", path=binding.__file__)
    )


def _landlock() -> Finding:
    try:
        abi = landlock.abi_version()
    except OSError as error:
        return Finding(
            "landlock",
            FindingState.LESS,
            doctor_message("doctor.fault", fault=error),
            doctor_message("doctor.boot_landlock"),
        )
    return Finding("landlock", FindingState.FINE, doctor_message("doctor.abi", abi=abi))


def _users() -> Finding:
    """Whether namespaces may be made: root needs a capability for it, others a user namespace of their own."""
    if os.geteuid() == 0:
        return _root()
    tried = subprocess.run([sys.executable, "-c", UNSHARE], stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if tried.returncode == 0:
        return Finding("users", FindingState.FINE, doctor_message("doctor.users_open"))
    detail = doctor_message("doctor.users_closed", fault=(tried.stderr.strip().splitlines() or ["?"])[-1])
    for name, closed in SWITCHES.items():
        if _read(f"/proc/sys/{name}") == closed:
            setting = f"{name.replace('/', '.')}={OPEN.get(name, 1 - int(closed))}"
            return Finding("users", FindingState.BAD, detail, doctor_message("doctor.sysctl", setting=setting))
    return Finding("users", FindingState.BAD, detail, doctor_message("doctor.container"))


def _root() -> Finding:
    capabilities = re.search(r"^CapEff:\s*(\w+)", _read("/proc/self/status"), re.MULTILINE)
    if not is_mapped(FIRST_UNUSED_USER):
        return Finding(
            "users", FindingState.BAD, doctor_message("doctor.narrow_root"), doctor_message("doctor.no_root")
        )
    if not capabilities or not int(capabilities[1], 16) & SYS_ADMIN:
        return Finding(
            "users", FindingState.BAD, doctor_message("doctor.weak_root"), doctor_message("doctor.container")
        )
    return Finding("users", FindingState.FINE, doctor_message("doctor.root"))


def _groups() -> Finding:
    folders = cgroup.delegated_parents(1, 1)
    closed = [name for name in folders if not os.access(name, os.W_OK)]
    if folders and not closed:
        return Finding("groups", FindingState.FINE, doctor_message("doctor.groups_open", folders=", ".join(folders)))
    if closed:  # only version 1 is listed unseen
        detail = doctor_message("doctor.groups_closed", folders=", ".join(closed))
        return Finding("groups", FindingState.LESS, detail, doctor_message("doctor.groups_root"))
    remedy = "doctor.scope" if shutil.which("systemd-run") and os.geteuid() else "doctor.groups_none"
    return Finding("groups", FindingState.LESS, doctor_message("doctor.no_groups"), DoctorMessage(remedy))


def _python() -> Finding:
    """Root becomes somebody else to run student code, who must find Python all the same."""
    for folder in needed_paths.python_paths():
        for path in (*reversed(folder.parents), folder):
            if path.exists() and not path.stat().st_mode & stat.S_IXOTH:
                return Finding(
                    "python",
                    FindingState.LESS,
                    doctor_message("doctor.hidden", path=path),
                    doctor_message("doctor.move_python"),
                )
    return Finding("python", FindingState.FINE, doctor_message("doctor.readable", path=sys.prefix))


def _install(distribution: Distribution, name: str) -> DoctorMessage:
    if command := distribution.install(name):
        return doctor_message("doctor.install", command=command)
    return doctor_message("doctor.package", name=name)


def _read(path: str) -> str:
    try:
        return Path(path).read_text().strip()
    except OSError:
        return ""


def _version(text: str) -> tuple[int, ...]:
    """The first two numbers of a version; (0,) where there are none."""
    match = re.search(r"(\d+)\.(\d+)", text)
    return tuple(map(int, match.groups())) if match else (0,)


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))
