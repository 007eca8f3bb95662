"""Laws of the room that a kernel joins: what lies in it, and that nothing of it stays."""

import os
import shutil
import sys
from contextlib import closing, suppress
from pathlib import Path

import pytest

from autograder.confinement.bubblewrap import SHARED_MEMORY, Namespaces, bubblewrap_command, temporary_folder
from autograder.confinement.needed_paths import python_paths

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="bubblewrap is Linux's")

BINDS = ("--bind", "--ro-bind", "--dev-bind")
BUBBLEWRAP = shutil.which("bwrap") or "bwrap"


@pytest.fixture
def room(tmp_path) -> Path:
    """The folder of a kernel."""
    for name in ("s", "w", "h", "f"):
        (tmp_path / "room" / name).mkdir(parents=True)
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "room" / "f" / "given").write_text("given")
    return tmp_path / "room"


def built(room: Path) -> Namespaces:
    """A room, where this machine can build one."""
    try:
        return Namespaces(bubblewrap_command(BUBBLEWRAP, 1 << 20, [room / "f"], room))
    except OSError as error:
        pytest.skip(str(error))


def within(box: Namespaces, path: str | Path) -> Path:
    """A path as it is in a room."""
    with Path(f"/proc/self/fdinfo/{box.pidfd}").open() as file:
        pid = next(line.split()[1] for line in file if line.startswith("Pid:"))
    return Path(f"/proc/{pid}/root{path}")


def bound(arguments: list[str]) -> list[tuple[str, str]]:
    """What a command binds: how, and where."""
    return [(kind, arguments[place + 2]) for place, kind in enumerate(arguments) if kind in BINDS]


def test_only_sockets_are_shared_for_writing(room):
    """Of all that is bound, only the folder of sockets can be written to, and nothing of ours is there but the room."""
    made = bubblewrap_command("bwrap", 1 << 20, [room / "f"], room)
    assert [where for kind, where in bound(made) if kind == "--bind"] == [str(room / "s")]
    assert {where for kind, where in bound(made) if kind == "--dev-bind"} <= {str(p) for p in Path("/dev").iterdir()}
    assert not [where for _, where in bound(made) if Path(__file__).is_relative_to(where)]


def test_every_folder_is_there_before_what_lies_in_it(room):
    """The folders above each bind are made before it, open to all: bubblewrap's own would be root's alone."""
    made = bubblewrap_command("bwrap", 1 << 20, [room / "f"], room)
    there = {
        Path("/"),
        Path("/usr"),
        Path("/sys"),
        Path("/sys/devices"),
        temporary_folder(room),
        *temporary_folder(room).parents,
    }
    for place, word in enumerate(made):
        if word in ("--dir", "--tmpfs", "--proc"):
            there.add(Path(made[place + 1]))
        elif word in BINDS:
            there.add(Path(made[place + 2]))
            assert Path(made[place + 2]).parent in there, made[place + 2]


@pytest.mark.parametrize(
    ("room", "folder"), [("/tmp/ag1", "/tmp"), ("/tmp/a/b/ag1", "/tmp"), ("/var/tmp/x/ag1", "/var/tmp/x")]
)
def test_what_is_temporary_is_in_memory(room, folder):
    """One file system in memory holds the room and all that is temporary, whichever folder that is here."""
    made = bubblewrap_command("bwrap", 12345, [], Path(room))
    mounted = [made[place + 1] for place, word in enumerate(made) if word == "--tmpfs"]
    assert mounted == ["/dev", SHARED_MEMORY, folder] and str(temporary_folder(Path(room))) == folder
    assert made.count("12345") == 2


def test_a_room_holds_what_it_is_given_and_nothing_else(room):
    """Inside are Python, what is shown, and empty folders to write in; beside them is nothing of ours."""
    with closing(built(room)) as box:
        assert within(box, room / "f" / "given").read_text() == "given"
        assert sorted(p.name for p in within(box, room).iterdir()) == ["f", "h", "s", "w"]
        there = {p.name for p in within(box, temporary_folder(room)).iterdir()}
        own = [
            path for path in (room, *python_paths()) if path.is_relative_to(temporary_folder(room))
        ]  # Python may lie there too
        assert there == {path.relative_to(temporary_folder(room)).parts[0] for path in own}
        assert not within(box, room.parent / "secret").exists()
        assert not within(box, "/etc/shadow").exists()
        assert not within(box, Path.home() / ".bashrc").exists()
        assert within(box, sys.prefix).is_dir()
        for name in ("w", "h"):
            assert within(box, room / name).stat().st_mode & 0o777 == 0o777


def test_the_command_line_tells_nothing(room):
    """Those who see the processes of a room read no path of the grader's on their command lines."""
    with closing(built(room)) as box:
        for pid in (box.process.pid, within(box, "/").parts[2]):
            assert str(room) not in Path(f"/proc/{pid}/cmdline").read_text()
            assert str(room) not in Path(f"/proc/{pid}/environ").read_text()


def test_nothing_stays_of_a_room(room):
    """After its end there is no process and no descriptor of a room, and closing it twice is no fault."""
    before = len(list(Path("/proc/self/fd").iterdir()))
    box = built(room)
    pid = int(within(box, "/").parts[2])
    for stream in (box.process.stdin, box.process.stdout, box.process.stderr):
        stream.close()
    box.end()
    box.close()
    box.close()
    assert box.process.poll() is not None
    with suppress(FileNotFoundError):  # a dead one may wait for whoever inherited it
        assert Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in "ZX"
    assert len(list(Path("/proc/self/fd").iterdir())) == before


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([BUBBLEWRAP, "--ro-bind", "/no/such/folder", "/x"], "/no/such/folder"),
        ([BUBBLEWRAP, "--no-such-option"], "no-such-option"),
        ([shutil.which("false") or "false"], "ended with 1"),
        (["/no/such/bwrap"], "/no/such/bwrap"),
    ],
)
def test_a_room_that_cannot_be_built_says_why(arguments, says):
    """What bubblewrap complains of is the message of an OSError."""
    if arguments[0] == BUBBLEWRAP and not os.access(BUBBLEWRAP, os.X_OK):
        pytest.skip("bubblewrap is not installed")
    with pytest.raises(OSError, match=says):
        Namespaces(arguments)
