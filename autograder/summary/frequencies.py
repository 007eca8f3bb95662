"""The mistakes that the grader knew by name, the most frequent first."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from autograder.results.record import Standing


@dataclass(frozen=True)
class Frequent:
    """A mistake that was named at a question, with the students whose answer shows it."""

    question: str
    name: str
    explanation: str
    students: int


def frequent(there: Sequence[Standing]) -> tuple[Frequent, ...]:
    """Count the students of each mistake; one answer may be given several names, and counts at each of them once."""
    explanations: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for standing in there:
        answers = standing.result.questions if standing.result else {}
        named = {(id, one.name): one.explanation for id, answer in answers.items() for one in answer.mistakes}
        for mistake, explanation in named.items():
            explanations[mistake][explanation] += 1
    found = [
        Frequent(question, name, said.most_common(1)[0][0], said.total())
        for (question, name), said in explanations.items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.students, one.question, one.name)))
