"""A student's record in a lab: the last result, the points given by hand, and the points that follow from both."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from autograder.lab.declaration import Lab, Question
from autograder.people.person import Person
from autograder.results import scoring
from autograder.results.result import Result
from autograder.results.scoring import QuestionScore, TotalScore
from autograder.results.verdict import Status


@dataclass(frozen=True)
class EarlierPoints:
    """Points that a person gave by hand to an answer that has changed since: how many, who, and when."""

    points: float
    author: str
    time: datetime


@dataclass(frozen=True)
class StudentRecord:
    """A student's record in a lab; `result` is None where nothing was graded, and `error` then says why.

    `in_doubt` says that nothing went wrong, but that a person must settle first which file counts for the student.
    `manual` holds the points that people gave, by question, the last of each; they count instead of the grader's.
    `reopened` holds, by question, points that people gave to an answer that the student has changed since: they do not
    count, and the question waits for a person again.
    """

    person: Person
    file: str = ""
    result: Result | None = None
    error: str = ""
    manual: Mapping[str, float] = field(default_factory=dict)
    in_doubt: bool = False
    reopened: Mapping[str, EarlierPoints] = field(default_factory=dict)

    def points(self, question: str) -> float | None:
        """The points of a question; None while nobody knows, which is not 0."""
        if question in self.manual:
            return self.manual[question]
        if question in self.reopened:
            return None
        answered = self.result.questions.get(question) if self.result else None
        return answered.score if answered else None

    def total(self, lab: Lab) -> TotalScore | None:
        """The sums on a lab's scale; None where nothing was graded at all."""
        if self.result is None and not self.manual:
            return None
        return scoring.total_score([self._score(question) for question in lab.questions], lab)

    def _score(self, question: Question) -> QuestionScore:
        answered = self.result.questions.get(question.id) if self.result else None
        if question.id in self.reopened:
            answered = None  # all its points wait
        earned, lost = (answered.earned, answered.lost) if answered else (0.0, 0.0)
        return QuestionScore(question, Status.MANUAL, self.points(question.id), (), earned, lost)
