"""What doctor says is what this machine does: nothing here is pretended, machines that lack something are made."""

import os
import platform
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.doctor import distribution, requirements
from autograder.doctor import examine as doctor
from autograder.doctor import findings as finding
from autograder.doctor.examine import examine_machine
from autograder.doctor.findings import Finding, FindingState
from autograder.messages import LANGUAGES, catalogue
from autograder.sandbox.host import Host, level_fault
from autograder.sandbox.level import Level

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "autograder.cli", "doctor"]
LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="what is looked at is Linux's own")
# the process keeps its rights to files, is called 4242, and lives where no user namespace may be made
FORBIDDEN = """
import ctypes, os, sys
user = os.geteuid()
if ctypes.CDLL(None).unshare(0x10000000):
    sys.exit(77)
open("/proc/self/uid_map", "w").write(f"4242 {user} 1")
open("/proc/sys/user/max_user_namespaces", "w").write("0")
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""
NARROW = FORBIDDEN.replace("4242", "0").replace('"0")', '"1000")')
DEBIAN = {"PRETTY_NAME": "Debian GNU/Linux 12 (bookworm)", "ID": "debian"}
UBUNTU = {"NAME": "Ubuntu", "ID": "ubuntu", "ID_LIKE": "debian", "PRETTY_NAME": "Ubuntu 24.04 LTS"}
ROCKY = {"ID": "rocky", "ID_LIKE": "rhel centos fedora"}
LEAP = {"ID": "opensuse-leap", "ID_LIKE": "suse opensuse"}


@pytest.fixture(scope="module")
def found() -> tuple[Finding, ...]:
    """What doctor finds on this machine."""
    return examine_machine(jobs=1)


def said(*prefix: str, **environ: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"AUTOGRADER_LANG": "en"} | environ
    command = [*prefix, *(COMMAND[1:] if prefix else COMMAND)]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300)


def by_topic(findings: tuple[Finding, ...]) -> dict[str, Finding]:
    return {finding.topic: finding for finding in findings}


def row(text: str, topic: str) -> str:
    """The line of the table that is about a topic."""
    title = catalogue("en")(f"doctor.{topic}")
    return next(line for line in text.splitlines() if line[3:].startswith(f"{title} "))


@LINUX
def test_a_level_is_fine_exactly_where_a_trial_succeeds(found: tuple[Finding, ...], here: Host) -> None:
    """Doctor calls a level fine exactly where a kernel comes up on its terms, and names the strongest of those."""
    for level in Level:
        assert (by_topic(found)[level.key].state is FindingState.FINE) == (not level_fault(here.zygote, level))
    assert doctor.strongest_level(found) is here.level


@LINUX
def test_a_level_that_fails_has_a_reason_below_it(found: tuple[Finding, ...]) -> None:
    """Where a boxed level fails, something that it needs is not fine either, and has a remedy."""
    topics = by_topic(found)
    below = {"namespaces": ("kernel", "bubblewrap", "seccomp", "users"), "grouped": ("groups", "bubblewrap", "users")}
    for level, needed in below.items():
        if topics[level].state is not FindingState.FINE:
            lacking = [topics[topic] for topic in needed if topics[topic].state is not FindingState.FINE]
            assert lacking
            assert all(finding.remedy is not None for finding in lacking)


def test_every_finding_can_be_said(found: tuple[Finding, ...]) -> None:
    """Whatever was found has words in every language, with nothing left open."""
    for say in map(catalogue, LANGUAGES):
        for one in found:
            assert say(f"doctor.{one.topic}")
            for line in filter(None, (one.detail, one.remedy)):
                assert "{" not in say(line.key, **line.values)


def test_no_topic_is_found_twice(found: tuple[Finding, ...]) -> None:
    """Each thing is looked at once."""
    assert len(by_topic(found)) == len(found)


@LINUX
def test_a_class_can_be_graded_or_not(here: Host) -> None:
    """The last line names the level of a class, and the exit code is 0 exactly where that is a boxed one."""
    done = said()
    assert done.returncode == (0 if here.level.has_namespaces else 1), done.stderr
    assert f"'{here.level}'" in done.stdout.strip().splitlines()[-1]


@LINUX
def test_a_machine_without_bubblewrap(tmp_path: Path) -> None:
    """Without bubblewrap no boxed level works, the package is named as the distribution calls it, and it exits 1."""
    done = said(PATH=str(tmp_path))
    assert done.returncode == 1, done.stdout + done.stderr
    assert row(done.stdout, "namespaces").startswith("✗")
    assert row(done.stdout, "grouped").startswith("✗")
    assert row(done.stdout, "bubblewrap").startswith("✗")
    assert (distribution.current_distribution().install("bubblewrap") or "bubblewrap") in done.stdout


@LINUX
def test_an_old_bubblewrap_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bubblewrap that knows no --size is not fine, whatever else is."""
    program = tmp_path / "bwrap"
    program.write_text("#!/bin/sh\necho bubblewrap 0.6.1\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    one = by_topic(tuple(requirements.check_requirements(distribution.current_distribution())))["bubblewrap"]
    assert one.state is FindingState.BAD
    assert one.remedy is not None and one.remedy.values == {"version": "0.7"}


@LINUX
def test_the_switch_that_forbids_namespaces_is_named() -> None:
    """Where a plain user may make no user namespace, boxed levels fail, and the setting to change is named."""
    done = said(sys.executable, "-c", FORBIDDEN)
    if done.returncode == 77:
        pytest.skip("no user namespace can be made here, so that none can forbid them")
    assert done.returncode == 1, done.stdout + done.stderr
    assert row(done.stdout, "users").startswith("✗")
    assert row(done.stdout, "namespaces").startswith("✗")
    assert "sysctl -w user.max_user_namespaces=15000" in done.stdout


@LINUX
def test_a_root_of_few_users_is_told_from_the_real_one() -> None:
    """A root who cannot become somebody else, as in a rootless container, is told so, and grades no class."""
    done = said(sys.executable, "-c", NARROW)
    if done.returncode == 77:
        pytest.skip("no user namespace can be made here")
    assert done.returncode == 1, done.stdout + done.stderr
    assert row(done.stdout, "users").startswith("✗")
    assert catalogue("en")("doctor.no_root")[:30] in done.stdout


@LINUX
def test_a_broken_torch_breaks_no_doctor(tmp_path: Path) -> None:
    """Where torch cannot be imported doctor still runs, says so with the reason, and exits 1."""
    (tmp_path / "torch.py").write_text("raise ImportError('libcudart is not there')")
    done = said(PYTHONPATH=os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")]))
    assert done.returncode == 1, done.stdout + done.stderr
    assert row(done.stdout, "torch").startswith("✗")
    assert "libcudart is not there" in done.stdout
    assert row(done.stdout, "none").startswith("✓")


@LINUX
def test_a_temporary_folder_too_deep_for_sockets_is_named(tmp_path: Path) -> None:
    """Where sockets cannot lie in the temporary folder nothing works, and that folder is named as the reason."""
    deep = tmp_path / ("x" * 100)
    deep.mkdir()
    done = said(TMPDIR=str(deep))
    assert done.returncode == 1, done.stdout + done.stderr
    assert row(done.stdout, "none").startswith("✗")
    assert row(done.stdout, "disk").startswith("✗")
    assert "TMPDIR" in done.stdout


def test_only_a_newer_python_that_starts_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A newer Python is offered where it can make an environment, not where just its launcher lies."""
    monkeypatch.setattr(doctor, "NEWEST_PYTHON", sys.version_info.minor + 1)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    newer = tmp_path / f"python3.{sys.version_info.minor + 1}"
    newer.write_text("#!/bin/sh\nexit 127\n")
    newer.chmod(0o755)
    assert doctor.check_python_version().state is FindingState.FINE
    newer.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    one = doctor.check_python_version()
    assert one.state is FindingState.LESS
    assert one.remedy is not None and one.remedy.values["name"] == newer.name


@LINUX
@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_a_hidden_python_is_named(found: tuple[Finding, ...]) -> None:
    """As root, the folder that keeps others from Python is named, and it is one that they cannot enter."""
    one = by_topic(found)["python"]
    start = [sys.executable, "-c", ""]
    try:
        done = subprocess.run(start, user=65534, group=65534, extra_groups=[], capture_output=True)
        entered = done.returncode == 0
    except OSError:
        entered = False
    assert (one.state is FindingState.FINE) == entered
    if not entered:
        path = Path(str(one.detail.values["path"]))
        assert not path.stat().st_mode & 0o001


@pytest.mark.parametrize(
    ("values", "bubblewrap", "libseccomp"),
    [
        (DEBIAN, "apt install bubblewrap", "apt install libseccomp2"),
        (UBUNTU, "apt install bubblewrap", "apt install libseccomp2"),
        ({"ID": "linuxmint", "ID_LIKE": "ubuntu debian"}, "apt install bubblewrap", "apt install libseccomp2"),
        ({"ID": "fedora"}, "dnf install bubblewrap", "dnf install libseccomp"),
        (ROCKY, "dnf install bubblewrap", "dnf install libseccomp"),
        ({"ID": "arch"}, "pacman -S bubblewrap", "pacman -S libseccomp"),
        ({"ID": "manjaro", "ID_LIKE": "arch"}, "pacman -S bubblewrap", "pacman -S libseccomp"),
        (LEAP, "zypper install bubblewrap", "zypper install libseccomp2"),
        ({"ID": "alpine"}, "apk add bubblewrap", "apk add libseccomp"),
    ],
)
def test_packages_go_by_their_names_there(values: dict[str, str], bubblewrap: str, libseccomp: str) -> None:
    """A distribution's command and package names are its own, or those of what it is like."""
    read = distribution.describe(values)
    assert read.install("bubblewrap") == bubblewrap
    assert read.install("libseccomp") == libseccomp


@pytest.mark.parametrize("values", [{}, {"ID": "plan9"}, {"ID": ""}, {"ID": "linux", "PRETTY_NAME": "Linux"}])
def test_an_unknown_distribution_has_no_command(values: dict[str, str]) -> None:
    """Where nothing tells which distribution it is, no command is made up, and the package's plain name is left."""
    read = distribution.describe(values)
    assert read.install("libseccomp") == ""
    assert read.package("libseccomp") == "libseccomp"


def test_this_machine_is_what_its_file_says() -> None:
    """The name is the file's own; where there is no file, there is neither name nor family."""
    try:
        told = platform.freedesktop_os_release()
    except OSError:
        assert distribution.current_distribution() == distribution.Distribution()
    else:
        assert distribution.current_distribution().name == told["PRETTY_NAME"]
        assert distribution.current_distribution().families[0] == told["ID"].lower()


def test_no_level_works_where_none_was_found() -> None:
    """Findings without a level that is fine name no level, and a broken one is passed over for the next."""
    bad, fine = (
        Finding("namespaces", state, finding.doctor_message("doctor.absent"))
        for state in (FindingState.BAD, FindingState.FINE)
    )
    weak = Finding("weak", FindingState.FINE, finding.doctor_message("doctor.absent"))
    assert doctor.strongest_level([bad]) is None
    assert doctor.strongest_level([bad, weak]) is Level.WEAK
    assert doctor.strongest_level([weak, fine]) is Level.NAMESPACES
