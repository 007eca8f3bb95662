"""Which texts hold the grader's own source."""

from autograder.student.sent_sources import SentSources

SOURCE = "import torch\n\n\ndef secret_of(module, x):\n    return module(x).cumsum(-2) + 0.5 * x\n"


def sent() -> SentSources:
    """What was sent of one source."""
    made = SentSources()
    made.add(SOURCE)
    return made


def test_a_line_of_what_was_sent_is_found() -> None:
    """A text that quotes a line is found, also with other spaces, or as the repr of a text."""
    for text in ("ValueError: return module(x).cumsum(-2) + 0.5 * x", repr(SOURCE), SOURCE.replace(" ", "\t")):
        assert sent().reached(text, ())


def test_what_the_student_wrote_is_no_quotation() -> None:
    """Lines that stand in the notebook, and lines that are too short to say anything, are no quotation."""
    assert not sent().reached("in f: return module(x).cumsum(-2) + 0.5 * x", [SOURCE])
    assert not sent().reached("ModuleNotFoundError: import torch", ())
