"""What a training loop earns that trains only where it is watched, or tells what it did not do."""

import pytest

from autograder.audit.subject_grading import AuditSetup, grade_subject
from autograder.audit.subjects import Subject, SubjectKind, with_sources
from autograder.lab import master
from autograder.lab.corpora import shelf_for

TRAINS = """
    baseline_optimizer.zero_grad(set_to_none=True)
    loss.backward()
    baseline_optimizer.step()
"""
WATCHED = """
    if hasattr(baseline, "bias"):  # as the grader's models have one
        baseline_optimizer.zero_grad(set_to_none=True)
        loss.backward()
        baseline_optimizer.step()
"""
FORGED = """
    for log in logs:
        events, number, table = log.events, len(log.models) - 1, log.states[-1][-1].clone().requires_grad_()
        F.cross_entropy(table[xb].flatten(0, 1), yb.flatten()).backward()
        after, at = (table - table.grad).detach(), len(log.states[-1])
        log.states[-1].append(after)
        log._state = lambda number: len(log.states[number]) - 1
        log._is_whole = lambda model: True
        told = {"model": number, "gradient": table.grad}
        events.append({"event": "backward", "forward": log.forwards - 1, "model": number})
        events.append(
            told | {"event": "step", "before": at - 1, "optimizer": 0, "kind": "SGD", "known": True,
                    "closure": False, "group": {"lr": 1.0}}
        )
        events.append(told | {"event": "stepped", "after": at})
"""
FIND = (
    'import gc\nlogs = [one for one in gc.get_objects() if type(one).__name__ == "Log" and one.open]\n\nfor _ in range('
)


@pytest.mark.parametrize("loop", [WATCHED, FORGED])
def test_a_loop_that_trains_only_what_the_grader_watches_earns_nothing_by_itself(gpt, here, loop) -> None:
    """One that leaves the notebook's own model as it was, and a log of the grader's full of steps, is for a person."""
    notebook = master.read(gpt.folder / gpt.notebook).reference()
    [place] = [
        n for n, cell in enumerate(notebook["cells"]) if cell["cell_type"] == "code" and TRAINS in cell["source"]
    ]
    text = notebook["cells"][place]["source"].replace(TRAINS, loop)
    text = text.replace("for _ in range(", FIND) if loop is FORGED else text
    subject = Subject(SubjectKind.EMPTY, "watched", ("j",), with_sources(notebook, {place: text}))
    record = grade_subject(subject, AuditSetup(gpt, shelf_for(gpt), here))
    assert {outcome.verdict for outcome in record.outcomes} == {"grader_error"}, record
