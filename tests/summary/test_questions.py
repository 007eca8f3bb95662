"""Laws of success: each question accounts for everybody who handed in, and agrees with the gradebook."""

from hypothesis import given, settings
from hypothesis.strategies import data

from autograder.summary.fate import Fate
from autograder.summary.summary import summarize


@settings(deadline=None, max_examples=60)
@given(data())
def test_each_question_accounts_for_everybody(classes, lab, data):
    """Fates add up to those who handed in, and full ones are those who passed in the gradebook's own numbers."""
    found = summarize(data.draw(classes), lab)
    for one, asked in zip(found.questions, found.stats.questions, strict=True):
        assert sum(one.fates.values()) == found.handed_in
        known = found.handed_in - one.fates[Fate.WAITS] - one.fates[Fate.UNGRADED]
        assert known == asked.known
        assert one.fates[Fate.FULL] == round((asked.passed or 0) * known)
