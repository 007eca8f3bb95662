"""Counts the students of each known mistake and of each kind of flag, the most frequent first."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from autograder.results.record import StudentRecord


@dataclass(frozen=True)
class MistakeCount:
    """A known mistake at a question, and the number of students whose answer shows it."""

    question: str
    name: str
    explanation: str
    students: int


def count_mistakes(there: Sequence[StudentRecord]) -> tuple[MistakeCount, ...]:
    """Count the students of each mistake; one answer may be given several names, and counts at each of them once."""
    explanations: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for record in there:
        answers = record.result.questions if record.result else {}
        named = {(id, one.name): one.explanation for id, answer in answers.items() for one in answer.mistakes}
        for mistake, explanation in named.items():
            explanations[mistake][explanation] += 1
    found = [
        MistakeCount(question, name, said.most_common(1)[0][0], said.total())
        for (question, name), said in explanations.items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.students, one.question, one.name)))


@dataclass(frozen=True)
class FlagCount:
    """A kind of flag, and the number of students whose submission has at least one of it."""

    key: str
    students: int


def count_flags(there: Sequence[StudentRecord]) -> tuple[FlagCount, ...]:
    """Count the students of each kind of flag, the most frequent first."""
    counted = Counter(key for s in there if s.result for key in {flag.key for flag in s.result.flags})
    return tuple(FlagCount(key, n) for key, n in sorted(counted.items(), key=lambda item: (-item[1], item[0])))
