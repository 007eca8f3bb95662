"""Submissions whose answers are random."""

import ast
import json
from pathlib import Path

from autograder.audit import generated
from autograder.audit.subjects import Kind
from autograder.lab import master
from autograder.lab.declaration import load_lab

GPT = load_lab(Path(__file__).parents[2] / "solutions" / "gpt")
REFERENCE = master.read(GPT.folder / GPT.notebook)
MADE = generated.specimens(GPT, REFERENCE)


def test_every_question_with_checks_has_some() -> None:
    """Each question that is checked is answered at random, in several ways, and in no other question's cells."""
    reference = REFERENCE.reference()["cells"]
    checked = [question.id for question in GPT.questions if question.checked]
    for id in checked:
        own = [made for made in MADE if made.questions == (id,)]
        assert len({made.notebook for made in own}) == len(own) >= 5
        for made in own:
            assert made.kind is Kind.RANDOM
            cells = json.loads(made.notebook)["cells"]
            changed = [at for at, (old, new) in enumerate(zip(reference, cells, strict=True)) if old != new]
            assert len(changed) == 1
            ast.parse(cells[changed[0]]["source"])
    assert {made.questions[0] for made in MADE} == set(checked)


def test_a_loop_keeps_its_statements_in_another_order() -> None:
    """Of a training loop, each statement is one of the loop's own, and the orders differ."""
    reference = [cell["source"] for cell in REFERENCE.reference()["cells"]]
    whole = {
        ast.unparse(statement) for statement in loop("\n".join(text for text in reference if ".backward()" in text))
    }
    loops = []
    for made in MADE:
        if made.questions == ("i",):
            changed = [c["source"] for c in json.loads(made.notebook)["cells"] if c["source"] not in reference]
            loops.append(tuple(ast.unparse(statement) for statement in loop(changed[0])))
    assert len(set(loops)) > 3
    assert all(set(statements) <= whole for statements in loops)


def loop(source: str) -> list[ast.stmt]:
    """The statements of the first loop."""
    return next(node.body for node in ast.walk(ast.parse(source)) if isinstance(node, ast.For))
