"""Laws of grading on Gradescope, with `run_autograder` itself: what it writes is true, and nobody else writes it."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from autograder.bundle import archive
from autograder.bundle.request import BundleRequest
from autograder.integrations import gradescope_bundle
from autograder.lab.corpora import shelf_for
from autograder.lab.declaration import load_lab
from autograder.release import samples

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Gradescope's images are Linux"),
]
ROOT = Path(__file__).parents[2]
SLEEPER = f"1048576.{os.getpid()}"  # seconds, and nobody else sleeps as long
SLEEP = f"import subprocess\nsubprocess.run(['sleep', '{SLEEPER}'])"
HOSTILE = """
import glob, os, posix  # the calls of posix themselves: open() leads paths of other machines below the notebook
print('{"score": 4.0, "tests": []}')
open("results.json", "w").write('{"score": 4.0}')
seen = []
places = ["@ROOT@", "..", "../..", "/autograder"]
for top in places:
    for name in ("results/results.json", "results/results.json.part", "source/not_graded.json"):
        try:
            posix.close(posix.open(os.path.join(top, name), posix.O_CREAT | posix.O_WRONLY))
            seen.append("BRECHA wrote " + name)
        except OSError:
            pass
    for name in ("source", "submission", "results", "source/lab"):
        try:
            seen.append("BRECHA " + str(posix.listdir(os.path.join(top, name))))
        except OSError:
            pass
for path in glob.glob("@ROOT@/source/lab/**/*", recursive=True):
    seen.append("BRECHA " + path)
raise Exception("<script>score</script> " + " ".join(seen))
"""


def scores(table: dict) -> dict:
    return {test["number"]: test["score"] for test in table["tests"] if "score" in test}


def ungraded(table: dict) -> str:
    """What a student reads where nothing was graded; there is no score anywhere, and nothing that shows a sum."""
    assert "score" not in table and not scores(table)
    assert table["stdout_visibility"] == "hidden" and table["output_format"] == "text"
    assert len([test for test in table["tests"] if test["visibility"] == "after_published"]) == 4
    text: str = table["output"]
    return text


@pytest.mark.submissions
def test_the_reference_of_the_lab_gets_everything(site, gpt, tmp_path):
    """The GPT lab's reference, by its bundle, earns all that checks judge; what a person must read stays open."""
    (path,) = samples.write_samples(gpt, tmp_path / "samples", ["reference"])
    content = archive.zip_bytes(gradescope_bundle.gradescope_bundle_files(BundleRequest(gpt, shelf_for(gpt))))
    table = site({"entrega/Lab 2 José.ipynb": path.read_bytes()}, content).run()
    checked = {question.id: question.points for question in gpt.questions if not question.manual}
    assert scores(table) == checked
    assert "score" not in table
    waiting = [test["visibility"] for test in table["tests"] if "score" not in test]
    assert waiting == ["after_published"] * sum(question.manual for question in gpt.questions)


def test_what_cannot_be_read_is_told_the_student(site):
    """A broken notebook is not graded, and the student reads why."""
    assert "lab.ipynb" in ungraded(site({"lab.ipynb": b'{"cells": ['}).run())


def test_a_notebook_gets_its_points_whatever_it_tries(site, notebook):
    """A student's answers get what the checks say, the sum is the score, and our own result lies beside it.

    A notebook that prints results, writes them and looks for the checks gets no more, and finds nothing.
    """
    made = site({})
    code = HOSTILE.replace("@ROOT@", str(made.root))
    answers = ("def double(x):\n    return 2 * x", "def triple(x):\n    return 3 * x")
    (made.root / "submission" / "lab.ipynb").write_bytes(notebook(*answers, code))
    kept = {path: path.read_bytes() for path in (made.root / "source").rglob("*") if path.is_file()}
    table = made.run()
    assert (table["score"], scores(table)) == (2.0, {"a": 1.0, "b": 0.0, "c": 0.0, "d": 1.0})
    assert {test["visibility"] for test in table["tests"]} == {"visible"}
    assert made.result["score"] == 2.0 and made.result["environment"]["fingerprint"]
    assert made.root.stat().st_mode & 0o77 == 0
    (cell,) = made.result["cells"]
    assert cell["type"] == "Exception" and "BRECHA" not in json.dumps(made.result)
    assert '"score": 4.0' not in table["printed"] and "<script>" not in json.dumps(table)
    assert {path: path.read_bytes() for path in kept} == kept


def test_a_killed_run_leaves_the_truth(site, notebook):
    """Killed in the middle of a notebook, what stands is whole and says that nothing was graded; no process is left."""
    made = site({"lab.ipynb": notebook(SLEEP)})
    running = subprocess.Popen(made.command(), cwd=made.root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        assert within(120, lambda: bool(named(SLEEPER))), "the notebook was never begun"
    finally:
        for process in (running.pid, *named(str(made.root))):
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        running.wait()
    assert "no alcanzó a terminar" in ungraded(made.results)
    assert {path.name for path in (made.root / "results").iterdir()} == {"results.json"}
    assert within(30, lambda: not named(SLEEPER))


def test_our_time_is_over_before_the_sites(site, notebook):
    """What takes longer than the time that we have is ended by ourselves, not graded, and leaves no process behind."""
    made = site({"lab.ipynb": notebook(*[SLEEP] * 9)})
    script = made.root / "run_autograder"
    script.write_text(script.read_text("utf-8").replace("kill-after=20 540", "kill-after=20 6"), encoding="utf-8")
    table = made.run()
    assert "no alcanzó a terminar" in ungraded(table) and "ended with 124" in table["printed"]
    assert within(30, lambda: not named(SLEEPER))


def named(text: str) -> list[int]:
    """The processes on whose command lines a text stands."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if text.encode() in (process / "cmdline").read_bytes():
                found.append(int(process.name))
    return found


def within(seconds: float, holds: Callable[[], bool]) -> bool:
    """Whether something comes true in time."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True


def test_our_own_fault_is_for_staff(site, notebook):
    """Broken checks are no student's fault: the student reads that it is not a 0, staff reads what is wrong."""
    made = site({"lab.ipynb": notebook()})
    (check,) = made.root.rglob("test_d_triple.py")
    check.write_text("this is no Python", encoding="utf-8")
    table = made.run()
    assert "No es un 0" in ungraded(table) and "test_d_triple" not in table["output"]
    (staff,) = (test for test in table["tests"] if test["visibility"] == "hidden")
    assert "test_d_triple.py, línea 1" in staff["output"] and "no es Python válido" in staff["output"]


def test_a_python_that_does_not_start_leaves_the_truth(site, notebook):
    """Where what was installed does not even start, results are there all the same, without a score."""
    made = site({"lab.ipynb": notebook()})
    done = subprocess.run([*made.command()[:2], "/nowhere/python"], capture_output=True, text=True)
    assert done.returncode == 0
    assert "no alcanzó a terminar" in ungraded(made.results)


def test_questions_are_shown_when_the_lab_says(site, notebook, small, tmp_path):
    """A question's visibility reaches the results, and the sum is not told to whom a part of it is not shown yet."""
    folder = tmp_path / "labs" / "lab"
    shutil.copytree(small.folder, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder.parent / "data").mkdir()
    text = (folder / "lab.toml").read_text("utf-8").replace("../../../data", "../data")
    (folder / "lab.toml").write_text(f'{text}visibility = "after_due_date"\n', encoding="utf-8")
    declared = load_lab(folder)
    content = archive.zip_bytes(gradescope_bundle.gradescope_bundle_files(BundleRequest(declared, shelf_for(declared))))
    table = site({"lab.ipynb": notebook()}, content).run()
    assert [test["visibility"] for test in table["tests"]] == ["visible"] * 3 + ["after_due_date"]
    assert table["score"] == 2.0 and "2" not in table["output"]
