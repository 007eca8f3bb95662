"""The mistakes that the checks recognised, in words."""

from autograder.errors import LabError
from autograder.lab import known_answers
from autograder.lab.declaration import Lab
from autograder.messages import catalogue
from autograder.results.result import Flag, Named
from autograder.results.verdict import Judgement, Suspect


def texts(judged: Judgement, lab: Lab) -> tuple[dict[str, tuple[Named, ...]], list[Flag]]:
    """For each question, the mistakes that were named; and flags for what the lab's diagnoses did wrong."""
    named: dict[str, tuple[Named, ...]] = {}
    defects = list(judged.defects)
    for suspect in judged.suspects:
        try:
            named[suspect.question] = (*named.get(suspect.question, ()), _text(suspect, lab))
        except (LabError, LookupError, ValueError) as error:
            defects.append(f"{suspect.name}: {type(error).__name__}: {error}")
    say = catalogue(lab.language)
    return named, [Flag("naming_failed", say("flags.naming_failed", fault=defect)) for defect in defects]


def _text(suspect: Suspect, lab: Lab) -> Named:
    known = known_answers.known(lab, suspect.name)
    if known is None or known.question != suspect.question:
        raise LookupError(suspect.question)
    return Named(known.known_as, known.explanation(lab.language), known.evidence(lab.language, suspect.values))
