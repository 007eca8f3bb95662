"""A small lab's bundle, and folders laid out as Gradescope lays them out."""

import io
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

from autograder.bundle import archive
from autograder.bundle.request import BundleRequest
from autograder.integrations import gradescope_bundle
from autograder.lab.corpora import shelf_for
from autograder.lab.declaration import Lab, load_lab
from tests.integrations.otter_fixtures import answered, bundle, bundled, lab, otter_run

__all__ = ["answered", "bundle", "bundled", "lab", "otter_run"]

ROOT = Path(__file__).parents[2]
DOUBLE = "def double(x):\n    return 2 * x"
TRIPLE = "def triple(x):\n    return 3 * x"


@dataclass(frozen=True)
class Site:
    """What stands for Gradescope's /autograder."""

    root: Path

    def command(self) -> list[str]:
        """How the site starts the autograder, but for the arguments that say where everything is."""
        return [str(self.root / "run_autograder"), str(self.root), sys.executable]

    def run(self) -> dict[str, Any]:
        """Grade what was handed in, and read what the site reads."""
        done = subprocess.run(self.command(), cwd=self.root, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stdout + done.stderr
        return self.results | {"printed": done.stdout + done.stderr}

    @property
    def results(self) -> dict[str, Any]:
        """What the site reads."""
        table: dict[str, Any] = json.loads((self.root / "results" / "results.json").read_text("utf-8"))
        return table

    @property
    def result(self) -> dict[str, Any]:
        """Our own result, which the site does not read."""
        table: dict[str, Any] = json.loads((self.root / "results" / "result.json").read_text("utf-8"))
        return table


@pytest.fixture(scope="session")
def small() -> Lab:
    """A lab that is graded in a moment: `double`, `Head`, `Net` and `triple`, each worth a point."""
    return load_lab(ROOT / "tests" / "attacks" / "lab")


@pytest.fixture(scope="session")
def gradescope_bundle_bytes(small: Lab) -> bytes:
    """The small lab's bundle for Gradescope."""
    return archive.zip_bytes(gradescope_bundle.gradescope_bundle_files(BundleRequest(small, shelf_for(small))))


@pytest.fixture(scope="session")
def notebook() -> Callable[..., bytes]:
    """Makes a notebook of code cells; without any, one that answers two of the small lab's four questions rightly."""

    def make(*sources: str) -> bytes:
        cells = [nbformat.v4.new_code_cell(source) for source in sources or (DOUBLE, TRIPLE)]
        return nbformat.writes(nbformat.v4.new_notebook(cells=cells)).encode()

    return make


@pytest.fixture
def site(tmp_path: Path, gradescope_bundle_bytes: bytes) -> Callable[..., Site]:
    """Lays out a bundle and what a student handed in, by the names of files; keeps modes, as Info-ZIP does."""

    def make(handed_in: Mapping[str, bytes], content: bytes = gradescope_bundle_bytes) -> Site:
        root = tmp_path / "autograder"
        for name in ("source", "submission", "results"):
            (root / name).mkdir(parents=True)
        with zipfile.ZipFile(io.BytesIO(content)) as opened:
            for entry in opened.infolist():
                path = Path(opened.extract(entry, root / "source"))
                path.chmod(entry.external_attr >> 16 & 0o777)
        script = root / "run_autograder"
        script.write_bytes((root / "source" / "run_autograder").read_bytes())
        script.chmod((root / "source" / "run_autograder").stat().st_mode)
        for name, data in handed_in.items():
            path = root / "submission" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        return Site(root)

    return make
