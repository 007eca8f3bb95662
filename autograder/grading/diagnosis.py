"""The mistakes that the checks recognised, in words."""

from collections.abc import Mapping

from autograder.errors import LabError
from autograder.lab import mistakes
from autograder.lab.declaration import Lab
from autograder.lab.mistakes import Mistake
from autograder.messages import catalogue
from autograder.results.result import Flag, NamedMistake
from autograder.results.verdict import Judgement, Suspect


def texts(judged: Judgement, lab: Lab) -> tuple[dict[str, tuple[NamedMistake, ...]], list[Flag]]:
    """For each question, the mistakes that were named; and flags for what the lab's diagnoses did wrong."""
    named: dict[str, tuple[NamedMistake, ...]] = {}
    defects = list(judged.defects)
    known: dict[str, Mapping[str, Mistake]] = {}  # the file of a question is read once for all its names
    for suspect in judged.suspects:
        question = suspect.question
        try:
            known[question] = known.get(question) or mistakes.of_question(lab, question)
            named[question] = (*named.get(question, ()), _text(suspect, known[question][suspect.name], lab.language))
        except (LabError, LookupError, ValueError) as error:
            defects.append(f"{suspect.name}: {type(error).__name__}: {error}")
    say = catalogue(lab.language)
    return named, [Flag("naming_failed", say("flags.naming_failed", fault=defect)) for defect in defects]


def _text(suspect: Suspect, mistake: Mistake, language: str) -> NamedMistake:
    evidence = mistake.evidence.get(language, "").format(**suspect.values)
    return NamedMistake(mistake.known_as, mistake.explanation[language], evidence)
