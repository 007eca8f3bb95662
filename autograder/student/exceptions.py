"""How an answer can fail to be one: the words that a check and its judge share."""

from autograder.results.verdict import Verdict


class StudentFault(Exception):
    """The student's code did not give an answer; the message says what it did instead."""

    def __init__(self, message: str, verdict: Verdict = Verdict.STUDENT_ERROR, absent: bool = False) -> None:
        super().__init__(message)
        self.verdict = verdict
        self.absent = absent


class StudentTimeout(StudentFault):
    """The student's code did not come back within the check's time."""

    def __init__(self, message: str) -> None:
        super().__init__(message, Verdict.TIMED_OUT)


class Undecided(Exception):
    """The grader cannot tell a right answer from a wrong one here: a person must look."""
