"""A small lab in a bundle for otter, and what otter makes of submissions to it."""

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pytest

from autograder.bundle.archive import zip_bytes
from autograder.bundle.request import BundleRequest
from autograder.integrations import otter_bundle
from autograder.lab.corpora import shelf_for
from autograder.lab.declaration import Lab, load_lab

OTTER = Path(sys.executable).with_name("otter")  # not `-m otter`, which would import from where one stands
DECLARED = """
id = "chico"
title = "Chico"
language = "es"
[limits]
cell = 20
check = 5
submission = 60
[rules]
comments = "ignore"
"""
QUESTION = '[[questions]]\nid = "{0}"\ntitle = "{1}"\nkind = "{2}"\npoints = {3}\ndefines = {4}\n'
CHECK = """
from autograder.checks import points

@points({worth})
def test_it(student):
    "{name} multiplica."
    assert student.call("{name}", 5) == {result}
"""
ANSWERED = ["a) doble", "def double(x):\n    return 2 * x", "b) triple", "def triple(x):\n    return 2 * x"]
ANSWERED += ["c) ¿Por qué?", "Porque sí, y la suma lo muestra.", "d) extra", "def quad(x):\n    return 4 * x"]
STARTS = ("def", "import", "open", "%")


def made(folder: Path) -> Lab:
    """A lab of two questions of code, a written one, and a bonus."""
    questions = (("a", "Doble", "code", 1.0, ["double"]), ("b", "Triple", "code", 1.0, ["triple"]))
    questions += (("c", "Por qué", "written", 1.0, []), ("d", "Extra", "code", 0.5, ["quad"]))
    text = "".join(QUESTION.format(*question) for question in questions) + "bonus = true\n"
    (folder / "checks").mkdir(parents=True)
    (folder / "data").mkdir()
    (folder / "lab.toml").write_text(DECLARED + text, encoding="utf-8")
    for id, name, worth, result in (("a", "double", 1.0, 10), ("b", "triple", 1.0, 15), ("d", "quad", 0.5, 20)):
        check = CHECK.format(worth=worth, name=name, result=result)
        (folder / "checks" / f"test_{id}_it.py").write_text(check, encoding="utf-8")
    return load_lab(folder)


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Lab:
    """The lab."""
    return made(tmp_path_factory.mktemp("labs") / "chico")


@pytest.fixture(scope="session")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Lab], Path]:
    """Bundles a lab for otter, and says where the zip lies."""

    def bundle(lab: Lab) -> Path:
        path = tmp_path_factory.mktemp("bundle") / "autograder.zip"
        path.write_bytes(zip_bytes(otter_bundle.otter_bundle_files(BundleRequest(lab, shelf_for(lab)))))
        return path

    return bundle


@pytest.fixture(scope="session")
def bundle(lab: Lab, bundled: Callable[[Lab], Path]) -> Path:
    """The bundle of the lab."""
    return bundled(lab)


def notebook(*sources: str) -> bytes:
    """A notebook of these cells, text or code."""
    new = (nbformat.v4.new_markdown_cell, nbformat.v4.new_code_cell)
    cells = [new[source.startswith(STARTS)](source) for source in sources]
    return nbformat.writes(nbformat.v4.new_notebook(cells=cells)).encode()


@pytest.fixture(scope="session")
def answered() -> Callable[..., bytes]:
    """Makes a notebook that answers a and d rightly, b wrongly and c in words; more cells come behind."""
    return lambda *more: notebook(*ANSWERED, *more)


@dataclass(frozen=True)
class Ran:
    """What `otter run` left: its exit code, what it printed, and in `out` its files."""

    code: int
    printed: str
    out: Path

    @property
    def table(self) -> dict[str, Any]:
        """The contents of results.json, read as strictly as a site may."""

        def refuse(name: str) -> None:
            raise AssertionError(f"{name} is no JSON")

        return json.loads((self.out / "results.json").read_bytes(), parse_constant=refuse)

    @property
    def points(self) -> dict[str, float | None]:
        """The points of each question."""
        return {test["number"]: test.get("score") for test in self.table["tests"]}


@pytest.fixture(scope="session")
def otter_run(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Ran]:
    """Runs `otter run` as a TA does, on a file of these bytes or on a zip of these files."""

    def run(bundle: Path, content: bytes | Mapping[str, bytes], name: str = "entrega.ipynb") -> Ran:
        place, out = tmp_path_factory.mktemp("given"), tmp_path_factory.mktemp("out")
        path = place / name
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path = path.with_suffix(".zip")
            with zipfile.ZipFile(path, "w") as archive:
                for inside, each in content.items():
                    archive.writestr(inside, each)
        command = [str(OTTER), "run", "--no-logo", "-p", "-a", str(bundle), "-o", str(out), str(path)]
        done = subprocess.run(command, cwd=out, capture_output=True, encoding="utf-8", timeout=300, check=False)
        return Ran(done.returncode, done.stdout + done.stderr, out)

    return run
