"""Random answers and mutants of the reference."""

import ast
import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from autograder.audit import generated
from autograder.audit.subjects import Subject, SubjectKind
from autograder.lab import master
from autograder.lab.declaration import load_lab

GPT = load_lab(Path(__file__).parents[2] / "solutions" / "gpt")
REFERENCE = master.read(GPT.folder / GPT.notebook)
MASTER_LINES = (GPT.folder / GPT.notebook).read_text(encoding="utf-8").splitlines()


@pytest.fixture(scope="module")
def random() -> Sequence[Subject]:
    """The lab's questions, answered at random."""
    return generated.random_subjects(GPT, REFERENCE)


@pytest.fixture(scope="module")
def mutants() -> Sequence[Subject]:
    """All mutants of the reference."""
    return generated.mutant_subjects(REFERENCE)


def test_every_question_with_checks_has_some(random: Sequence[Subject]) -> None:
    """Each question that is checked is answered at random, in several ways, and in no other question's cells."""
    reference = REFERENCE.reference()["cells"]
    checked = [question.id for question in GPT.questions if question.checked]
    for id in checked:
        own = [subject for subject in random if subject.questions == (id,)]
        assert len({subject.notebook for subject in own}) == len(own) >= 5
        for subject in own:
            assert subject.kind is SubjectKind.RANDOM
            cells = json.loads(subject.notebook)["cells"]
            changed = [at for at, (old, new) in enumerate(zip(reference, cells, strict=True)) if old != new]
            assert len(changed) == 1
            ast.parse(cells[changed[0]]["source"])
    assert {subject.questions[0] for subject in random} == set(checked)


def test_a_loop_keeps_its_statements_in_another_order(random: Sequence[Subject]) -> None:
    """Of a training loop, each statement is one of the loop's own, and the orders differ."""
    reference = [cell["source"] for cell in REFERENCE.reference()["cells"]]
    whole = {
        ast.unparse(statement) for statement in loop("\n".join(text for text in reference if ".backward()" in text))
    }
    loops = []
    for subject in random:
        if subject.questions == ("i",):
            changed = [c["source"] for c in json.loads(subject.notebook)["cells"] if c["source"] not in reference]
            loops.append(tuple(ast.unparse(statement) for statement in loop(changed[0])))
    assert len(set(loops)) > 3
    assert all(set(statements) <= whole for statements in loops)


def loop(source: str) -> list[ast.stmt]:
    """The statements of the first loop."""
    return next(node.body for node in ast.walk(ast.parse(source)) if isinstance(node, ast.For))


def test_one_answer_differs_in_one_place(mutants: Sequence[Subject]) -> None:
    """A mutant's notebook is the reference but for one cell, and its difference is one piece of that cell."""
    reference = REFERENCE.reference()["cells"]
    for subject in mutants:
        cells = json.loads(subject.notebook)["cells"]
        pairs = [(old, new) for old, new in zip(reference, cells, strict=True) if old != new]
        assert len(pairs) == 1
        old, new = pairs[0]
        assert {**old, "source": ""} == {**new, "source": ""}
        assert subject.change is not None
        removed = [line[1:] for line in subject.change.diff.splitlines() if line.startswith("-")]
        added = [line[1:] for line in subject.change.diff.splitlines() if line.startswith("+")]
        assert "\n".join(removed) in old["source"] and "\n".join(added) in new["source"]


def test_the_line_is_that_of_the_solution(mutants: Sequence[Subject]) -> None:
    """The line that a mutant names is one of a solution, and what its difference removes stands there."""
    secret = {line.number for line in REFERENCE.secret}
    for subject in mutants:
        assert subject.change is not None and subject.change.line in secret
        removed = [line[1:] for line in subject.change.diff.splitlines() if line.startswith("-")]
        assert MASTER_LINES[subject.change.line - 1] in removed


def test_names_and_notebooks_are_all_different(mutants: Sequence[Subject]) -> None:
    """No two mutants are alike, every question with code has some, and they are made the same again."""
    assert (
        len({subject.name for subject in mutants})
        == len({subject.notebook for subject in mutants})
        == len(mutants)
        > 150
    )
    assert {subject.questions for subject in mutants} == {(id,) for id in "adeghij"}
    assert generated.mutant_subjects(REFERENCE) == mutants


def test_lines_that_the_lab_does_not_judge_are_set_aside(mutants: Sequence[Subject]) -> None:
    """A mutant of a line that a pattern finds is of another kind, and nothing else about it or the others changes."""
    aside = generated.mutant_subjects(REFERENCE, [r"\bprint\("])
    kinds = {subject.kind for subject in mutants}
    assert kinds == {SubjectKind.MUTANT}
    assert [(subject.name, subject.notebook) for subject in aside] == [
        (subject.name, subject.notebook) for subject in mutants
    ]
    shows = {
        subject.name
        for subject in aside
        if subject.change is not None and "print(" in MASTER_LINES[subject.change.line - 1]
    }
    assert shows == {subject.name for subject in aside if subject.kind is SubjectKind.UNJUDGED} != set()


def test_what_the_lab_does_not_judge_is_set_aside(mutants: Sequence[Subject]) -> None:
    """A pattern sets the mutants of a line aside that it finds as it was, and those that write what it finds."""
    (line,) = {subject.change.line for subject in mutants if "lr=0.02" in subject.change.diff}
    kinds = {subject.name: subject.kind for subject in generated.mutant_subjects(REFERENCE, [r"\blr=0\.02\b"])}
    written = {subject.name for subject in mutants if "lr=0.02" in subject.change.diff}
    assert {name for name, kind in kinds.items() if kind is SubjectKind.UNJUDGED} == written
    kinds = {subject.name: subject.kind for subject in generated.mutant_subjects(REFERENCE, [r"\blr=1e-2\b"])}
    assert {name for name, kind in kinds.items() if kind is SubjectKind.UNJUDGED} == {
        subject.name for subject in mutants if subject.change.line == line
    }
