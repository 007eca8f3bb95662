"""Leaves to a person the questions whose answer is in the notebook, but where it does not run."""

from dataclasses import replace

from autograder.lab.declaration import Lab
from autograder.lab.student_template import template
from autograder.notebook.misplaced_code import misplaced_answers
from autograder.results.verdict import Judgement, Outcome
from autograder.student.student import Student


def without_zero_for_misplaced(judgement: Judgement, student: Student, lab: Lab) -> Judgement:
    """Return a judgement in which checks that found nothing are open where the answer is text that does not run."""
    absent = {outcome.question for outcome in judgement.outcomes if outcome.absent and outcome.score == 0}
    misplaced = misplaced_answers(student.evidence.submission.cells, lab, template(lab)) if absent else {}
    if absent.isdisjoint(misplaced):
        return judgement

    def settled(outcome: Outcome) -> Outcome:
        if not outcome.absent or outcome.score != 0 or outcome.question not in misplaced:
            return outcome
        reason = student.say("student.misplaced", cell=misplaced[outcome.question])
        return outcome.left_open(reason)

    return replace(judgement, outcomes=tuple(map(settled, judgement.outcomes)))
