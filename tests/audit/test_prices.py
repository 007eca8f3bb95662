"""Laws of what an audit says about prices."""

from collections.abc import Callable

from autograder.audit.prices import price_list_of, share_by_price, signatures
from autograder.audit.subjects import Subject, SubjectKind
from autograder.audit.trial import CheckOutcome, SubjectRecord, Trial
from autograder.lab.declaration import Lab, Question
from autograder.lab.price_list import MistakePrice, PriceList
from autograder.lab.signatures import signatures_path
from autograder.results.verdict import Verdict


def test_a_signature_holds_what_a_mistake_fails_by_itself() -> None:
    """A check that holds, and fails only with another, is no part of it: it may not hold in another's answer."""
    made = Subject(SubjectKind.MISTAKE, "d_x", ("d",), "{}", ("d_x",))
    found = (
        CheckOutcome("d", "test_attends", Verdict.FAILED),
        CheckOutcome("d", "test_shape", Verdict.FAILED, failed_with="test_attends"),
        CheckOutcome("d", "test_other", Verdict.PASSED),
    )
    assert signatures([Trial(made, SubjectRecord(found))]) == {"d_x": {"test_attends": "failed"}}


def test_what_an_audit_sees_takes_the_place_of_the_record(tiny: Callable[..., Lab]) -> None:
    """An old record explains nothing more of what was tried; a damaged one keeps no audit from its end."""
    lab = tiny(test_a_x="")
    (lab.folder / "mistakes").mkdir()
    (lab.folder / "mistakes" / "a.toml").write_text('[a_x]\nexplanation = "X."\nprice = 1.0\nanswer = "x"\n', "utf-8")
    made = Subject(SubjectKind.MISTAKE, "a_x", ("a",), "{}", ("a_x",))
    trial = Trial(made, SubjectRecord((CheckOutcome("a", "test_one", Verdict.FAILED),)))
    for record in ('{"a_x": {"checks": {"test_old": "failed"}}}', "{"):
        signatures_path(lab).write_text(record, "utf-8")
        assert price_list_of([trial], lab).of("a")["a_x"].explains == {("test_one", "failed")}


def test_what_an_answer_earns_by_price_is_measured() -> None:
    """An answer that fails every check earns what the price of a mistake that is named in it leaves."""
    lab = Lab("x", "X", (Question("d", "Head", "code", 2.0),))
    subject = Subject(SubjectKind.EMPTY, "empty_d_zeros", ("d",), "{}")
    failed = CheckOutcome("d", "test_attends", Verdict.FAILED, points=2.0)
    for points, share in ((2.0, 0.0), (0.5, 0.75)):
        price = MistakePrice("d_x", points, "", "X.", frozenset({("test_attends", "failed")}))
        trial = Trial(subject, SubjectRecord((failed,), {"d": ("d_x",)}))
        assert share_by_price(trial, lab, PriceList({"d": {"d_x": price}})) == share
