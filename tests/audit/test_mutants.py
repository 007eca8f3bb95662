"""Mutants of a reference."""

import json
from pathlib import Path

from autograder.audit import mutants
from autograder.audit.subjects import Kind
from autograder.lab import master

GPT = Path(__file__).parents[2] / "solutions" / "gpt"
REFERENCE = master.read(GPT / "notebook.py")
LINES = (GPT / "notebook.py").read_text(encoding="utf-8").splitlines()
MADE = mutants.specimens(REFERENCE)


def test_one_answer_differs_in_one_place() -> None:
    """A mutant's notebook is the reference but for one cell, and its difference is one piece of that cell."""
    reference = REFERENCE.reference()["cells"]
    for made in MADE:
        cells = json.loads(made.notebook)["cells"]
        pairs = [(old, new) for old, new in zip(reference, cells, strict=True) if old != new]
        assert len(pairs) == 1
        old, new = pairs[0]
        assert {**old, "source": ""} == {**new, "source": ""}
        assert made.change is not None
        removed = [line[1:] for line in made.change.diff.splitlines() if line.startswith("-")]
        added = [line[1:] for line in made.change.diff.splitlines() if line.startswith("+")]
        assert "\n".join(removed) in old["source"] and "\n".join(added) in new["source"]


def test_the_line_is_that_of_the_solution() -> None:
    """The line that a mutant names is one of a solution, and what its difference removes stands there."""
    secret = {line.number for line in REFERENCE.secret}
    for made in MADE:
        assert made.change is not None and made.change.line in secret
        removed = [line[1:] for line in made.change.diff.splitlines() if line.startswith("-")]
        assert LINES[made.change.line - 1] in removed


def test_names_and_notebooks_are_all_different() -> None:
    """No two mutants are alike, every question with code has some, and they are made the same again."""
    assert len({made.name for made in MADE}) == len({made.notebook for made in MADE}) == len(MADE) > 150
    assert {made.questions for made in MADE} == {(id,) for id in "adeghij"}
    assert mutants.specimens(REFERENCE) == MADE


def test_lines_that_the_lab_does_not_judge_are_set_aside() -> None:
    """A mutant of a line that a pattern finds is of another kind, and nothing else about it or the others changes."""
    aside = mutants.specimens(REFERENCE, [r"\bprint\("])
    kinds = {made.kind for made in MADE}
    assert kinds == {Kind.MUTANT}
    assert [(made.name, made.notebook) for made in aside] == [(made.name, made.notebook) for made in MADE]
    shows = {made.name for made in aside if made.change is not None and "print(" in LINES[made.change.line - 1]}
    assert shows == {made.name for made in aside if made.kind is Kind.UNJUDGED} != set()


def test_what_the_lab_does_not_judge_is_set_aside() -> None:
    """A pattern sets the mutants of a line aside that it finds as it was, and those that write what it finds."""
    (line,) = {made.change.line for made in MADE if "lr=0.02" in made.change.diff}
    kinds = {made.name: made.kind for made in mutants.specimens(REFERENCE, [r"\blr=0\.02\b"])}
    written = {made.name for made in MADE if "lr=0.02" in made.change.diff}
    assert {name for name, kind in kinds.items() if kind is Kind.UNJUDGED} == written
    kinds = {made.name: made.kind for made in mutants.specimens(REFERENCE, [r"\blr=1e-2\b"])}
    assert {name for name, kind in kinds.items() if kind is Kind.UNJUDGED} == {
        made.name for made in MADE if made.change.line == line
    }
