"""Hostile notebooks, graded as a TA would: nobody gains a point, reads a secret, harms another or stays behind."""

import ctypes
import importlib.util
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from csv import DictReader
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import jupytext
import nbformat
import pytest

HERE = Path(__file__).parent
FOLDER = HERE / "attacks"
LAB = FOLDER / "lab"
HEADER = re.compile(r"\A# /// attack\n((?:#.*\n)+?)# ///\n")
LEVELS = ("none", "weak", "namespaces", "namespaces+cgroup")  # from the weakest up
ROWS = [(user, level) for user in ("root", "plain") for level in LEVELS if (user, level) != ("plain", LEVELS[-1])]
MEANING = {
    "lost": {"partial", "failed"},
    "none": {"failed", "missing"},
    "decided": {"passed", "partial", "failed", "missing"},
}
INNOCENT = ("00_innocent", "zz_innocent")
SECRETS = re.compile(r"BRECHA|CANARIO|731058578630004")
ENVIRONMENT_CANARY = "CANARIO-52f8c16be0947ad3"
MARK = "ataque"  # in the name of every file that an attack leaves anywhere
SYSV_KEY = 0x00A7AC0E
LANDLOCK_CREATE_RULESET = 444
SUBREAPER = 36
PATIENCE = 3.0  # seconds for processes that were killed to be gone

spec = importlib.util.spec_from_file_location("plain_user", HERE / "plain_user.py")
plain = importlib.util.module_from_spec(spec)
sys.modules["plain_user"] = plain
spec.loader.exec_module(plain)


@dataclass(frozen=True)
class Attack:
    """One file: what it says of itself, and its own cells as text."""

    name: str
    tries: str
    weakest: str
    expected: dict[str, str]
    cells: str
    cell: tuple[str, ...] = ("ok",)
    at: str = "end"
    bites: bool = False
    landlock: int = 0

    def runs_at(self, level: str) -> bool:
        """Whether this attack must be harmless at a level of this machine."""
        known = level != "weak" or landlock() >= self.landlock
        return LEVELS.index(level) >= LEVELS.index(self.weakest) and known


@cache
def attacks() -> list[Attack]:
    """Every attack, by name."""
    return [read(path) for path in sorted(FOLDER.glob("*.py"))]


def read(path: Path) -> Attack:
    """An attack as its file declares it."""
    text = path.read_text("utf-8")
    lines = HEADER.match(text)[1].splitlines()
    declared = tomllib.loads("\n".join(line.removeprefix("#").removeprefix(" ") for line in lines))
    cell = tuple(declared.pop("cell", ("ok",)))
    return Attack(path.stem, weakest=declared.pop("from"), cells=HEADER.sub("", text), cell=cell, **declared)


def landlock() -> int:
    """The version of Landlock that this machine has; 0 or less where it has none."""
    if not sys.platform.startswith("linux"):
        return 0
    return ctypes.CDLL(None).syscall(ctypes.c_long(LANDLOCK_CREATE_RULESET), None, ctypes.c_size_t(0), 1)


class Ground:
    """The folders of one run, and the services of this machine that an attack may try to reach."""

    def __init__(self, uid: int) -> None:
        self.root = Path(tempfile.mkdtemp(prefix="gr"))
        self.root.chmod(0o755)
        for name, mode in (("f", 0o755), ("o", 0o755), ("t", 0o1777), ("v", 0o777), ("w", 0o755), ("h", 0o755)):
            (self.root / name).mkdir()
            (self.root / name).chmod(mode)
            os.chown(self.root / name, uid, uid)
        (self.root / "v" / "intacto").write_text("x")
        (self.root / "v" / "intacto").chmod(0o666)
        self.tcp = socket.create_server(("127.0.0.1", 0))
        self.udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.udp.bind(("127.0.0.1", 0))
        self.abstract = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.abstract.bind(f"\0{self.root.name}")
        self.service = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.service.bind(str(self.root / "s"))
        (self.root / "s").chmod(0o777)
        for server in (self.abstract, self.service):
            server.listen()
        for server in self.servers:
            server.setblocking(False)

    @property
    def servers(self) -> list[socket.socket]:
        """The services."""
        return [self.tcp, self.udp, self.abstract, self.service]

    def fill(self, text: str) -> str:
        """Tell an attack everything that its author may have found out about this machine."""
        known = {
            "LAB": LAB,
            "FOLDER": self.root / "f",
            "OUT": self.root / "o",
            "TMP": self.root / "t",
            "VICTIM": self.root / "v",
            "SOCKET": self.root / "s",
            "ABSTRACT": self.root.name,
            "TCP": self.tcp.getsockname()[1],
            "UDP": self.udp.getsockname()[1],
            "ESC": "\x1b",
            "BEL": "\x07",
        }
        for name, value in known.items():
            text = text.replace(f"@{name}@", str(value))
        return text

    def write(self, chosen: Sequence[Attack]) -> None:
        """Write the notebooks of attacks, between two innocent ones."""
        for attack in chosen:
            nbformat.write(notebook(self.fill(attack.cells), attack.at), self.root / "f" / f"{attack.name}.ipynb")
        for name in INNOCENT:
            nbformat.write(notebook((LAB / "innocent.py").read_text("utf-8"), "end"), self.root / "f" / f"{name}.ipynb")

    def result(self, name: str) -> dict | None:
        """The result of a notebook."""
        path = self.root / "o" / name / "result.json"
        return json.loads(path.read_text("utf-8")) if path.is_file() else None

    def reached(self) -> Iterator[str]:
        """The services that were reached."""
        for name in ("tcp", "abstract", "service"):
            with suppress(BlockingIOError):
                getattr(self, name).accept()[0].close()
                yield name
        with suppress(BlockingIOError):
            self.udp.recv(100)
            yield "udp"

    def remove(self) -> None:
        """Close and delete everything."""
        for server in self.servers:
            server.close()
        subprocess.run(["chmod", "-R", "u+rwX", str(self.root)], check=False, capture_output=True)
        subprocess.run(["rm", "-rf", str(self.root)], check=True)


def notebook(text: str, at: str) -> nbformat.NotebookNode:
    """The base notebook with the cells of a text before or behind its own."""
    base, own = (jupytext.reads(t, "py:percent") for t in ((LAB / "base.py").read_text("utf-8"), text))
    base.cells = own.cells + base.cells if at == "start" else base.cells + own.cells
    return base


def last_cell(attack: Attack) -> int:
    """The place in its notebook of an attack's last cell."""
    own = len(jupytext.reads(attack.cells, "py:percent").cells)
    base = len(jupytext.reads((LAB / "base.py").read_text("utf-8"), "py:percent").cells)
    return own - 1 if attack.at == "start" else base + own - 1


@contextmanager
def adopting() -> Iterator[None]:
    """For the length of a block, whatever outlives its parent becomes a child of this process, and is found."""
    libc = ctypes.CDLL(None)
    libc.prctl(SUBREAPER, ctypes.c_ulong(1), 0, 0, 0)
    try:
        yield
    finally:
        libc.prctl(SUBREAPER, ctypes.c_ulong(0), 0, 0, 0)


def descendants() -> dict[int, str]:
    """The processes below this one that have not ended, with their names."""
    parents, names = {}, {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with suppress(OSError):
                head, _, tail = (folder / "stat").read_text().rpartition(")")
                state, parent = tail.split()[:2]
                parents[int(folder.name)] = int(parent)
                if state not in "ZX":
                    names[int(folder.name)] = head.partition("(")[2]
    found = {os.getpid()}
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return {pid: name for pid, name in names.items() if pid in found and pid != os.getpid()}


def left_behind(before: set[int]) -> list[str]:
    """The processes that a run left, after some patience; they are ended."""
    end = time.monotonic() + PATIENCE
    while (left := {p: n for p, n in descendants().items() if p not in before}) and time.monotonic() < end:
        time.sleep(0.05)
    for pid in left:
        with suppress(OSError):
            os.kill(pid, signal.SIGKILL)
    return [f"{name} ({pid})" for pid, name in left.items()]


def state() -> dict[str, set[str]]:
    """What of this machine a run must leave as it was."""
    shared = set()
    for kind in ("shm", "sem", "msg"):
        with suppress(OSError):
            shared |= {f"{kind} {line}" for line in Path("/proc/sysvipc", kind).read_text().splitlines()}
    places = [Path(p) for p in ("/", "/tmp", "/var/tmp", "/dev/shm", "/run", "/home", "/root", LAB, LAB / "checks")]
    places += [FOLDER, HERE.parent, Path(sys.prefix), Path.home()]
    files = [file for place in places if os.access(place, os.R_OK) for file in place.iterdir()]
    cgroups = (Path(top, name) for top, names, _ in os.walk("/sys/fs/cgroup") for name in names)
    mounts = Path("/proc/self/mounts").read_text().splitlines()
    return {
        "System V": {line for line in shared if str(SYSV_KEY) in line.split()},
        "file": {str(file) for file in files if MARK in file.name},
        "secret": {f"{file} {file.stat().st_mtime_ns}" for file in LAB.rglob("*.*") if file.suffix != ".pyc"},
        "cgroup": {str(path) for path in cgroups if "ag" in path.name or "autograder" in str(path)},
        "mount": {line for line in mounts if "/ag" in line or "/gr" in line},
    }


def wrong(attack: Attack, result: dict | None) -> Iterator[str]:
    """What is not as it should be in the result of an attack."""
    if result is None:
        yield "has no result"
        return
    for id, answered in result["questions"].items():
        wanted = attack.expected.get(id, "decided")
        told = "; ".join(f"{c['verdict']} {c['message'][:200]}" for c in answered["checks"])
        if answered["status"] not in MEANING.get(wanted, {wanted}):
            yield f"{id} is {answered['status']} and should be {wanted}: {told}"
        if id == "b" and answered["score"] != 0:
            yield f"b earned {answered['score']}"
    cells = {cell["cell"]: cell for cell in result["cells"]}
    last = cells.get(last_cell(attack), {"status": "ok", "type": "", "message": ""})
    if last["status"] not in attack.cell:
        yield f"its cell is {last['status']} and should be {' or '.join(attack.cell)}: {last['type']} {last['message']}"
    for leak in set(SECRETS.findall(json.dumps(result, ensure_ascii=False))):
        yield f"{leak} in its result: {[c['message'] for c in result['cells']]}"


def harmed(ground: Ground) -> Iterator[str]:
    """What an innocent submission suffered."""
    for name in INNOCENT:
        result = ground.result(name)
        if result is None or result["score"] != 4.0 or result["cells"]:
            yield f"{name}: {json.dumps(result, ensure_ascii=False)[:600]}"


def strange(ground: Ground, names: set[str], output: str) -> Iterator[str]:
    """What lies in the folders of a run, or was printed by it, and should not."""
    found = {child.name: {file.name for file in child.iterdir()} for child in ground.root.iterdir() if child.is_dir()}
    wanted = {"f": {f"{name}.ipynb" for name in names}, "v": {"intacto"}, "t": set(), "w": set()}
    yield from (f"{key}: {sorted(found[key] ^ files)}" for key, files in wanted.items() if found[key] != files)
    written = {path.relative_to(ground.root / "o").as_posix() for path in (ground.root / "o").rglob("*")}
    ours = {"grades.csv", *names, *(f"{name}/result.json" for name in names)}
    if stray := written - ours:
        yield f"written beside the results: {sorted(stray)}"
    if (ground.root / "v" / "intacto").read_text() != "x":
        yield "a file of another was changed"
    table = (ground.root / "o" / "grades.csv").read_text("utf-8")
    rows = {Path(row["file"]).stem for row in DictReader(table.splitlines())}
    if rows != names:
        yield f"rows of the table: {sorted(rows ^ names)}"
    texts = [file.read_text("utf-8") for file in (ground.root / "o").rglob("result.json")]
    for text in (*texts, table, output):
        for leak in {*SECRETS.findall(text), *(str(p) for p in (LAB / "checks", "\x1b", "\x9b") if str(p) in text)}:
            yield f"{leak!r} in {text[:100]!r}"


def grading(ground: Ground, level: str) -> list[str]:
    """The command that a TA types."""
    where = [str(ground.root / "f"), "--lab", str(LAB), "--out", str(ground.root / "o")]
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(ground.root / "h"),
        "TMPDIR": str(ground.root / "t"),
        "LANG": "C.UTF-8",
        "PYTHONDONTWRITEBYTECODE": "1",
        "SECRETO_DEL_CURSO": ENVIRONMENT_CANARY,
    }
    settings = [f"{name}={value}" for name, value in environment.items()]
    python = [sys.executable, "-m", "autograder.cli", "grade", *where]
    return ["env", "-i", f"--chdir={ground.root / 'w'}", *settings, *python, "--isolation", level, "--jobs", "1"]


@contextmanager
def runner(user: str, number: int) -> Iterator:
    """What turns a command into one that a user runs, and that user's uid; skips where there is no such user."""
    root = os.geteuid() == 0
    if user == "root" and not root:
        pytest.skip("not root")
    if user == "plain" and root:
        if reason := plain.missing():
            pytest.skip(reason)
        # the number of processes is limited by uid: each row has one of its own
        with plain.plain_user(42420 + number, Path(tempfile.gettempdir())) as somebody:
            yield somebody.command, somebody.uid
    else:
        yield list, os.geteuid()


def offered(command) -> set[str]:
    """The levels that a user has on this machine."""
    ask = [sys.executable, "-c", "from autograder.isolation import offered; print(*offered())"]
    answer = subprocess.run(command(ask), cwd="/", capture_output=True, text=True, timeout=120)
    assert answer.returncode == 0, answer.stderr
    return set(answer.stdout.split())


def run(user: str, level: str, chosen: Sequence[Attack]) -> tuple[Ground, str]:
    """Grade attacks as a user at a level, and return the ground and everything that was printed."""
    number = [row for row in ROWS if row == (user, level)] and ROWS.index((user, level))
    with ExitStack() as stack:
        command, uid = stack.enter_context(runner(user, number))
        if level not in offered(command):
            pytest.skip(f"this machine does not offer {level} to this user")
        ground = Ground(uid)
        try:
            ground.write(chosen)
            done = subprocess.run(
                command(grading(ground, level)), cwd="/", capture_output=True, text=True, errors="replace", timeout=1800
            )
        except BaseException:
            ground.remove()
            raise
    assert (ground.root / "o" / "grades.csv").is_file(), done.stdout + done.stderr
    return ground, done.stdout + done.stderr


@pytest.mark.slow
@pytest.mark.parametrize(("user", "level"), ROWS, ids=[f"{user}-{level}" for user, level in ROWS])
def test_attacks_do_nothing(user: str, level: str, record_property) -> None:
    """At every level, an attack that the level is to withstand gains, reads, harms and leaves nothing."""
    chosen = [attack for attack in attacks() if attack.runs_at(level)]
    names = {*INNOCENT, *(attack.name for attack in chosen)}
    with adopting():
        before, was = set(descendants()), state()
        ground, output = run(user, level, chosen)
        faults = [f"left running: {name}" for name in left_behind(before)]
    try:
        for attack in chosen:
            result = ground.result(attack.name)
            faults += [f"{attack.name}: {fault}" for fault in wrong(attack, result)]
            record_property(attack.name, result["environment"]["seconds"] if result else None)
        for kind, things in state().items():
            faults += [f"{kind} that was not there before, or is changed: {thing}" for thing in things ^ was[kind]]
        faults += [f"reached: {name}" for name in ground.reached()]
        faults += [*harmed(ground), *strange(ground, names, output)]
    finally:
        ground.remove()
    assert not faults, "\n".join([f"{len(faults)} faults of {len(chosen)} attacks", *faults])


@pytest.mark.slow
def test_attacks_bite() -> None:
    """What is said to read or reach something does so where nothing stops it: only so does its failure say much."""
    chosen = [attack for attack in attacks() if attack.bites]
    with adopting():
        before = set(descendants())
        ground, _ = run("root" if os.geteuid() == 0 else "plain", "none", chosen)
        left_behind(before)
    try:
        toothless = [a.name for a in chosen if "BRECHA" not in json.dumps(ground.result(a.name))]
    finally:
        ground.remove()
    assert not toothless


@pytest.mark.slow
def test_a_plain_user_can_grade() -> None:
    """The plain user that root makes has no privilege, and can import what grading needs."""
    if reason := plain.missing():
        pytest.skip(reason)
    with plain.plain_user(42419) as somebody:
        text = "import os, torch, autograder; print(os.getresuid(), os.getgroups())"
        answer = somebody.run([sys.executable, "-c", text])
        assert answer.stdout == "(42419, 42419, 42419) []\n", answer.stderr
        status = somebody.run(["cat", "/proc/self/status"]).stdout
        assert re.search(r"CapEff:\s+0+\n", status)


def test_attacks_are_many_and_whole() -> None:
    """There are at least 40 attacks, each says what must come of every question, and none may gain b."""
    assert len(attacks()) >= 40
    for attack in attacks():
        assert attack.weakest in LEVELS
        assert set(attack.expected) == set("abcd"), attack.name
        assert attack.expected["b"] in ("lost", "none"), attack.name
        for cell in jupytext.reads(attack.cells, "py:percent").cells:
            if cell.cell_type == "code":
                compile(cell.source, attack.name, "exec")


def test_readme_names_every_attack() -> None:
    """The README beside the attacks has a line for each of them, and for nothing else."""
    lines = (FOLDER / "README.md").read_text("utf-8").splitlines()
    assert [line for line in lines if line.startswith("| ") and ".py |" in line] == [described(a) for a in attacks()]


def described(attack: Attack) -> str:
    """The line of the README about an attack."""
    statuses = dict.fromkeys(attack.expected.values())
    by = [f"{' '.join(id for id in attack.expected if attack.expected[id] == s)} {s}" for s in statuses]
    cell = "" if attack.cell == ("ok",) else f"; cell {' or '.join(attack.cell)}"
    return f"| {attack.name}.py | {attack.tries} | {attack.weakest} | {'; '.join(by)}{cell} |"
