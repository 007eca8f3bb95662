"""Turns the mistakes that diagnoses recognised into text for the student."""

from collections.abc import Mapping

from autograder.errors import LabError
from autograder.lab import mistakes
from autograder.lab.declaration import Lab
from autograder.lab.mistakes import Mistake
from autograder.messages import catalogue
from autograder.results.question_result import NamedMistake
from autograder.results.result import Flag
from autograder.results.verdict import Judgement, Suspect


def texts(judged: Judgement, lab: Lab) -> tuple[dict[str, tuple[NamedMistake, ...]], list[Flag]]:
    """Return the named mistakes of each question, by id, and flags for diagnoses of the lab that went wrong."""
    named: dict[str, tuple[NamedMistake, ...]] = {}
    defects = list(judged.defects)
    mistakes_of: dict[str, Mapping[str, Mistake]] = {}  # the file of a question is read once for all its names
    for suspect in judged.suspects:
        question = suspect.question
        try:
            mistakes_of[question] = mistakes_of.get(question) or mistakes.of_question(lab, question)
            named[question] = (
                *named.get(question, ()),
                _text(suspect, mistakes_of[question][suspect.name], lab.language),
            )
        except (LabError, LookupError, ValueError) as error:
            defects.append(f"{suspect.name}: {type(error).__name__}: {error}")
    say = catalogue(lab.language)
    return named, [Flag("naming_failed", say("flags.naming_failed", fault=defect)) for defect in defects]


def _text(suspect: Suspect, mistake: Mistake, language: str) -> NamedMistake:
    evidence = mistake.evidence.get(language, "").format(**suspect.values)
    return NamedMistake(mistake.known_as, mistake.explanation[language], evidence)
