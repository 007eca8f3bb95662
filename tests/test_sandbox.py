"""Laws of where student code may run, as far as they hold without a kernel."""

import ast
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

import autograder
from autograder.sandbox import ADDRESS, PASSED_ON, SHIPPED, bootstrap, environment, kernel_manager, kill_group, scratch

ENGINE = Path(autograder.__file__).parent


@pytest.fixture
def made():
    """A scratch that is removed afterwards."""
    folder = scratch()
    yield folder
    folder.remove()


def test_scratches_are_empty_and_apart(made):
    """Every scratch is a folder of its own with an empty working directory, closed to other users."""
    other = scratch()
    try:
        assert other.root != made.root
        assert not list(made.work.iterdir())
        assert made.root.stat().st_mode & 0o077 == 0
    finally:
        other.remove()


def test_nothing_is_left_of_a_scratch(made):
    """Removing a scratch deletes everything in it, and removing it again is no fault."""
    (made.work / "a" / "b").mkdir(parents=True)
    (made.work / "a" / "b" / "c").write_text("x")
    made.remove()
    assert not made.root.exists()
    made.remove()


def test_a_sockets_name_fits(made):
    """The sockets' names in the scratch stay below the 108 bytes of unix(7), five ports and their numbers included."""
    manager = kernel_manager(made)
    assert manager.ip.startswith(str(made.root)) and manager.transport == "ipc"
    assert len(os.fsencode(f"{manager.ip}-99999")) < 108 - 50


def test_files_are_written_as_they_are(made):
    """Text is written byte by byte as it is, line ends included."""
    made.write({"a.txt": "uno\r\ndos\n日本\r"})
    assert (made.work / "a.txt").read_bytes() == "uno\r\ndos\n日本\r".encode()


def test_a_link_of_the_students_is_not_followed(made, tmp_path):
    """A file that became a link is replaced, and what it pointed at stays as it was."""
    (tmp_path / "mine").write_text("mine")
    for link in (os.symlink, os.link):
        (made.work / "a.txt").unlink(missing_ok=True)
        link(tmp_path / "mine", made.work / "a.txt")
        made.write({"a.txt": "theirs"})
        assert (tmp_path / "mine").read_text() == "mine"
        assert (made.work / "a.txt").read_text() == "theirs"


def test_files_are_written_whatever_became_of_the_folder(made):
    """Files are put back where student code made a folder of one, or deleted the working directory."""
    (made.work / "a.txt" / "deep").mkdir(parents=True)
    made.write({"a.txt": "x"})
    assert (made.work / "a.txt").read_text() == "x"
    shutil.rmtree(made.work)
    made.write({"a.txt": "y"})
    assert (made.work / "a.txt").read_text() == "y"


def test_both_folders_are_emptied_whatever_became_of_them(made, tmp_path):
    """Clearing leaves two empty folders where student code left files, took rights away or put links instead."""
    (tmp_path / "mine").write_text("mine")
    (made.home / "x").write_text("x")
    (made.work / "a" / "b").mkdir(parents=True)
    (made.work / "a").chmod(0)
    made.clear()
    assert made.work.is_dir() and made.home.is_dir() and not [*made.work.iterdir(), *made.home.iterdir()]
    made.work.rmdir()
    made.work.symlink_to(tmp_path)
    made.clear()
    assert made.work.is_dir() and not made.work.is_symlink()
    assert (tmp_path / "mine").read_text() == "mine"


def test_files_do_not_leave_the_scratch(made, tmp_path):
    """A working directory that became a link to a folder elsewhere does not carry files there."""
    made.work.rmdir()
    made.work.symlink_to(tmp_path)
    made.write({"a.txt": "x"})
    assert not (tmp_path / "a.txt").exists()


def test_the_environment_tells_nothing(made, monkeypatch):
    """Nothing of the grader's environment is passed on but what a process needs to start."""
    monkeypatch.setenv("A_SECRET_TOKEN", "hush")
    monkeypatch.setenv("PYTHONPATH", str(ENGINE.parent))
    given = environment(made)
    inherited = {name for name in given if given[name] == os.environ.get(name)}
    assert "A_SECRET_TOKEN" not in given and "PYTHONPATH" not in given
    assert inherited <= {*PASSED_ON, "LANG", "MPLBACKEND", "OMP_NUM_THREADS", "PYTHONHASHSEED", "PYTHONUTF8"}


def test_a_home_of_its_own(made):
    """Every folder that a library keeps in the home stands in the scratch, beside the working directory."""
    given = environment(made)
    for name in ("HOME", "TMPDIR", "IPYTHONDIR", "MPLCONFIGDIR"):
        folder = Path(given[name])
        assert folder.is_relative_to(made.root) and not folder.is_relative_to(made.work)
    assert Path(given["HOME"]).is_dir() and Path(given["TMPDIR"]).is_dir()


def test_the_bootstrap_names_no_path_of_ours():
    """What is sent to a kernel is Python, and names no folder of the grader's."""
    text = bootstrap(30, 8.0, ("corpus.txt",))
    compile(text, "<bootstrap>", "exec")
    assert str(ENGINE) not in text and str(ENGINE.parent) not in text and str(Path.home()) not in text.split()


def test_what_is_shipped_needs_nothing_else_of_ours():
    """Shipped modules import of ours only modules that are shipped before them."""
    for place, name in enumerate(SHIPPED):
        tree = ast.parse((ENGINE / f"{name}.py").read_text("utf-8"))
        used = {n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
        used |= {alias.name for n in ast.walk(tree) if isinstance(n, ast.Import) for alias in n.names}
        ours = {module.removeprefix("autograder.") for module in used if module and module.startswith("autograder")}
        assert ours <= set(SHIPPED[:place]), name


def test_the_bootstrap_names_the_texts():
    """The names of the texts that a notebook may read arrive where downloads are answered, sorted, and no others."""
    assert "prelude.install(['b.txt', 'ñ.txt'])" in bootstrap(30, 8.0, {"ñ.txt", "b.txt"})
    assert "prelude.install([])" in bootstrap(30, 8.0, ())


def test_the_bootstrap_installs_the_shipped_modules(tmp_path):
    """In a process that cannot import the project, the bootstrap provides its modules and the names that cells use."""
    head = f"""
import asyncio, builtins, os, sys, types
sys.path[:] = [p for p in sys.path if p not in ('', {str(ENGINE.parent)!r})]
readers = []
asyncio.get_running_loop = lambda: types.SimpleNamespace(add_reader=lambda where, f: readers.append(where))
os.environ[{ADDRESS!r}] = {str(tmp_path / "s")!r}
from IPython.core.interactiveshell import InteractiveShell
InteractiveShell.history_manager = None
shell = InteractiveShell.instance(history_length=0, history_load_length=0)
builtins.get_ipython = lambda: shell
"""
    tail = f"""
assert list(sys.modules["autograder"].__path__) == []
assert all("autograder." + name in sys.modules for name in {SHIPPED!r})
assert [m for m in sys.modules if m.startswith("autograder.")] == ["autograder." + name for name in {SHIPPED!r}]
assert not any(hasattr(sys.modules["autograder." + name], "__file__") for name in {SHIPPED!r})
assert list(__autograder_steps__(range(9))) == [0, 1, 2] and __autograder_cap__(9, 4) == 4
assert __autograder_missing__("wandb").init().log(1) is not None
assert "_install" not in globals()
assert {ADDRESS!r} not in os.environ
os.write(1, readers[0].getsockname().encode())  # what is printed leads nowhere any more
"""
    text = head + bootstrap(3, 60.0, ("corpus.txt",)) + tail
    done = subprocess.run([sys.executable, "-P", "-"], input=text, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout == str(tmp_path / "s")


def test_a_group_ends_whole():
    """Ending a kernel ends the processes that it started."""
    script = "sleep 60 & echo $!; wait"
    leader = subprocess.Popen(["sh", "-c", script], stdout=subprocess.PIPE, text=True, start_new_session=True)
    child = int(leader.stdout.readline())
    kill_group(leader.pid)
    assert leader.wait(10) == -9
    leader.stdout.close()
    assert ended(child)


def ended(pid):
    """Whether a process ends within five seconds; one that nobody has waited for has ended too."""
    for _ in range(100):
        try:
            os.kill(pid, 0)
            stat = Path(f"/proc/{pid}/stat")
            if stat.is_file() and stat.read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except (ProcessLookupError, FileNotFoundError):
            return True
        time.sleep(0.05)
    return False


def test_ending_what_is_gone_is_no_fault():
    """Ending no process, or one that has ended, is no fault."""
    gone = subprocess.Popen(["true"], start_new_session=True)
    gone.wait(10)
    assert kill_group(None) is None
    assert kill_group(gone.pid) is None
