"""Laws of what a reply says of an exception."""

from autograder.kernel_side.error_report import error_description


def test_lines_of_the_graders_code_are_left_out() -> None:
    """The place of an error is the student's last line, also where the grader's own code raised it."""
    names: dict = {}
    exec(compile("def own(value):\n    return value.missing", "autograder.kernel_side.probe", "exec"), names)
    exec(compile("def student():\n    return own(1)", "<cell>", "exec"), names)
    for call, where in ((names["student"], "student:2"), (lambda: names["own"](1), "<lambda>")):
        try:
            call()
        except AttributeError as error:
            assert error_description(error)["where"].startswith(where)
