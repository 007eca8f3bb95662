"""Tables show what came from a student, and never obey it."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis.strategies import text
from rich.console import Console

from autograder.batch import terminal_table
from autograder.batch.row import Row
from autograder.messages import catalogue
from autograder.people.person import Person
from autograder.results.question_result import CheckResult, NamedMistake, QuestionResult
from autograder.results.result import Environment, Result, SubmissionInfo
from autograder.results.verdict import Status, Verdict

ANSWERED = QuestionResult("Head", Status.MANUAL, None, 0.5, False, {}, (), ())
RESULT = Result(
    lab="gpt",
    submission=SubmissionInfo("a.ipynb", "0" * 64, "Ana", 1, None, False),
    score=1.0,
    max_score=6.0,
    pending=0.5,
    bonus=0.0,
    bonus_pending=0.0,
    mark=None,
    mark_range=(2.0, 2.5),
    questions={"d": ANSWERED},
    answers={},
    cells=(),
    scaled=(),
    flags=(),
    environment=Environment("cpu", "none", "0", "3", "2", {}, 1.0, ""),
)


def shown(renderable: object) -> str:
    console = Console(width=200, force_terminal=False, color_system=None)
    with console.capture() as captured:
        console.print(renderable)
    return captured.get()


@settings(deadline=None)  # a busy machine is no slow one
@given(text())
def test_no_control_character_reaches_the_terminal(name: str) -> None:
    """Whatever a student calls a file, no escape sequence comes out, and no markup is obeyed."""
    handed = replace(RESULT.submission, file=name)
    out = shown(terminal_table.one(replace(RESULT, submission=handed), catalogue("en")))
    assert not any(ord(c) < 32 and c != "\n" for c in out)
    assert "\x7f" not in out and "\x9b" not in out


def test_points_that_wait_are_a_dash() -> None:
    """What is not known is never shown as 0."""
    assert "– / 0.5" in shown(terminal_table.one(RESULT, catalogue("es")))


def test_a_file_that_was_not_graded_says_so() -> None:
    """A row without a result says that it was not graded, and shows no points; without file and name, the number."""
    absent = Row("", "", error="Handed in nothing.", person=Person(rut="20668440-2"))
    out = shown(terminal_table.many([Row("b.ipynb", "b", None, "cut in the middle"), absent], catalogue("en")))
    assert "b.ipynb" in out and "20668440-2" in out
    assert "not graded" in out


def test_a_named_mistake_comes_before_what_checks_said() -> None:
    """The name of a mistake, and what shows it, is read first."""
    check = CheckResult("test_x", "Title.", Verdict.FAILED, 0.5, 0.0, "seen", "hint", 0.1)
    named = NamedMistake("d_no_mask", "It sees the future.", "T is 8.")
    wrong = replace(ANSWERED, checks=(check,), mistakes=(named,))
    out = shown(terminal_table.one(replace(RESULT, questions={"d": wrong}), catalogue("en")))
    assert 0 < out.index("It sees the future. What shows it: T is 8.") < out.index("Title. seen")
