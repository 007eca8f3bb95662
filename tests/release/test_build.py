"""Releases of a tiny lab."""

import importlib.util
import re
import shutil
from pathlib import Path

import pytest

from autograder.errors import ReleaseError
from autograder.lab.declaration import Lab, load_lab
from autograder.release import otter_assign
from autograder.release.build import build_release
from autograder.release.proofs import Grade
from autograder.results.question_result import CheckResult, QuestionResult
from autograder.results.result import Environment, Result, SubmissionInfo
from autograder.results.verdict import Status, Verdict
from autograder.sandbox.level import Level

pytestmark = pytest.mark.skipif(importlib.util.find_spec("otter") is None, reason="otter-grader is an extra")

HANDED = SubmissionInfo("x.ipynb", "0" * 64, None, None, None, False)
WHERE = Environment("cpu", Level.NONE, "0", "3.11", "2", {}, 0.0, "")

LAB = """
id = "mini"
title = "Laboratorio mínimo"
[[questions]]
id = "a"
title = "El doble"
kind = "code"
points = 6.0
defines = ["double"]
"""

MASTER = '''# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [raw]
# # ASSIGNMENT CONFIG
# init_cell: false
# export_cell: false
# generate: false
# tests: {files: true, ok_format: false}

# %% [raw]
# # BEGIN QUESTION
# name: a

# %% [markdown]
# ### Pregunta a) El doble, según la definición

# %% [raw]
# # BEGIN SOLUTION

# %%
def double(x):
    # BEGIN SOLUTION NO PROMPT
    twice_as_much = x + x  # la suma de un número consigo mismo
    return twice_as_much
    # END SOLUTION
    """ # BEGIN PROMPT
    raise NotImplementedError("Pregunta a) falta double")
    """; # END PROMPT

# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS

# %%
""" # BEGIN TEST CONFIG
failure_message: El doble de uno es dos, ¿está bien la operación?
""" # END TEST CONFIG
def test_a_uno(env):
    assert env["double"](1) == 2

# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION
'''


def tiny(folder: Path, text: str = MASTER) -> Lab:
    """Write the tiny lab with a master notebook."""
    folder = folder / "solutions" / "mini"
    (folder / "checks").mkdir(parents=True)
    (folder / "lab.toml").write_text(LAB, encoding="utf-8")
    (folder / "notebook.py").write_text(text, encoding="utf-8")
    (folder / "checks" / "test_a.py").write_text("assert hidden_value == double(21) == 42\n", encoding="utf-8")
    return load_lab(folder)


def result(questions: dict[str, list[Verdict]], score: float) -> Result:
    """A result with one check for each verdict."""
    answered = {
        id: QuestionResult(
            id,
            Status.PARTIAL,
            0.0,
            1.0,
            False,
            {},
            tuple(CheckResult(f"c{n}", "", v, 1.0, 0.0, "", "", 0.0) for n, v in enumerate(vs)),
            (),
        )
        for id, vs in questions.items()
    }
    return Result("mini", HANDED, score, 6.0, 0.0, 0.0, 0.0, None, (1.0, 7.0), answered, {}, (), (), (), WHERE)


def grading(reference: Result | None = None, stub: Result | None = None) -> Grade:
    """A grader that says what a good lab's would, but for what is given."""
    good = reference or result({"a": [Verdict.PASSED]}, 6.0)
    empty = stub or result({"a": [Verdict.STUDENT_ERROR]}, 0.0)
    return lambda path: good if path.name == "reference.ipynb" else empty


def refused(lab: Lab, out: Path, grade: Grade) -> str:
    """The Spanish words with which a release is refused."""
    with pytest.raises(ReleaseError) as caught:
        build_release(lab, out, grade)
    return caught.value.render("es")


def contents(folder: Path) -> dict[str, bytes]:
    """Every file under a folder with its bytes."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of the tiny lab; whoever uses it leaves it as it was."""
    place = tmp_path_factory.mktemp("released")
    build_release(tiny(place), place / "assignment" / "mini", grading())
    return place / "assignment" / "mini"


def test_two_releases_are_the_same_bytes(released: Path, tmp_path: Path) -> None:
    """Releasing the same lab twice gives the same files, byte for byte, whatever stood there before."""
    out = tmp_path / "two" / "mini"
    shutil.copytree(released, out)
    (out / "mini.ipynb").write_text("{}", encoding="utf-8")
    build_release(tiny(tmp_path), out, grading())
    assert contents(out) == contents(released)
    assert sorted(contents(out)) == ["README.md", "mini.ipynb", "requirements.txt", "tests/a.py"]
    assert [path.name for path in out.parent.iterdir()] == ["mini"]


def test_the_stub_stands_where_the_solution_was(released: Path) -> None:
    """The student notebook holds the prompt and not a word of the solution."""
    text = (released / "mini.ipynb").read_text(encoding="utf-8")
    assert "falta double" in text
    assert "twice_as_much" not in text and "consigo mismo" not in text and "SOLUTION" not in text


def test_public_checks_are_ascii(released: Path) -> None:
    """A public check reads the same in every locale, accents included."""
    text = (released / "tests" / "a.py").read_bytes().decode("ascii")
    assert "\\xbfest\\xe1 bien" in text


@pytest.mark.parametrize("sign", ['"', "\\"])
def test_a_sign_that_breaks_otter_is_refused(tmp_path: Path, sign: str) -> None:
    """A message that otter would write as a file that does not compile is refused by line, question and cell."""
    lab = tiny(tmp_path, MASTER.replace("El doble de uno", f"El {sign}doble de uno"))
    said = refused(lab, tmp_path / "out", grading())
    line = MASTER[: MASTER.index("failure_message")].count("\n") + 1
    assert f"notebook.py:{line}:" in said and "test_a_uno" in said and "pregunta a" in said and sign in said


def test_a_solution_outside_its_block_is_a_leak(tmp_path: Path) -> None:
    """Otter strips solution blocks only; a marked line that it leaves in fails the release, by file and line."""
    bare = MASTER.replace("# %% [raw]\n# # BEGIN SOLUTION\n", "").replace("# %% [raw]\n# # END SOLUTION\n", "")
    said = refused(tiny(tmp_path, bare), tmp_path / "out", grading())
    assert "mini.ipynb" in said and "notebook.py:" in said and "twice_as_much = x + x" in said


def test_a_solution_without_marks_is_refused(tmp_path: Path) -> None:
    """Otter gives away a solution cell without marks as it is, so the release refuses one."""
    text = re.sub(r"    # (BEGIN SOLUTION NO PROMPT|END SOLUTION)\n", "", MASTER)
    assert "no marca nada como solución" in refused(tiny(tmp_path, text), tmp_path / "out", grading())


def test_a_cell_that_does_not_compile_is_refused(tmp_path: Path) -> None:
    """A stub with a syntax error fails the release and is named by its cell and line."""
    text = MASTER.replace('raise NotImplementedError("Pregunta a) falta double")', "return )")
    said = refused(tiny(tmp_path, text), tmp_path / "out", grading())
    assert "mini.ipynb [1], línea 2" in said


def test_two_checks_of_one_name_are_refused(tmp_path: Path) -> None:
    """Otter keeps the last of two checks of one name, so the release refuses them."""
    start, end = MASTER.index('# %%\n""" # BEGIN TEST'), MASTER.index("# %% [raw]\n# # END TESTS")
    said = refused(tiny(tmp_path, MASTER[:end] + MASTER[start:]), tmp_path / "out", grading())
    assert "test_a_uno" in said and "tests/a.py" in said


def test_a_path_of_this_machine_is_refused(tmp_path: Path) -> None:
    """A file that names a folder of the machine that built it is not given away."""
    text = MASTER.replace("El doble, según", f"El doble en {tmp_path.resolve()}/x, según")
    assert "mini.ipynb, línea" in refused(tiny(tmp_path, text), tmp_path / "out", grading())


def test_a_failed_proof_changes_nothing(released: Path, tmp_path: Path) -> None:
    """A release that does not prove itself says so and leaves the previous one as it was, alone in its place."""
    lab, out = tiny(tmp_path), tmp_path / "assignment" / "mini"
    shutil.copytree(released, out)
    before = contents(out)
    said = refused(lab, out, grading(stub=result({"a": [Verdict.PASSED]}, 6.0)))
    assert "no superó sus pruebas" in said and "pregunta a: la comprobación 'c0'" in said
    assert contents(out.parent) == {f"mini/{name}": content for name, content in before.items()}


def test_a_folder_of_other_things_is_never_replaced(tmp_path: Path) -> None:
    """Only a new folder, an empty one or an earlier release is written to."""
    lab = tiny(tmp_path)
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.md").write_text("years of work")
    assert "thesis" in refused(lab, tmp_path / "thesis", grading())
    assert "mini" in refused(lab, lab.folder / "assignment", grading())
    assert contents(tmp_path / "thesis") == {"chapter.md": b"years of work"}


def test_a_missing_tool_says_what_to_install() -> None:
    """Where otter or jupytext is missing, one line says which extra brings it."""
    with pytest.raises(ReleaseError, match=r'pip install "gpt-lab-autograder\[release\]"'):
        otter_assign.require_modules("json", "a_module_that_nobody_has")


def test_what_otter_says_of_a_bad_master_is_passed_on(tmp_path: Path) -> None:
    """A configuration that otter cannot read gives one clear line, not a traceback."""
    lab = tiny(tmp_path, MASTER.replace("# init_cell: false", "# no_such_key: false"))
    said = refused(lab, tmp_path / "out", grading())
    assert said.startswith("otter no pudo") and "no_such_key" in said and "\n" not in said
