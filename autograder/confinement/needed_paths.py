"""The files, folders and devices of this machine that a confined Python process needs."""

import sys
import sysconfig
from pathlib import Path

SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/sys/devices/system")
SETTINGS = ("ld.so.cache", "localtime", "passwd", "group", "nsswitch.conf", "hosts", "mime.types", "fonts", "ssl")
PROCESS = ("self", "cpuinfo", "filesystems", "loadavg", "meminfo", "stat", "uptime", "version")  # and no other's
DEVICES = ("null", "zero", "full", "random", "urandom")


def readable_paths() -> list[Path]:
    """Return what a Python process needs to read: the system's folders, some files of /etc, and Python itself."""
    return [*map(Path, SYSTEM), *etc_paths(), *python_paths()]


def etc_paths() -> list[Path]:
    """Return the files below /etc that hold no secret and that programs read: time zone, accounts, certificates."""
    return [Path("/etc", name) for name in SETTINGS]


def python_paths() -> list[Path]:
    """Return the folders of the running Python: its prefixes, its library and its installed packages."""
    return [Path(name) for name in sorted({sys.prefix, sys.base_prefix, *sysconfig.get_paths().values()})]


def proc_paths() -> list[Path]:
    """Return the entries of /proc that describe the machine or the process itself, and no other process."""
    return [Path("/proc", name) for name in PROCESS]


def device_paths() -> list[Path]:
    """Return the devices that a Python process needs, those of an NVIDIA GPU included."""
    return [*(Path("/dev", name) for name in DEVICES), *Path("/dev").glob("nvidia*")]


def gpu_devices() -> list[Path]:
    """Return one device per NVIDIA GPU that the system lists, sorted, whether or not it can be used."""
    return sorted(Path("/dev").glob("nvidia[0-9]*"))
