"""Whole submissions of many kinds: each declares the verdicts that it deserves, and gets exactly those."""

import dataclasses
import re
import tomllib
from functools import cache
from pathlib import Path

import jupytext
import nbformat
import pytest

from autograder.grading.grade import grade
from autograder.lab.corpora import shelf_for
from autograder.lab.declaration import load_lab
from autograder.notebook.submission import read_notebook
from autograder.results.result import Result
from autograder.results.verdict import Status, Verdict
from autograder.sandbox.host import Host

FOLDER = Path(__file__).parent / "submissions"
LAB = FOLDER.parents[1] / "solutions" / "gpt"
HEADER = re.compile(r"\A# /// submission\n((?:#.*\n)+?)# ///\n")
CODE_HEADING = re.compile(r"[\W_]*[adeghi]\)")
MEANING = {
    "lost": {"partial", "failed"},
    "none": {"failed", "missing"},
    "decided": {"passed", "partial", "failed", "missing", "manual"},
}
# `make test` grades these, each for something that no other of them shows, and `make submissions` all others
SAMPLE = {
    "amp_clip_cosine.py",
    "cabromagico_gpu.py",
    "cell_kills_kernel.py",
    "colab_8000_iterations.py",
    "downloads_corpus.py",
    "half_finished.py",
    "hostile_forged_messages.py-early",
    "hostile_lying_tensor.py",
    "hostile_one_class.py-os_exit",
    "hostile_replaces_comparisons.py",
    "hostile_worker_lies.py-pickle",
    "mistake_d_no_mask.py",
    "names_both_model.py",
    "one_cell.py",
    "train_function_elsewhere.py",
}


@cache
def declared(name: str) -> dict:
    """What a submission declares about itself, in TOML."""
    path = FOLDER / name
    if path.suffix == ".ipynb":
        return nbformat.read(path, 4).metadata["submission"]
    lines = HEADER.match(path.read_text("utf-8"))[1].splitlines()
    return tomllib.loads("\n".join(line.removeprefix("#").removeprefix(" ") for line in lines))


def notebook(name: str, case: str = "") -> nbformat.NotebookNode:
    """The notebook that a file stands for: its own cells, or another one's with edits and cells put in."""
    path = FOLDER / name
    if path.suffix == ".ipynb":
        return nbformat.read(path, 4)
    header = declared(name)
    text = HEADER.sub("", path.read_text("utf-8"))
    own = jupytext.reads(text, "py:percent") if "# %%" in text else nbformat.v4.new_notebook()
    if "base" not in header:
        return own
    base = notebook(header["base"])
    for edit in header.get("edits", ()):
        old, new = edit["old"].rstrip("\n"), edit["new"].rstrip("\n")
        holders = [cell for cell in base.cells if old in cell.source]
        assert holders, f"{name}: {old!r} does not stand in {header['base']}"
        for cell in holders:
            cell.source = cell.source.replace(old, new)
    if name.startswith("hostile"):  # what they define again at the end is to be judged, and not the answer above
        base.cells = [cell for cell in base.cells if not CODE_HEADING.match(cell.source)]
    chosen = [nbformat.v4.new_code_cell(f"CASE = {case!r}")] if case else []
    added = [*chosen, *own.cells]
    base.cells = added + base.cells if header.get("at") == "start" else base.cells + added
    return base


def graded(name: str, case: str, folder: Path, here: Host) -> Result:
    """Grade a submission with the limits that it asks for."""
    lab = load_lab(LAB)
    lab = dataclasses.replace(lab, limits=dataclasses.replace(lab.limits, **declared(name).get("limits", {})))
    path = folder / f"{Path(name).stem}.ipynb"
    nbformat.write(notebook(name, case), path)
    return grade(read_notebook(path), lab, shelf_for(lab), here)


def told(result: Result) -> str:
    """Everything in a result that is not as in a perfect one."""
    lines = [f"{result.environment.seconds} s"]
    for id, answered in result.questions.items():
        lines.append(f"{id} {answered.status} {answered.score} of {answered.points}")
        lines += [f"    {c.name} {c.verdict}: {c.message}" for c in answered.checks if c.verdict != Verdict.PASSED]
    lines += [f"cell {cell}" for cell in result.cells]
    return "\n".join(lines)


CASES = {
    f"{path.name}-{case}".strip("-"): (path.name, case)
    for path in sorted([*FOLDER.glob("*.py"), *FOLDER.glob("*.ipynb")])
    for case in declared(path.name).get("cases", [""])
}
MARKED = [
    pytest.param(*case, id=id, marks=[] if id in SAMPLE else pytest.mark.submissions) for id, case in CASES.items()
]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "case"), MARKED)
def test_gets_what_it_deserves(name: str, case: str, tmp_path: Path, here: Host) -> None:
    """Every question of a submission gets the verdict that its answer deserves, whatever else the submission does."""
    result = graded(name, case, tmp_path, here)
    header, report = declared(name), told(result)
    for id, expected in header["expected"].items():
        allowed = MEANING.get(expected, {expected})
        assert result.questions[id].status in allowed, f"{id} should be {expected}\n{report}"
    for id, most in header.get("at_most", {}).items():
        earned = result.questions[id].score or 0.0  # nothing is earned while a person has not looked
        assert earned <= most + 1e-9, f"{id} deserves {most} at most\n{report}"
    broken = [id for id, answered in result.questions.items() if answered.status == Status.ERROR]
    assert not broken, f"the grader itself failed at {broken}\n{report}"
    for id, part in header.get("answers", {}).items():
        assert part in result.answers.get(id, ""), f"the answer to {id} is lost: {result.answers.get(id)!r}"
    if "student" in header:
        assert result.submission.student == header["student"]


def test_readme_names_every_submission() -> None:
    """The README beside the submissions has a line for each of them."""
    lines = (FOLDER / "README.md").read_text("utf-8").splitlines()
    for name in {name for name, _ in CASES.values()}:
        assert any(line.startswith(f"| {name} | {declared(name)['shows']} |") for line in lines), name


def test_the_sample_is_among_the_submissions() -> None:
    """Whatever `make test` is to grade is there, so that a file that gets another name is not left out unnoticed."""
    assert set(CASES) >= SAMPLE
