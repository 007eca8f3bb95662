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


def count_mistakes(records: Sequence[StudentRecord]) -> tuple[MistakeCount, ...]:
    """Count the students of each mistake, most frequent first; a student counts once for each mistake."""
    explanations: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for record in records:
        answers = record.result.questions if record.result else {}
        named = {(id, shown.name): shown.explanation for id, answer in answers.items() for shown in answer.mistakes}
        for mistake, explanation in named.items():
            explanations[mistake][explanation] += 1
    counts = [
        MistakeCount(question, name, wordings.most_common(1)[0][0], wordings.total())
        for (question, name), wordings in explanations.items()
    ]
    return tuple(sorted(counts, key=lambda count: (-count.students, count.question, count.name)))


@dataclass(frozen=True)
class FlagCount:
    """A kind of flag, and the number of students whose submission has at least one such flag."""

    key: str
    students: int


def count_flags(records: Sequence[StudentRecord]) -> tuple[FlagCount, ...]:
    """Count the students of each kind of flag, the most frequent first."""
    counted = Counter(key for s in records if s.result for key in {flag.key for flag in s.result.flags})
    return tuple(FlagCount(key, n) for key, n in sorted(counted.items(), key=lambda item: (-item[1], item[0])))
