"""Laws of where student code may run, as far as they hold without a kernel."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest
import zmq

import autograder
from autograder.lab.declaration import MIB, Limits
from autograder.sandbox.host import Host
from autograder.sandbox.workspace import (
    ADDRESS_VARIABLE,
    FILES_VARIABLE,
    INHERITED_VARIABLES,
    SHIPPED,
    bootstrap,
    create_workspace,
    kernel_environment,
    kernel_manager,
)

ENGINE = Path(autograder.__file__).parent
LIMITS = Limits(message=3)


@pytest.fixture
def made():
    """A scratch that is removed afterwards."""
    folder = create_workspace(Host(), LIMITS)
    yield folder
    folder.remove()


def test_scratches_are_empty_and_apart(made):
    """Every scratch is a folder of its own with empty folders, in which other users can neither look nor write."""
    other = create_workspace(Host(), LIMITS)
    try:
        assert other.root != made.root
        for folder in (made.work, made.home, made.provided, made.sockets):
            assert folder.parent == made.root and not list(folder.iterdir())
        assert made.root.stat().st_mode & 0o066 == 0
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


def test_a_manager_takes_no_message_that_is_too_long(made):
    """What a kernel sends is limited where it arrives, before the grader has read a byte of it."""
    assert kernel_manager(made).context.getsockopt(zmq.MAXMSGSIZE) == 3 * MIB


def test_files_are_given_as_they_are(made):
    """Text is written byte by byte as it is, line ends included, and folders are made, empty ones too."""
    made.provide({"a.txt": "uno\r\ndos\n日本\r", "b/c.txt": "x"}, ["d/e"])
    assert (made.provided / "a.txt").read_bytes() == "uno\r\ndos\n日本\r".encode()
    assert (made.provided / "b" / "c.txt").read_text() == "x"
    assert (made.provided / "d" / "e").is_dir()
    made.provide({"a.txt": "dos"})
    assert (made.provided / "a.txt").read_text() == "dos"


def test_the_way_is_made_for_the_next_kernel(made, tmp_path):
    """Sockets that an earlier kernel left, or what it put in their folder's place, are gone; all else stays."""
    made.provide({"a.txt": "x"})
    (made.sockets / "k-1").touch()
    made.reset_sockets()
    assert not list(made.sockets.iterdir())
    made.sockets.rmdir()
    made.sockets.symlink_to(tmp_path)
    made.reset_sockets()
    assert made.sockets.is_dir() and not made.sockets.is_symlink() and tmp_path.is_dir()
    assert (made.provided / "a.txt").read_text() == "x"


def test_folders_are_emptied_whatever_became_of_them(made, tmp_path):
    """Clearing leaves empty folders where student code left files, took rights away or put links instead."""
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


def test_the_environment_tells_nothing(made, monkeypatch):
    """Nothing of the grader's environment is passed on but what a process needs to start."""
    monkeypatch.setenv("A_SECRET_TOKEN", "hush")
    monkeypatch.setenv("PYTHONPATH", str(ENGINE.parent))
    given = kernel_environment(made)
    inherited = {name for name in given if given[name] == os.environ.get(name)}
    assert "A_SECRET_TOKEN" not in given and "PYTHONPATH" not in given
    assert inherited <= {*INHERITED_VARIABLES, "LANG", "MPLBACKEND", "OMP_NUM_THREADS", "PYTHONHASHSEED", "PYTHONUTF8"}
    assert {name for name in given if name.startswith("AUTOGRADER")} == {ADDRESS_VARIABLE, FILES_VARIABLE}


def test_a_home_of_its_own(made):
    """Every folder that a library keeps in the home stands in the scratch, beside the working directory."""
    given = kernel_environment(made)
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
        tree = ast.parse((ENGINE / f"{name.replace('.', '/')}.py").read_text("utf-8"))
        used = {n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
        used |= {alias.name for n in ast.walk(tree) if isinstance(n, ast.Import) for alias in n.names}
        used |= {f"{n.module}.{a.name}" for n in ast.walk(tree) if _from_package(n) for a in n.names}
        ours = {module.removeprefix("autograder.") for module in used if module and module.startswith("autograder")}
        packages = {shipped.partition(".")[0] for shipped in SHIPPED}
        assert ours - packages <= set(SHIPPED[:place]), name


def _from_package(node: ast.AST) -> bool:
    """Whether a statement imports modules from one of the packages that are shipped."""
    return isinstance(node, ast.ImportFrom) and node.module in ("autograder.kernel_side", "autograder.confinement")


def test_the_bootstrap_names_the_texts():
    """The names of the texts that a notebook may read arrive in the lab's order, and no others."""
    assert "TextFiles(given, ['ñ.txt', 'b.txt'], ['out.txt']" in bootstrap(
        30, 8.0, ("ñ.txt", "b.txt"), written_texts={"out.txt"}
    )
    assert "TextFiles(given, [], []" in bootstrap(30, 8.0, ())


def test_the_bootstrap_installs_the_shipped_modules(tmp_path):
    """In a process that cannot import the project, the bootstrap provides its modules and the names that cells use."""
    head = f"""
import asyncio, builtins, os, sys, types
sys.path[:] = [p for p in sys.path if p not in ('', {str(ENGINE.parent)!r})]
readers = []
asyncio.get_running_loop = lambda: types.SimpleNamespace(add_reader=lambda where, f: readers.append(where))
os.environ[{ADDRESS_VARIABLE!r}] = {str(tmp_path / "s")!r}
os.environ[{FILES_VARIABLE!r}] = {str(tmp_path / "given")!r}
os.chdir({str(tmp_path)!r})
from IPython.core.interactiveshell import InteractiveShell
InteractiveShell.history_manager = None
shell = InteractiveShell.instance(history_length=0, history_load_length=0)
builtins.get_ipython = lambda: shell
"""
    tail = f"""
assert list(sys.modules["autograder"].__path__) == []
assert all("autograder." + name in sys.modules for name in {SHIPPED!r})
names = ["autograder.kernel_side", *("autograder." + name for name in {SHIPPED!r})]
assert [m for m in sys.modules if m.startswith("autograder.")] == names
assert not any(hasattr(sys.modules["autograder." + name], "__file__") for name in {SHIPPED!r})
assert list(__autograder_steps__(range(9))) == [0, 1, 2] and __autograder_clamp__(9, 4) == 4
assert __autograder_missing__("wandb").init().log(1) is not None
assert "_install" not in globals()
assert {ADDRESS_VARIABLE!r} not in os.environ and {FILES_VARIABLE!r} not in os.environ
os.write(1, readers[0].getsockname().encode())  # what is printed leads nowhere any more
"""
    text = head + bootstrap(3, 60.0, ("corpus.txt",)) + tail
    done = subprocess.run([sys.executable, "-P", "-"], input=text, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout == str(tmp_path / "s")
