"""Applies the strict rules of a course: questions without comments, and notebooks whose cells fail, earn no points."""

import ast
import re
from collections.abc import Iterable, Mapping

from autograder.grading.failed_cells import failed_cells, students_own
from autograder.grading.flags import uncommented
from autograder.grading.live_submission import LiveSubmission
from autograder.lab.declaration import Lab, Question
from autograder.lab.student_template import Template
from autograder.results.result import FailedCell
from autograder.source.name_flow import names_set
from autograder.source.parsing import parse_or_empty

UNDEFINED = re.compile(r"name '(\w{1,200})' is not defined")
IN_BACKTICKS = re.compile(r"`([A-Za-z_]\w{0,200})`")


def barred_questions(live: LiveSubmission, lab: Lab, template: Template) -> set[Question]:
    """Return the questions that earn no points because the lab requires what the submission does not keep."""
    if lab.rules.errors == "require" and counted_failures(live, lab, template):
        return set(lab.questions)
    return set(uncommented(live, lab, template)) if lab.rules.comments == "require" else set()


def counted_failures(live: LiveSubmission, lab: Lab, template: Template) -> list[FailedCell]:
    """Return the cells that failed and that count as errors of the notebook.

    What failed for no fault of the student's does not count, and neither does what failed only because a bonus question
    was left as it was handed out: that costs the bonus and nothing else.
    """
    failed = list(students_own(failed_cells(live.session)))
    bonus = [question for question in lab.questions if question.bonus]
    if not failed or not bonus:
        return failed
    raised = {error for question in bonus for error in _stub_errors(question, template)}
    skipped = {cell.cell for cell in failed if (cell.type, cell.message) in raised}
    sources = {cell.index: cell.source for cell in live.submission.code}
    elsewhere = {name for index, source in sources.items() if index not in skipped for name in names_set(source)}
    unset = _names_of(bonus, template) - elsewhere
    for cell in failed:  # in order: a name that is missing for want of another is missing for the same reason
        if cell.cell in skipped or _lacks(cell, unset):
            skipped.add(cell.cell)
            unset |= set(names_set(sources.get(cell.cell, ""))) - _set_by_others(cell.cell, sources, skipped)
    return [cell for cell in failed if cell.cell not in skipped]


def _set_by_others(index: int, sources: Mapping[int, str], skipped: Iterable[int]) -> set[str]:
    left_out = {index, *skipped}
    return {name for other, source in sources.items() if other not in left_out for name in names_set(source)}


def _lacks(cell: FailedCell, names: set[str]) -> bool:
    match = UNDEFINED.search(cell.message[:1000]) if cell.type == "NameError" else None
    return match is not None and match[1] in names


def _names_of(bonus: Iterable[Question], template: Template) -> set[str]:
    """The names that bonus questions ask for, in the lab's declaration or in their prompts."""
    prompts = (text for question in bonus for text in [template.prompts.get(question.id, "")])
    asked = {name for text in prompts for name in IN_BACKTICKS.findall(text)}
    return asked | {name for question in bonus for name in question.defines}


def _stub_errors(question: Question, template: Template) -> set[tuple[str, str]]:
    """The types and messages of the errors that the stub of a question raises by itself."""
    errors = set()
    for source in template.code.get(question.id, ()):
        for node in ast.walk(parse_or_empty(source)):
            match node:
                case ast.Raise(exc=ast.Call(func=ast.Name(id=type), args=[ast.Constant(value=str(message))])):
                    errors.add((type, message))
                case ast.Raise(exc=ast.Name(id=type) | ast.Call(func=ast.Name(id=type), args=[])):
                    errors.add((type, ""))
    return errors
