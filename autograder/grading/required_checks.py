"""Checks that prove something only together with another one: a property holds of answers that compute nothing, too."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from autograder.messages import Catalogue
from autograder.results.verdict import Outcome, Verdict

SEEN = (Verdict.FAILED, Verdict.STUDENT_ERROR)  # what the student's answer did, and not what kept it from being seen

Key = tuple[str, str]


def without_lone_properties(
    outcomes: Sequence[Outcome], required: Mapping[Key, str], say: Catalogue
) -> tuple[Outcome, ...]:
    """Return the outcomes with the passed checks that require another one judged as that one was.

    `required` gives the name of the check that a check requires, by question and name, both without parameters. Where
    that failed, there are no points; where it came to no verdict on the answer, the check is left to a person.
    """
    return tuple(_judged(outcome, outcomes, required, say) for outcome in outcomes)


def missing_checks(outcomes: Iterable[Outcome], required: Mapping[Key, str]) -> list[str]:
    """Return the names that are required and that no check of the question has, with their questions."""
    there = {key_of(outcome) for outcome in outcomes}
    return sorted(f"{question}: {name}" for (question, _), name in required.items() if (question, name) not in there)


def key_of(outcome: Outcome) -> Key:
    """Return the question of a check and its name without parameters."""
    return outcome.question, outcome.name.partition("[")[0]


def _judged(outcome: Outcome, outcomes: Sequence[Outcome], required: Mapping[Key, str], say: Catalogue) -> Outcome:
    name = required.get(key_of(outcome))
    if name is None or outcome.verdict is not Verdict.PASSED:
        return outcome
    others = [one for one in outcomes if key_of(one) == (outcome.question, name) and one.verdict is not Verdict.PASSED]
    failed = next((one for one in others if one.verdict in SEEN), None)
    if failed is not None:
        message = say("student.property_alone", reason=failed.message or failed.title)
        return replace(outcome, verdict=Verdict.FAILED, message=message, hint=failed.hint, failed_with=name)
    if others:
        return outcome.left_open(say("student.property_unseen", reason=others[0].message or others[0].title))
    return outcome
