"""Laws of where kernels come from: the level is what was asked for or the best there is, and a process stands ready."""

import os
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import nullcontext, suppress
from pathlib import Path

import pytest

from autograder.errors import IsolationError
from autograder.kernel.kernel import Kernel, KernelTimeout
from autograder.lab.declaration import Limits
from autograder.sandbox.host import (
    Host,
    available_levels,
    check_private,
    level_fault,
    open_grading_host,
    open_host,
    strongest_level,
)
from autograder.sandbox.level import Level
from autograder.sandbox.workspace import bootstrap, create_workspace
from tests.plain_user import missing, plain_user

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="isolation is Linux's")
SETUP = bootstrap(5, 5.0, ())


@pytest.fixture
def bare(monkeypatch, tmp_path) -> None:
    """A machine without bubblewrap."""
    monkeypatch.setenv("PATH", str(tmp_path))


def zygotes(address: str) -> Iterator[int]:
    """The processes that serve an address."""
    for folder in Path("/proc").iterdir():
        with suppress(OSError):
            if folder.name.isdigit() and address.encode() in (folder / "cmdline").read_bytes():
                yield int(folder.name)


@linux
def test_the_best_level_is_the_first_that_works(here):
    """A host that nobody asked more of has the strongest level without a fault; every level that is offered works."""
    assert here.level is strongest_level(here.zygote)
    assert here.level is next(level for level in Level if not level_fault(here.zygote, level))
    there = available_levels()
    assert there[0] is here.level
    assert there == [level for level in Level if not level_fault(here.zygote, level)]


@linux
def test_a_level_that_is_not_offered_is_refused(bare):
    """Without bubblewrap there are no namespaces: who asks for them is told the level and the reason."""
    with (
        pytest.raises(IsolationError, match=r"namespaces.*bubblewrap") as caught,
        open_host(Level.NAMESPACES, warm=False),
    ):
        pass
    assert caught.value.key == "isolation.not_offered"


@linux
def test_a_class_is_not_graded_where_one_could_read_another(bare):
    """Many notebooks need a boxed level, unless whatever there is was asked for."""
    with pytest.raises(IsolationError) as caught, open_grading_host(None, several=True, secrets=[]):
        pass
    assert caught.value.key == "isolation.too_weak"
    with open_grading_host("any", several=True, secrets=[]) as made:
        assert not made.level.has_namespaces


def test_elsewhere_there_is_no_isolation(monkeypatch):
    """On another system kernels start cold and unguarded, and whoever asks for more is refused."""
    monkeypatch.setattr(sys, "platform", "darwin")
    for asked in (None, Level.NONE):
        with open_host(asked) as made:
            assert made == Host(Level.NONE, "")
    with pytest.raises(IsolationError, match="darwin"), open_host(Level.WEAK):
        pass


@linux
def test_the_death_of_the_zygote_costs_only_time(here):
    """When it is killed a running kernel goes on, a new one starts all the same, and another zygote takes its place."""
    with open_host(here.level) as made:
        end = time.monotonic() + 20
        while (
            len(found := list(zygotes(made.zygote))) > 1 and time.monotonic() < end
        ):  # a fork of a trial is on its way out
            time.sleep(0.05)
        (pid,) = found
        places = [create_workspace(made, Limits()) for _ in range(2)]
        old = Kernel(places[0], SETUP)
        os.kill(pid, signal.SIGKILL)
        assert old.execute("x = 1", 5) is None
        with pytest.raises(KernelTimeout):
            old.execute("import time; time.sleep(60)", 0.5)
        new = Kernel(places[1], SETUP)
        for kernel, place in zip((new, old), places, strict=True):
            assert kernel.execute("x = 2", 5) is None
            kernel.stop()
            place.remove()
        end = time.monotonic() + 60
        while level_fault(made.zygote, made.level) and time.monotonic() < end:
            time.sleep(0.1)
        assert not level_fault(made.zygote, made.level)
        assert [other for other in zygotes(made.zygote) if other != pid]
    assert not Path(made.zygote).parent.exists()
    assert not list(zygotes(made.zygote))


@linux
@pytest.mark.parametrize("level", Level)
def test_a_trial_leaves_nothing(here, tmp_path, monkeypatch, level):
    """Whether or not a level works, trying it leaves no folder and no descriptor."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    open_files = len(list(Path("/proc/self/fd").iterdir()))
    level_fault(here.zygote, level)
    assert len(list(Path("/proc/self/fd").iterdir())) == open_files
    assert not list(tmp_path.iterdir())


def test_an_address_where_nobody_is_is_a_fault(tmp_path):
    """Without a zygote no level works, and that is said rather than raised."""
    assert level_fault(str(tmp_path / "z"), Level.NONE)
    with pytest.raises(IsolationError):
        strongest_level(str(tmp_path / "z"))


@pytest.fixture
def entered() -> Iterator[Path]:
    """A folder that every user may enter; those of pytest's are closed."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.mark.parametrize(
    ("mode", "closed"), [(0o755, False), (0o704, False), (0o701, False), (0o702, False), (0o770, True)]
)
def test_secrets_that_others_can_reach_are_refused(entered, mode, closed):
    """A folder is open where other users have any right to it, and what is not there yet will be open too."""
    secret = entered / "lab"
    secret.mkdir()
    secret.chmod(mode)
    with nullcontext() if closed else pytest.raises(IsolationError, match=str(secret)):
        check_private([secret])
    with pytest.raises(IsolationError, match="to come"):
        check_private([entered / "to come"])


def test_a_closed_folder_closes_what_is_in_it(entered):
    """Where a folder above keeps other users out, rights to what lies in it open nothing."""
    secret = entered / "lab"
    secret.mkdir(mode=0o755)
    entered.chmod(0o700)
    check_private([secret, secret / "to come"])


@linux
@pytest.mark.skipif(os.geteuid() != 0, reason="only root becomes another user")
@pytest.mark.parametrize("mode", [0o755, 0o700])
def test_another_user_is_kept_only_from_what_is_closed(entered, mode):
    """At the level whose only wall is another user, nothing is graded while secrets are open to all."""
    if reason := missing():
        pytest.skip(reason)
    (entered / "lab").mkdir()
    (entered / "lab").chmod(mode)
    ask = f"with open_grading_host(Level.USER, False, [Path({str(entered / 'lab')!r})]) as made: print(made.level)"
    names = ("pathlib import Path", "autograder.sandbox.host import Level, open_grading_host")
    text = "\n".join([*(f"from {name}" for name in names), ask])
    with plain_user(0, Path(tempfile.gettempdir())) as root:  # Python may lie where only root may go
        done = root.run([sys.executable, "-c", text])
    if mode == 0o700:
        assert (done.stdout, done.returncode) == ("user\n", 0), done.stderr
    else:
        assert "isolation.open" in done.stderr
