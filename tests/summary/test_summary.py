"""Laws of a summary as a whole: everybody is accounted for, and an anonymous one knows nobody."""

import json

from hypothesis import given, settings
from hypothesis.strategies import data

from autograder.people.person import Person
from autograder.results.record import StudentRecord
from autograder.results.verdict import Verdict
from autograder.summary import summary
from autograder.summary.summary import anonymous, summarize

SECRET = "ÑANDÚ"


@settings(deadline=None, max_examples=60)
@given(data())
def test_everybody_is_accounted_for(classes, lab, data):
    """Settled, open, not graded and absent are all students, each once."""
    found = summarize(data.draw(classes), lab)
    stats, marks = found.stats, found.marks
    assert marks.settled + marks.open + stats.errors + stats.doubts + stats.absent == stats.students
    assert found.handed_in == marks.settled + marks.open + stats.errors + stats.doubts
    assert marks.settled == (stats.marks.count if stats.marks else 0)
    assert found.waiting == len(found.cases)


@settings(deadline=None, max_examples=30)
@given(data())
def test_json_holds_it_all(classes, lab, data):
    """The JSON is strict, and holds every number and null for what nobody knows."""
    found = summarize(data.draw(classes), lab)

    def refuse(constant):
        raise ValueError(constant)

    read = json.loads(summary.to_json(found), parse_constant=refuse)
    assert read["marks"]["settled"] == found.marks.settled
    assert [one["fates"] for one in read["questions"]] == [dict(one.fates) for one in found.questions]
    assert len(read["cases"]) == read["waiting"] == found.waiting
    assert (read["stats"]["marks"] is None) is (found.stats.marks is None)


def test_an_anonymous_summary_knows_nobody(stand, answer, check, lab):
    """No name, number, file, message or error of a student is left, and every count stays."""
    who = Person(f"id {SECRET}", f"name {SECRET}", f"rut {SECRET}", f"mail {SECRET}", f"section {SECRET}")
    checks = (check(Verdict.STUDENT_ERROR, SECRET), check(Verdict.GRADER_ERROR, SECRET, "test_b"))
    class_ = [stand(who, SECRET, a=answer("a", None, None, checks), f=None), StudentRecord(who, SECRET, None, SECRET)]
    named = summarize(class_, lab)
    hidden = anonymous(named)
    assert SECRET in summary.to_json(named)
    assert SECRET not in summary.to_json(hidden)
    assert (hidden.stats, hidden.marks, hidden.questions) == (named.stats, named.marks, named.questions)
    assert (hidden.needs, hidden.waiting, hidden.flags) == (named.needs, 2, named.flags)
    assert [one.failed for one in hidden.checks] == [one.failed for one in named.checks]
    assert [slow.seconds for slow in hidden.times.slowest] == [1.0]
