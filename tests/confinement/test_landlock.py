"""Laws of confinement to files: what is named can be opened, and nothing else."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.confinement import needed_paths

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Landlock is Linux's")

SCRIPT = """
import errno, json, os, subprocess, sys
from pathlib import Path
from autograder.confinement.landlock import restrict_files
from autograder.confinement.needed_paths import readable_paths
top = Path(sys.argv[1])
try:
    readable = [top / "read", top / "not there", *readable_paths(), *map(Path, ("/proc/self", "/proc/stat"))]
    restrict_files([top / "write"], readable)
except OSError as error:
    sys.exit(f"no Landlock: {error}")
found = {}
for name, attempt in json.loads(sys.argv[2]).items():
    try:
        exec(attempt)
        found[name] = ""
    except OSError as error:
        found[name] = errno.errorcode[error.errno]
    except subprocess.CalledProcessError:
        found[name] = "EACCES"
print(json.dumps(found))
"""
ATTEMPTS = {
    "write what may be written": "(top / 'write/new').write_text('x')",
    "a folder there": "(top / 'write/folder').mkdir(); (top / 'write/folder/a').write_text('x')",
    "read what may be read": "assert (top / 'read/a').read_text() == 'a'",
    "list it": "os.listdir(top / 'read')",
    "write what may be read": "(top / 'read/a').write_text('x')",
    "add to it": "(top / 'read/b').write_text('x')",
    "delete from it": "(top / 'read/a').unlink()",
    "read what is beside": "(top / 'secret').read_text()",
    "list what is above": "os.listdir(top)",
    "by a link": "(top / 'write/way').symlink_to(top / 'secret'); (top / 'write/way').read_text()",
    "by a hard link": "os.link(top / 'secret', top / 'write/hard')",
    "in a child": "subprocess.run(['cat', str(top / 'secret')], check=True, stderr=subprocess.DEVNULL)",
    "run a program": "subprocess.run(['true'], check=True)",
    "passwords": "open('/etc/shadow')",
    "another process": "open('/proc/1/status')",
    "itself": "open('/proc/self/status').read()",
    "shared memory": "open('/dev/shm/confined', 'w')",
    "nothing": "open('/dev/null', 'w').write('x')",
}
ALLOWED = {
    "write what may be written",
    "a folder there",
    "read what may be read",
    "list it",
    "run a program",
    "itself",
    "nothing",
}


@pytest.fixture(scope="module")
def found(tmp_path_factory) -> dict[str, str]:
    """What became of each attempt of a process that is confined."""
    top = tmp_path_factory.mktemp("confined")
    for folder in ("read", "write"):
        (top / folder).mkdir()
    (top / "read" / "a").write_text("a")
    (top / "secret").write_text("secret")
    command = [sys.executable, "-c", SCRIPT, str(top), json.dumps(ATTEMPTS)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    if "no Landlock" in done.stderr:
        pytest.skip(done.stderr.strip())
    assert done.returncode == 0, done.stderr
    assert (top / "secret").read_text() == "secret" and (top / "read" / "a").read_text() == "a"
    return json.loads(done.stdout)


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_only_what_is_named_can_be_opened(found, attempt):
    """Named files can be read or written as they were named; all others are refused, by whatever way."""
    assert (found[attempt] == "") == (attempt in ALLOWED), found[attempt]


def test_python_can_be_read():
    """This Python, with all its packages, is among what may be read; nobody's home is."""
    shown = needed_paths.readable_paths()
    for needed in (Path(sys.prefix), Path(sys.base_prefix), Path(pytest.__file__).parents[1]):
        assert any(needed.is_relative_to(path) for path in shown), needed
    assert not {Path("/"), Path("/etc"), Path("/proc"), Path("/home"), Path("/root")} & set(shown)


@pytest.mark.parametrize("listed", [needed_paths.etc_paths, needed_paths.device_paths, needed_paths.proc_paths])
def test_lists_hold_no_secret(listed: Callable[[], list[Path]]):
    """Neither passwords, nor shared memory, nor other processes, nor disks are on a list."""
    names = {str(path) for path in listed()}
    assert not names & {"/etc/shadow", "/etc/hostname", "/dev/shm", "/dev/mem", "/dev/kmsg", "/proc", "/proc/1"}
    assert not [name for name in names if name.startswith(("/dev/sd", "/dev/vd", "/dev/nvme"))]
