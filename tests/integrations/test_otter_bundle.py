"""Laws of the zip for otter."""

import fnmatch
import io
import json
import os
import re
import stat
import subprocess
import sys
import time
import zipfile
from importlib import resources
from pathlib import Path, PurePosixPath

import pytest
from otter.run import AutograderConfig

from autograder.bundle.archive import zip_bytes
from autograder.bundle.request import BundleRequest
from autograder.errors import BundleError
from autograder.integrations import otter_bundle
from autograder.lab.corpora import shelf_for
from autograder.lab.files import grading_files


@pytest.fixture(scope="module")
def files(small):
    """The files of the small lab's bundle."""
    return otter_bundle.otter_bundle_files(BundleRequest(small, shelf_for(small)))


def stand_in(folder, name, script):
    """A program that stands for another."""
    path = folder / name
    path.write_text(f"#!/bin/bash\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def run(script, folder):
    """Run a script where the stand-ins of a folder come first."""
    environment = os.environ | {"PATH": f"{folder}:{os.environ['PATH']}"}
    return subprocess.run(
        ["bash", "-c", script], cwd=folder, env=environment, capture_output=True, text=True, timeout=60, check=False
    )


def test_the_same_lab_is_the_same_bytes(small, files):
    """Bundling again gives the same zip."""
    assert zip_bytes(otter_bundle.otter_bundle_files(BundleRequest(small, shelf_for(small)))) == zip_bytes(files)


def test_otters_image_gets_all_of_it(files):
    """Each file at the root is among those that otter's own Dockerfile copies; a folder is copied whole."""
    dockerfile = resources.files("otter.grade").joinpath("Dockerfile").read_text()
    copied = [word for line in re.findall(r"^ADD (.*)$", dockerfile, re.MULTILINE) for word in line.split()[:-1]]
    roots = {path.parts[0] for path in files}
    assert not [root for root in roots if not any(fnmatch.fnmatch(root, pattern) for pattern in copied)]


def test_nothing_of_the_lab_is_laid_beside_student_code(small, files):
    """What otter copies into the folder of a submission is empty; checks and solutions are in the archive alone."""
    assert not [path for path in files if path.parts[0] == "files"]
    assert [piece.content for path, piece in files.items() if path.parts[0] == "tests"] == [b""]
    secrets = [path.read_bytes() for path in grading_files(small)]
    archive = files[PurePosixPath(otter_bundle.ARCHIVE)]
    with zipfile.ZipFile(io.BytesIO(archive.content)) as opened:
        carried = {opened.read(name) for name in opened.namelist()}
    assert set(secrets) <= carried
    assert not [path for path, piece in files.items() if piece is not archive and piece.content in secrets]


def test_otter_knows_every_word_of_the_configuration(files):
    """Otter takes the configuration, and nothing in it is a word that it does not know."""
    table = json.loads(files[PurePosixPath("otter_config.json")].content)
    AutograderConfig(table, require_valid_keys=True)
    assert AutograderConfig(table).plugins


def test_what_installs_leaves_no_checks_behind(files, tmp_path):
    """What `setup.sh` does after otter's part installs what the archive asks for, and leaves but the closed archive."""
    setup = files[PurePosixPath("setup.sh")].content.decode()
    archive = tmp_path / otter_bundle.ARCHIVE
    archive.write_bytes(files[PurePosixPath(otter_bundle.ARCHIVE)].content)
    programs = tmp_path / "bin"
    programs.mkdir()
    python = f'[ "$2" = zipfile ] && exec {sys.executable} "$@"; pwd; cat requirements.txt; ls'
    scripts = {"mamba": 'shift 3; exec "$@"', "python": python, "apt-get": "true", "autograder": "true"}
    for name, script in scripts.items():
        stand_in(programs, name, script)
    own = "set -e\n" + setup[setup.index("# hidden checks") :].replace("/autograder/source", str(tmp_path))
    done = run(own.replace("chmod o+x /root", "true"), programs)
    assert done.returncode == 0, done.stderr
    unpacked, *rest = done.stdout.splitlines()
    (wheel,) = [line for line in rest if line.startswith("./gpt_lab_autograder")]
    assert wheel.removeprefix("./") in rest  # it lies where the requirements say
    assert not Path(unpacked).exists()
    assert archive.stat().st_mode & 0o077 == 0


def test_grading_ends_before_the_site_ends_it(small, tmp_path):
    """What takes too long is ended by ourselves, and the script ends well: what stands in the results is the truth."""
    made = otter_bundle.otter_bundle_files(BundleRequest(small, shelf_for(small), minutes=2))
    script = made[PurePosixPath("run_autograder")].content.decode()
    stand_in(tmp_path, "mamba", "true")
    stand_in(tmp_path, "python", "sleep 50")
    start = time.monotonic()
    done = run(script.replace(" 60 ", " 1 "), tmp_path)
    assert done.returncode == 0, done.stderr
    assert 0.9 < time.monotonic() - start < 20


def test_the_lab_has_its_time(small):
    """A site that stops a submission before the lab's own limit is refused."""
    with pytest.raises(BundleError, match="minutes"):
        otter_bundle.otter_bundle_files(BundleRequest(small, shelf_for(small), minutes=1))
