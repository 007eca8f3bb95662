"""How an answer can fail to be one: the words that a check and its judge share."""


class StudentFault(Exception):
    """The student's code did not give an answer; the message says what it did instead."""

    def __init__(self, message: str, absent: bool = False) -> None:
        super().__init__(message)
        self.absent = absent


class StudentTimeout(StudentFault):
    """The student's code did not come back within the check's time."""


class Undecided(Exception):
    """The grader cannot tell a right answer from a wrong one here: a person must look."""
