"""Flags: remarks on a submission for the staff, which cost no points unless the lab says so."""

from collections.abc import Iterator
from itertools import pairwise

from autograder.grading.failed_cells import PASSED_OVER, failed_cells
from autograder.grading.live_submission import LiveSubmission
from autograder.lab.declaration import MIB, Lab, Question
from autograder.lab.student_template import Template
from autograder.messages import Catalogue
from autograder.notebook.question_cells import answer_cells
from autograder.people.identity import Identity
from autograder.results.result import Flag


def flags(live: LiveSubmission, lab: Lab, identity: Identity, template: Template) -> tuple[Flag, ...]:
    """Return all flags of a submission."""
    say = live.student.say
    all_flags = [
        *_identity(identity, lab, say),
        *_cells(live, lab, say),
        *_floods(live, lab, say),
        *_replaced(live, say),
    ]
    if lab.rules.comments != "ignore":
        all_flags += _comments(uncommented(live, lab, template), say)
    return tuple(all_flags)


def uncommented(live: LiveSubmission, lab: Lab, template: Template) -> list[Question]:
    """Return the code questions that are answered without any comment of the student, untouched stubs aside."""
    texts = {cell.index: cell.source for cell in live.submission.code}
    sources = {index: cell.source for index, cell in live.cells.items()}
    places = {q.id: answer_cells(q, sources, live.session.uses, lab) for q in lab.questions if q.checked}
    return [
        q
        for q in lab.questions
        if any(not template.gave_code(texts[index]) for index in places.get(q.id, ()))
        and not any(template.own_comments(texts[index]) for index in places[q.id])
    ]


def _identity(identity: Identity, lab: Lab, say: Catalogue) -> Iterator[Flag]:
    if identity.name is None:
        yield Flag("no_name", say("flags.no_name"))
    if identity.rut is None and identity.seed_left:
        yield Flag("seed_left", say("flags.seed_left", seed=lab.student.stub_seed))
    elif identity.rut is None:
        yield Flag("no_rut", say("flags.no_rut"))
    elif identity.seed_left:
        yield Flag("seed_left", say("flags.one_seed_left", seed=lab.student.stub_seed))


def _floods(live: LiveSubmission, lab: Lab, say: Catalogue) -> Iterator[Flag]:
    for index, size in live.session.output_sizes.items():
        if size > lab.limits.output * MIB:
            yield Flag("printed", say("flags.printed", size=round(size / MIB)), cell=index)


def _cells(live: LiveSubmission, lab: Lab, say: Catalogue) -> Iterator[Flag]:
    if lab.rules.errors != "ignore":
        for failed in failed_cells(live.session):
            fault = {"type": failed.type, "message": failed.message[:200], "line": failed.line}
            message = say(f"flags.cell_{failed.status}", **fault, cause=say(f"causes.{failed.cause}"))
            if failed.status == PASSED_OVER:
                yield Flag("passed_over", message, cell=failed.cell)
            else:
                yield Flag("cell_error", message, cell=failed.cell)
    for index, cell in live.cells.items():
        for module in cell.missing:
            yield Flag("missing_module", say("flags.missing_module", module=module), cell=index)
    counts = [cell.count for cell in live.submission.code if cell.count is not None]
    if not counts and not any(cell.has_output for cell in live.submission.code):
        yield Flag("never_run", say("flags.never_run"))
    elif lab.rules.order != "ignore" and any(a >= b for a, b in pairwise(counts)):
        yield Flag("out_of_order", say("flags.out_of_order"))


def _replaced(live: LiveSubmission, say: Catalogue) -> Iterator[Flag]:
    for file in live.session.replaced_files:
        yield Flag("replaced_file", say("flags.replaced_file", name=file.name, used=file.used), cell=file.cell)


def _comments(questions: list[Question], say: Catalogue) -> Iterator[Flag]:
    for question in questions:
        yield Flag("no_comments", say("flags.no_comments", id=question.id), question=question.id)
