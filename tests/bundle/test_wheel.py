"""Laws of the wheel: what is installed from it is this very project."""

import subprocess
import sys
import tomllib
from pathlib import Path, PurePosixPath

import pytest
from setuptools import find_packages

from autograder import __version__
from autograder.bundle import wheel

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOOK = """
import sys; sys.path.insert(0, sys.argv[1])
from importlib import metadata
found = metadata.distribution("gpt-lab-autograder")
print(found.version, len(found.requires), *sorted(f"{one.group}:{one.name}={one.value}" for one in found.entry_points))
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which pip has installed the wheel, with no network and no build."""
    folder = tmp_path_factory.mktemp("wheel")
    (folder / wheel.NAME).write_bytes(wheel.build_wheel(wheel.project_metadata()))
    pip = [sys.executable, "-m", "pip", "--isolated", "install", "--no-index", "--no-deps", "--no-compile"]
    done = subprocess.run([*pip, "--target", str(folder / "there"), str(folder / wheel.NAME)], capture_output=True)
    assert done.returncode == 0, done.stderr
    return folder / "there"


def test_every_file_is_there(installed):
    """What is installed is the package as it lies here, byte for byte, with no file more or less."""
    there, here = (
        {path.relative_to(top): path.read_bytes() for path in top.rglob("*") if path.is_file() and kept(path)}
        for top in (installed / "autograder", ROOT / "autograder")
    )
    assert there == here
    assert Path("cli.py") in here and Path("messages/es/bundle.toml") in here


def kept(path: Path) -> bool:
    return "__pycache__" not in path.parts


def test_pip_knows_it(installed):
    """The version, the requirements with those of notebooks, and the entry points are those of `pyproject.toml`."""
    needed = (*PROJECT["project"]["dependencies"], *PROJECT["project"]["optional-dependencies"]["notebooks"])
    done = subprocess.run([sys.executable, "-I", "-c", LOOK, str(installed)], capture_output=True, text=True)
    points = ["console_scripts:autograder=autograder.cli:main", "pytest11:autograder=autograder.grading.check_fixtures"]
    assert done.stdout.split() == [__version__, str(len(needed)), *points], done.stderr


def test_an_installed_project_says_the_same(installed, monkeypatch):
    """Without `pyproject.toml` beside it, what was installed tells the same, but for requirements of extras."""
    here = wheel.project_metadata()
    monkeypatch.setattr(wheel, "DECLARATION", Path("nowhere"))
    monkeypatch.syspath_prepend(str(installed))
    there = wheel.project_metadata()
    assert there.python == here.python and sorted(there.requirements) == sorted(here.requirements)
    assert {group: dict(points) for group, points in there.entry_points.items()} == here.entry_points


def test_the_repository_installs_the_same_files():
    """Every file of the package is one that `pyproject.toml` names, so that any installation can make a bundle."""
    packages = find_packages(str(ROOT), include=PROJECT["tool"]["setuptools"]["packages"]["find"]["include"])
    data = PROJECT["tool"]["setuptools"]["package-data"]
    for path in wheel._package_files():
        inside = PurePosixPath("autograder") / path.relative_to(wheel.ENGINE).as_posix()
        named = path.suffix == ".py" and ".".join(inside.parent.parts) in packages
        patterns = [f"{package.replace('.', '/')}/{pattern}" for package in data for pattern in data[package]]
        assert named or any(inside.match(pattern) for pattern in patterns), inside
