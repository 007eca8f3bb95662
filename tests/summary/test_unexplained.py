"""Laws of grouped unexplained failures."""

from dataclasses import replace

import pytest

from autograder.errors import SummaryError
from autograder.results.pricing import pattern_of, price_question
from autograder.results.record import StudentRecord
from autograder.results.verdict import Verdict
from autograder.summary.unexplained import find_group, group_unexplained


def test_equal_unknown_failures_are_one_group(stand, answer, check, lab):
    """Students whose checks failed alike are a group, the largest first; what is explained is in none."""

    def failing(message, *names):
        checks = (check(Verdict.FAILED, message), check(Verdict.PASSED, "", "test_b"))
        return price_question(lab.questions[0], answer("a", 1.0, None, checks, *names), {})

    class_ = [
        stand(file="z.ipynb", a=failing("Se vio 0.31.")),
        stand(file="other.ipynb", a=failing("Se vio 7.")),
        stand(file="b.ipynb", a=failing("Se vio 0.3100001.", "a_wrong")),
        stand(a=replace(failing("Se vio 0.31."), unexplained=None)),
        stand(a=2.0),
        StudentRecord(stand().person, error="roto"),
    ]
    first, second = group_unexplained(class_)
    assert (first.question, first.students, first.points, first.mistakes) == ("a", 2, 1.0, {"a_wrong": 1})
    assert [answer.file for answer in first.answers] == ["b.ipynb", "z.ipynb"]
    assert [(c.name, c.title) for c in first.checks] == [("test_a", "Título de test_a.")]
    assert first.pattern == pattern_of([check(Verdict.FAILED, "Se vio 0.31.")])
    assert second.students == 1 and find_group((first, second), second.pattern) is second
    elsewhere = replace(second, question="z")
    assert find_group((first, second, elsewhere), second.pattern, "z") is elsewhere
    for unclear in (second.pattern, "nothing"):
        with pytest.raises(SummaryError):
            find_group((first, second, elsewhere), unclear)
