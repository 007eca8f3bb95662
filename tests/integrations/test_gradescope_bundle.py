"""Laws of the zip for Gradescope."""

import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import PurePosixPath

import pytest

from autograder.bundle.request import BundleRequest
from autograder.errors import BundleError, LabError
from autograder.grading.fingerprint import fingerprint
from autograder.integrations import gradescope_bundle
from autograder.lab.corpora import Shelf, shelf_for
from autograder.lab.declaration import Limits, load_lab
from autograder.lab.files import grading_files

SCRIPTS = ("setup.sh", "run_autograder")


@pytest.fixture(scope="module")
def gpt_files(gpt):
    """The files of the GPT lab's bundle."""
    return gradescope_bundle.gradescope_bundle_files(BundleRequest(gpt, shelf_for(gpt)))


def test_what_the_site_looks_for_is_at_the_root(gpt_files):
    """`setup.sh` and `run_autograder` are at the root, can be executed, and nothing else can."""
    assert {str(path) for path, piece in gpt_files.items() if piece.executable} == set(SCRIPTS)


def test_the_lab_is_the_same_lab_there(gpt, gpt_files, tmp_path):
    """What decides verdicts is the same in the bundle: the fingerprint of the lab in it is the fingerprint here."""
    for path, piece in gpt_files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(piece.content)
    (declaration,) = tmp_path.rglob("lab.toml")
    there = load_lab(declaration.parent)
    before = fingerprint(gpt, shelf_for(gpt), "autograder.grading.grade", grading_files(gpt))
    assert fingerprint(there, Shelf(there.data_folder), "autograder.grading.grade", grading_files(there)) == before
    assert str(declaration.parent.relative_to(tmp_path)) in (tmp_path / "run_autograder").read_text("utf-8")


def test_what_stands_there_first_has_no_score(gpt, gpt_files):
    """The results that a killed run leaves have no score at all, say so to students, and hide every question."""
    table = json.loads(gpt_files[gradescope_bundle.UNFINISHED_RESULTS].content)
    assert "score" not in table and table["stdout_visibility"] == "hidden"
    assert "No es un 0" in table["output"]
    assert [test["number"] for test in table["tests"]] == [question.id for question in gpt.questions]
    assert not [test for test in table["tests"] if "score" in test or test["visibility"] == "visible"]


def test_nothing_of_this_machine_is_named(gpt, gpt_files):
    """Neither the folder that the lab lies in here nor that of Python stands anywhere in what we write."""
    made = [
        piece.content.decode() for path, piece in gpt_files.items() if len(path.parts) == 1 and path.suffix != ".whl"
    ]
    assert not [text for text in made if str(gpt.folder.parents[1]) in text or "@" in text.replace('"$@"', "")]


def test_an_index_is_told_to_pip_before_the_project(small):
    """One more index stands in what pip reads, and without one pip is told of none."""
    plain, told = (
        gradescope_bundle.gradescope_bundle_files(BundleRequest(small, shelf_for(small), index=index))[
            PurePosixPath("requirements.txt")
        ].content.decode()
        for index in ("", "https://example.org/simple")
    )
    assert "index" not in plain
    assert told == f"--extra-index-url https://example.org/simple\n{plain}"


def test_the_lab_has_its_time(small):
    """A site that stops a submission before the lab's own limit is refused; the minutes that it names are enough."""
    slow = replace(small, limits=Limits(submission=300))
    with pytest.raises(BundleError, match="7 minutes"):
        gradescope_bundle.gradescope_bundle_files(BundleRequest(slow, shelf_for(slow), minutes=6))
    script = gradescope_bundle.gradescope_bundle_files(BundleRequest(slow, shelf_for(slow), minutes=7))[
        PurePosixPath("run_autograder")
    ].content
    assert b" 360 " in script


def test_names_of_folders_are_quoted(small, tmp_path):
    """A lab in a folder with spaces, quotes and dollars is found where it is unpacked."""
    folder = tmp_path / "labs" / "el 'lab' $HOME `x`"
    shutil.copytree(small.folder, folder, ignore=shutil.ignore_patterns("__pycache__"))
    text = (folder / "lab.toml").read_text("utf-8").replace("../../../data", "../datos")
    (folder / "lab.toml").write_text(text, encoding="utf-8")
    (folder.parent / "datos").mkdir()
    moved = load_lab(folder)
    script = gradescope_bundle.gradescope_bundle_files(BundleRequest(moved, shelf_for(moved)))[
        PurePosixPath("run_autograder")
    ].content.decode()
    line = next(line for line in script.splitlines() if "gradescope_run" in line)
    shown = subprocess.run(["sh", "-c", f'root=/r; timeout() {{ echo "$8"; }}\n{line}'], capture_output=True, text=True)
    assert shown.stdout == f"/r/source/lab/{folder.name}\n", shown.stderr


def test_data_that_cannot_travel_is_said(small):
    """A lab with its data at an absolute path cannot be bundled."""
    with pytest.raises(LabError, match="absolute"):
        gradescope_bundle.gradescope_bundle_files(BundleRequest(replace(small, data="/somewhere"), shelf_for(small)))


@pytest.mark.parametrize("name", SCRIPTS)
def test_scripts_are_sh(gpt_files, tmp_path, name):
    """The scripts, filled in, are what any sh can read, and shellcheck has nothing to say where there is one."""
    path = tmp_path / name
    path.write_bytes(gpt_files[PurePosixPath(name)].content)
    commands = [["sh", "-n"], *([["shellcheck"]] if shutil.which("shellcheck") else [])]
    for command in commands:
        done = subprocess.run([*command, str(path)], capture_output=True, text=True)
        assert (done.returncode, done.stdout) == (0, ""), done.stderr
