"""Laws of the filter on system calls: what is refused, and what goes on working."""

import json
import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="seccomp is Linux's")

SCRIPT = """
import ctypes, errno, json, os, resource, socket, subprocess, sys, tempfile, threading
import pyseccomp, zmq
from autograder.confinement.libc import call, prctl, syscall
from autograder.confinement.seccomp import install_filter

folder = tempfile.mkdtemp()
listener = socket.socket(socket.AF_UNIX); listener.bind(folder + "/s"); listener.listen()
abstract = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM); abstract.bind("")
x86 = os.uname().machine == "x86_64"
numbers = {"clone": 56, "keyctl": 250, "vmsplice": 278} if x86 else {"clone": 220, "keyctl": 219, "vmsplice": 75}
prctl(38, 1)
install_filter(sys.argv[1] == "alone")
parent = os.getppid()

def clone(flags):
    if syscall(numbers["clone"], *map(ctypes.c_long, (flags | 17, 0, 0, 0, 0))) == 0:
        os._exit(0)

def thread():
    started = threading.Thread(target=lambda: None); started.start(); started.join()

def queue():
    context = zmq.Context(); context.socket(zmq.PUSH).bind(f"ipc://{folder}/q"); context.destroy(0)

tried = {
    "trace": lambda: call("ptrace", *map(ctypes.c_long, (16, parent, 0, 0))),
    "read another's memory": lambda: call("process_vm_readv", *map(ctypes.c_long, (parent, 0, 0, 0, 0, 0))),
    "unshare": lambda: call("unshare", ctypes.c_int(0x10000000)),
    "clone into new users": lambda: clone(0x10000000),
    "mount": lambda: call("mount", b"x", b"/tmp", b"tmpfs", ctypes.c_ulong(0), None),
    "memory without a name": lambda: os.memfd_create("x"),
    "io_uring": lambda: syscall(425, ctypes.c_long(1), ctypes.c_long(0)),
    "keys": lambda: syscall(numbers["keyctl"], ctypes.c_long(0), ctypes.c_long(-3), ctypes.c_long(0)),
    "pages for a pipe": lambda: syscall(numbers["vmsplice"], *map(ctypes.c_long, (1, 0, 0, 0))),
    "flush every disk": lambda: call("syncfs", 1),
    "ask for mounts": lambda: syscall(457, *map(ctypes.c_long, (0, 0, 0, 0))),
    "seal memory": lambda: syscall(462, *map(ctypes.c_long, (0, 0, 0))),
    "descriptors of segments": lambda: syscall(154 if x86 else 425, *map(ctypes.c_long, (0, 0, 0))),
    "calls of x32": lambda: syscall((0x40000000 if x86 else 0) | 9999, ctypes.c_long(0)),
    "hurry another": lambda: os.setpriority(os.PRIO_PROCESS, parent, 19),
    "pin another": lambda: os.sched_setaffinity(parent, {0}),
    "idle another": lambda: os.sched_setscheduler(parent, os.SCHED_IDLE, os.sched_param(0)),
    "limit another": lambda: resource.prlimit(parent, resource.RLIMIT_CORE, (0, 0)),
    "ipv4": lambda: socket.socket(socket.AF_INET),
    "ipv6": lambda: socket.socket(socket.AF_INET6),
    "vsock": lambda: socket.socket(socket.AF_VSOCK),
    "packets": lambda: socket.socket(socket.AF_PACKET, socket.SOCK_RAW),
    "family 99": lambda: socket.socket(99),
    "audit": lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 9),
    "names of interfaces": lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0),
    "connect": lambda: socket.socket(socket.AF_UNIX).connect(folder + "/s"),
    "datagram": lambda: socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM).sendto(b"x", abstract.getsockname()),
    "pair": lambda: socket.socketpair(),
    "thread": thread,
    "process": lambda: subprocess.run(["true"], check=True),
    "fork": lambda: os.fork() or os._exit(0),
    "queue": queue,
    "pin itself": lambda: os.sched_setaffinity(0, os.sched_getaffinity(0)),
    "limit itself": lambda: resource.setrlimit(resource.RLIMIT_CORE, (0, 0)),
}
found = {}
for name, attempt in tried.items():
    try:
        attempt()
        found[name] = ""
    except OSError as error:
        found[name] = errno.errorcode[error.errno]
os.remove(folder + "/s"), os.path.exists(folder + "/q") and os.remove(folder + "/q"), os.rmdir(folder)
print(json.dumps(found))
"""
REFUSED = {
    "trace": "EPERM",
    "read another's memory": "EPERM",
    "unshare": "EPERM",
    "clone into new users": "EPERM",
    "mount": "EPERM",
    "memory without a name": "EPERM",
    "io_uring": "EPERM",
    "keys": "EPERM",
    "pages for a pipe": "EPERM",
    "flush every disk": "EPERM",
    "ask for mounts": "EPERM",
    "seal memory": "EPERM",
    "descriptors of segments": "EPERM",
    "calls of x32": "ENOSYS",
    "hurry another": "EPERM",
    "pin another": "EPERM",
    "idle another": "EPERM",
    "limit another": "EPERM",
    "ipv4": "EAFNOSUPPORT",
    "ipv6": "EAFNOSUPPORT",
    "vsock": "EAFNOSUPPORT",
    "packets": "EAFNOSUPPORT",
    "family 99": "EAFNOSUPPORT",
    "audit": "ENOTSUP",
}
ALONE = {"connect": "EPERM", "datagram": "EPERM"}


@pytest.mark.parametrize(("company", "refused"), [("alone", REFUSED | ALONE), ("together", REFUSED)])
def test_calls_are_refused_and_the_rest_works(company, refused):
    """What reaches other processes, the kernel or the network is refused by an error; what notebooks do is not."""
    done = subprocess.run([sys.executable, "-c", SCRIPT, company], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert {name: code for name, code in found.items() if code} == refused
    assert len(found) >= 34
