"""Laws of grading where a site runs us."""

import subprocess
import sys
from pathlib import Path

import pytest

from autograder.integrations.site_grading import grade_upload

REFUSING = """
import errno, os, sys, pyseccomp
calls = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
for call in ("setresuid", "setns", "unshare", "mount", 444):  # becoming another user, boxes, Landlock
    calls.add_rule(pyseccomp.ERRNO(errno.EPERM), call)
calls.load()
os.execv(sys.argv[1], sys.argv[1:])
"""


def test_secrets_that_are_shown_are_staffs_business(small, tmp_path, notebook):
    """Where student code could read a secret nothing is graded; staff reads what to move, the student only the fact."""
    (tmp_path / "lab.ipynb").write_bytes(notebook())
    grading = grade_upload(tmp_path, small, [Path(sys.prefix)])
    assert grading.result is None
    assert sys.prefix in grading.details
    assert "No es un 0" in grading.message and sys.prefix not in grading.message


def test_what_is_not_there_is_said(small, tmp_path):
    """A path that leads nowhere is a fault like any other: not graded, and said."""
    grading = grade_upload(tmp_path / "nowhere", small)
    assert grading.result is None and "nowhere" in grading.message


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, "no contiene ningún cuaderno"),
        ({"informe.pdf": b"%PDF-1.7"}, "informe.pdf"),
        ({"lab.zip": b"PK\x03\x04"}, "lab.zip"),
        ({"uno.ipynb": "one", "dos.ipynb": "two"}, "uno.ipynb"),
    ],
)
def test_what_cannot_be_read_or_chosen_is_told_the_student(small, tmp_path, notebook, files, said):
    """Nothing, another kind of file, a broken zip and two answers are not graded, and the student reads why."""
    for name, content in files.items():
        (tmp_path / name).write_bytes(content if isinstance(content, bytes) else notebook(f"# {content}"))
    grading = grade_upload(tmp_path, small)
    assert grading.result is None and said in grading.message


def test_which_copy_counted_is_told(small, tmp_path, notebook):
    """Of copies the last is graded, and the student reads which."""
    (tmp_path / "lab.ipynb").write_bytes(notebook("def double(x): pass"))
    (tmp_path / "lab (1).ipynb").write_bytes(notebook())
    grading = grade_upload(tmp_path, small)
    assert grading.result is not None and grading.result.questions["a"].score == 1.0
    assert "lab (1).ipynb, y no: " in grading.message


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="refuses system calls by seccomp")
def test_nothing_is_graded_without_isolation(site, notebook):
    """Where the system offers nothing to keep student code apart it does not run, and staff reads what to do."""
    made = site({"lab.ipynb": notebook("raise Exception('RAN')")})
    command = [sys.executable, "-c", REFUSING, *made.command()]
    done = subprocess.run(command, cwd=made.root, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert "score" not in made.results and "No es un 0" in made.results["output"]
    (staff,) = (test for test in made.results["tests"] if test["visibility"] == "hidden")
    assert "autograder doctor" in staff["output"]
    assert not (made.root / "results" / "result.json").exists()
