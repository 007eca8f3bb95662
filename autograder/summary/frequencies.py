"""Counts the students of each known mistake and of each kind of flag, the most frequent first."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from autograder.results.record import StudentRecord


@dataclass(frozen=True)
class MistakeCount:
    """A known mistake at a question, and the number of students whose answer shows it.

    `price` are the points that it costs, None where it has cost nobody any, and `charged` the number of students whose
    points it took. The others' answers have failures that it does not explain, or points that a person gave.
    """

    question: str
    name: str
    explanation: str
    students: int
    price: float | None = None
    charged: int = 0


def count_mistakes(records: Sequence[StudentRecord]) -> tuple[MistakeCount, ...]:
    """Count the students of each mistake, most frequent first; a student counts once for each mistake."""
    explanations: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    prices: defaultdict[tuple[str, str], Counter[float]] = defaultdict(Counter)
    for record in records:
        answers = record.result.questions if record.result else {}
        named = {(id, shown.name): shown.explanation for id, answer in answers.items() for shown in answer.mistakes}
        for mistake, explanation in named.items():
            explanations[mistake][explanation] += 1
        for id, answer in answers.items():
            for deduction in answer.deductions if id not in record.manual else ():
                prices[id, deduction.mistake][deduction.points] += 1
    counts = []
    for mistake, wordings in explanations.items():
        costs = prices[mistake]
        price = costs.most_common(1)[0][0] if costs else None
        counts.append(MistakeCount(*mistake, wordings.most_common(1)[0][0], wordings.total(), price, costs.total()))
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
