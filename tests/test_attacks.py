"""Hostile notebooks, graded as a TA would: nobody gains a point, reads a secret, harms another or stays behind."""

import importlib.util
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from csv import DictReader
from pathlib import Path
from types import ModuleType

import jupytext
import pytest

HERE = Path(__file__).parent


def module(name: str, path: Path) -> ModuleType:
    """A module of the tests, which are no package."""
    spec = importlib.util.spec_from_file_location(name, path)
    sys.modules[name] = made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


plain = module("plain_user", HERE / "plain_user.py")
module("arena", HERE / "attacks" / "arena" / "__init__.py")
from arena.attack import FOLDER, LEVELS, Attack, attacks, last_cell  # noqa: E402  the lines above find it
from arena.ground import INNOCENT, Ground  # noqa: E402
from arena.leftovers import adopting, descendants, left_behind, printed, state  # noqa: E402

NOT_PLAIN = ("namespaces+cgroup", "user")  # levels that only root has
ROWS = [(user, level) for user in ("root", "plain") for level in LEVELS if user == "root" or level not in NOT_PLAIN]
STRONGEST = ("root", "namespaces+cgroup") if os.geteuid() == 0 else ("plain", "namespaces")
# `make test` runs these at the strongest level of the user who tests, `make attacks` all of them at every level
SAMPLE = {
    "answer_lying_tensor",
    "daemon_left_behind",
    "fake_results",
    "forge_worker",
    "fork_bomb",
    "memory_in_forward",
    "net_tcp",
    "odd_syscalls",
    "other_abi",
    "patched_comparisons",
    "read_hidden_checks",
    "read_other_submissions",
    "writes_outside",
}
MEANING = {
    "lost": {"partial", "failed"},
    "none": {"failed", "missing"},
    "decided": {"passed", "partial", "failed", "missing"},
    "any": {"passed", "partial", "failed", "missing", "manual"},
    "unearned": {"failed", "missing", "manual"},
}
ENDS = ("", "/result.json")
SECRETS = re.compile(r"BRECHA|CANARIO|731058578630004")
ENVIRONMENT_CANARY = "CANARIO-52f8c16be0947ad3"

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="finds what is left through /proc")


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
        if id == "b" and answered["score"] != (None if answered["status"] == "manual" else 0):
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
    ours = {
        "grades.csv",
        "gradebook.db",
        "submissions",
        *(f"submissions/{name}{end}" for name in names for end in ENDS),
    }
    if stray := written - ours:
        yield f"written beside the results: {sorted(stray)}"
    if (ground.root / "v" / "intacto").read_text() != "x":
        yield "a file of another was changed"
    table = (ground.root / "o" / "grades.csv").read_text("utf-8")
    rows = {Path(row["file"]).stem for row in DictReader(table.splitlines())}
    if rows != names:
        yield f"rows of the table: {sorted(rows ^ names)}"
    texts = [file.read_text("utf-8") for file in (ground.root / "o").rglob("result.json")]
    unwanted = (str(ground.lab / "checks"), "\x1b", "\x9b")
    for text in (*texts, table, output):
        for leak in {*SECRETS.findall(text), *(part for part in unwanted if part in text)}:
            yield f"{leak!r} in {text[:100]!r}"


def grading(ground: Ground, level: str) -> list[str]:
    """The command that a TA types."""
    where = [str(ground.root / "f"), "--lab", str(ground.lab), "--out", str(ground.root / "o")]
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
    jobs = "2" if level.startswith("namespaces") else "1"  # without a box, one user's processes are counted together
    return ["env", "-i", f"--chdir={ground.root / 'w'}", *settings, *python, "--isolation", level, "--jobs", jobs]


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
    ask = [sys.executable, "-c", "from autograder.sandbox.host import available_levels; print(*available_levels())"]
    answer = subprocess.run(command(ask), cwd="/", capture_output=True, text=True, timeout=120)
    assert answer.returncode == 0, answer.stderr
    return set(answer.stdout.split())


def run(user: str, level: str, chosen: Sequence[Attack]) -> tuple[Ground, str]:
    """Grade attacks as a user at a level, and return the ground and everything that was printed."""
    with ExitStack() as stack:
        command, uid = stack.enter_context(runner(user, ROWS.index((user, level))))
        if user == "root" and level not in offered(command):  # Python may lie where only root may go
            command = stack.enter_context(plain.plain_user(0, Path(tempfile.gettempdir()))).command
        if level not in offered(command):
            pytest.skip(f"this machine does not offer {level} to this user")
        ground = Ground(uid, closed=level == "user")
        try:
            ground.write(chosen)
            output = printed(command(grading(ground, level)))
        except BaseException:
            ground.remove()
            raise
    assert (ground.root / "o" / "grades.csv").is_file(), output
    return ground, output


@linux
@pytest.mark.slow
def test_a_sample_of_attacks_does_nothing(record_property) -> None:
    """At the strongest level that the user has, an attack of each kind gains, reads, harms and leaves nothing."""
    chosen = [attack for attack in attacks() if attack.name in SAMPLE]
    assert {attack.name for attack in chosen} == SAMPLE
    withstood(*STRONGEST, chosen, record_property)


@linux
@pytest.mark.slow
@pytest.mark.attacks
@pytest.mark.parametrize(("user", "level"), ROWS, ids=[f"{user}-{level}" for user, level in ROWS])
def test_attacks_do_nothing(user: str, level: str, record_property) -> None:
    """At every level, an attack that the level is to withstand gains, reads, harms and leaves nothing."""
    withstood(user, level, [attack for attack in attacks() if attack.runs_at(level)], record_property)


def withstood(user: str, level: str, chosen: Sequence[Attack], record_property) -> None:
    """Grade attacks as a user at a level, and assert that none gained, read, harmed or left anything."""
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


@linux
@pytest.mark.slow
@pytest.mark.attacks
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
        assert attack.expected["b"] in ("lost", "none", "unearned"), attack.name
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
