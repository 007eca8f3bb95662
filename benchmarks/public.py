"""A lab whose hidden checks are the public ones, by which otter and nbgrader judge: so that all judge by the same."""

import shutil
from pathlib import Path

from autograder.lab.corpora import shelf_for
from autograder.lab.declaration import Lab
from autograder.lab.files import parcel

OTTER = "from otter.test_files import test_case\n"
NO_OTTER = "def test_case(**_):\n    return lambda function: function\n"
CALLS = "for _name in [n for n in dir() if n.startswith('test_{id}_')]:\n    globals()[_name](globals())\n"
CHECK = '''"""The public checks of a question."""

from autograder.checks import points


@points({worth})
def test_public(student):
    """The public checks hold."""
    student.run({source!r})
'''


def runnable(test: Path) -> str:
    """A file of otter's as text that runs all its tests on a notebook's globals, without otter."""
    text = test.read_text(encoding="utf-8").replace(OTTER, NO_OTTER)
    return f"{text}\n{CALLS.format(id=test.stem)}"


def lab(like: Lab, tests: Path, folder: Path) -> Path:
    """Write a lab like another one, but that a check a question runs the question's file of public tests."""
    shutil.rmtree(folder, ignore_errors=True)
    made = parcel(like, shelf_for(like)).unpack(folder)
    shutil.rmtree(made / "checks")
    (made / "checks").mkdir()
    for question in (question for question in like.questions if question.checked):
        source = runnable(tests / f"{question.id}.py")
        check = CHECK.format(worth=question.points, source=source)
        (made / "checks" / f"test_{question.id}_public.py").write_text(check, encoding="utf-8")
    return made
