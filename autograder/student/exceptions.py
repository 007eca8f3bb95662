"""The exceptions that a check raises if the student's code gives no answer or cannot be judged."""

from autograder.results.verdict import Verdict


class StudentFault(Exception):
    """The student's code gave no answer; the message says what happened instead.

    `absent` says that the code was not written at all.
    """

    def __init__(self, message: str, verdict: Verdict = Verdict.STUDENT_ERROR, absent: bool = False) -> None:
        super().__init__(message)
        self.verdict = verdict
        self.absent = absent


class StudentTimeout(StudentFault):
    """The student's code did not finish within the check's time."""

    def __init__(self, message: str) -> None:
        super().__init__(message, Verdict.TIMED_OUT)


class Undecided(Exception):
    """The grader cannot tell whether the answer is right or wrong: a person must look at it."""
