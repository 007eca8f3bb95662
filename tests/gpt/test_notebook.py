"""The GPT lab as students receive it: built, and run in a real kernel with its public checks."""

import importlib.util
import json
import re
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from autograder.lab import master
from autograder.lab.declaration import load_lab
from autograder.release import otter_assign, proofs
from autograder.release.proofs import ReleaseDraft

pytestmark = pytest.mark.skipif(importlib.util.find_spec("otter") is None, reason="otter-grader is an extra")

GPT = Path(__file__).parents[2] / "solutions" / "gpt"


@pytest.fixture(scope="module")
def gpt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that students receive, but for its README."""
    return otter_assign.build_with_otter(master.read(GPT / "notebook.py"), "gpt", tmp_path_factory.mktemp("gpt"))


@pytest.mark.parametrize("proof", [proofs.compiles, proofs.keeps_secrets, proofs.is_clean])
def test_it_stands_the_proofs_that_need_no_grading(gpt: Path, proof: proofs.Proof) -> None:
    """It compiles, gives no answer away and carries nothing of the machine that built it."""
    draft = ReleaseDraft(gpt, load_lab(GPT), master.read(GPT / "notebook.py"))
    assert [fault.render("en") for fault in proof(draft)] == []


def test_every_question_opens_once(gpt: Path) -> None:
    """The pattern of the lab finds the opening line of each question in one cell, and in no other."""
    lab = load_lab(GPT)
    cells = nbformat.read(gpt / "gpt.ipynb", 4).cells
    for question in lab.questions:
        found = [cell for cell in cells if lab.layout.question(question.id).search(cell.source)]
        assert [cell.source.splitlines()[0].startswith(f"### Pregunta {question.id})") for cell in found] == [True]
        assert len(lab.layout.question(question.id).findall(found[0].source)) == 1


def test_every_written_question_has_an_empty_answer(gpt: Path) -> None:
    """Each question with a written part has a cell that the lab's pattern knows as an empty answer."""
    lab = load_lab(GPT)
    cells = nbformat.read(gpt / "gpt.ipynb", 4).cells
    empty = [cell for cell in cells if cell.cell_type == "markdown" and re.search(lab.layout.placeholder, cell.source)]
    assert len(empty) == sum(question.manual for question in lab.questions)


SMALL = {"max_iters": 60, "eval_interval": 30, "eval_iters": 2, "n_embd": 48, "n_layer": 2, "batch_size": 8}


def shrunk(source: str) -> str:
    """A cell with its training made small."""
    if "max_iters = 5000" in source:
        for name, value in (SMALL | {"block_size": 16}).items():
            source = re.sub(rf"(?m)^{name} = \d+$", f"{name} = {value}", source)
    return source


def ran(notebook: nbformat.NotebookNode, gpt: Path, folder: Path) -> list[nbformat.NotebookNode]:
    """Run a notebook under another name, beside the public checks and a made-up text; its code cells come back."""
    (folder / "tests").symlink_to(gpt / "tests")
    letters = "\n !$&',-.3:;?ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    words = f"{letters} una cabra sube al cerro y otra baja; "
    (folder / "shakespeare.txt").write_text(words * 60, encoding="utf-8")
    for cell in notebook.cells:
        cell.source = shrunk(cell.source)
    nbformat.write(notebook, folder / "Entrega de María (1).ipynb")
    nbformat.write(notebook, folder / "una copia.ipynb")
    NotebookClient(notebook, timeout=120, allow_errors=True, resources={"metadata": {"path": str(folder)}}).execute()
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def errors(cells: list[nbformat.NotebookNode]) -> list[str]:
    """The types of the errors that cells ended with, in order."""
    return [output.ename for cell in cells for output in cell.outputs if output.output_type == "error"]


def verdicts(cells: list[nbformat.NotebookNode], passed: Callable[[str], bool]) -> dict[str, bool]:
    """What each public check said, by question."""
    checks = {match[1]: cell for cell in cells if (match := re.match(r'grader\.check\("(\w+)"\)', cell.source))}
    return {id: passed(cell.outputs[0].data["text/plain"]) for id, cell in checks.items()}


@pytest.mark.slow
def test_the_reference_passes_every_public_check(gpt: Path, tmp_path: Path) -> None:
    """With the reference's answers no cell fails and every public check passes, in a renamed notebook."""
    notebook = nbformat.from_dict(master.read(GPT / "notebook.py").reference())
    checks = sorted(path.stem for path in (gpt / "tests").iterdir())
    notebook.cells += [nbformat.v4.new_code_cell(f'grader.check("{id}")') for id in checks]
    cells = ran(notebook, gpt, tmp_path)
    assert errors(cells) == []
    assert verdicts(cells, lambda said: "All test cases passed" in said) == dict.fromkeys("adeghij", True)
    assert (tmp_path / "muestra.txt").read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_stub_runs_and_passes_no_public_check(gpt: Path, tmp_path: Path) -> None:
    """Untouched, cells fail only for missing answers, and each public check says so without failing itself."""
    cells = ran(nbformat.read(gpt / "gpt.ipynb", 4), gpt, tmp_path)
    assert set(errors(cells)) == {"NotImplementedError", "NameError"}
    assert verdicts(cells, lambda said: "❌" in said and "✅" not in said) == dict.fromkeys("adeghij", True)


@pytest.mark.slow
def test_without_checks_the_notebook_still_runs(gpt: Path, tmp_path: Path) -> None:
    """Where the folder of checks is not beside the notebook, asking for a check says so and is no error."""
    notebook = nbformat.read(gpt / "gpt.ipynb", 4)
    notebook.cells = [
        cell for cell in notebook.cells if "grader" in cell.source or cell.source.startswith("import math")
    ]
    NotebookClient(notebook, timeout=60, resources={"metadata": {"path": str(tmp_path)}}).execute()
    said = json.dumps([cell.get("outputs") for cell in notebook.cells], ensure_ascii=False)
    assert "Pregunta d: sin comprobación pública" in said
