"""Laws of other prices: stored results give the points, nothing is overwritten, and it is said who changed what."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from autograder.errors import ExportError, GradebookError
from autograder.gradebook.book import Gradebook
from autograder.gradebook.history import RepricingEvent
from autograder.gradebook.manual import ManualPoints
from autograder.gradebook.repricing import PriceDecision, priced_result
from autograder.gradebook.runs import GradingRun
from autograder.gradebook.schema import GradebookTable, OutcomeRow
from autograder.lab.declaration import Lab, Rules
from autograder.lab.price_list import MistakePrice, PriceList
from autograder.people.person import Person
from autograder.results.changes import PriceChange
from autograder.results.pricing import price_result
from autograder.results.question_result import NamedMistake
from autograder.results.result import result_json
from autograder.results.verdict import Status, Verdict
from tests.gradebook.conftest import START

ANA, BEA = Person("12", "Ana Núñez"), Person("13", "Bea Díaz")
PEDRO = PriceDecision("Pedro", "pauta")


def prices(points: float) -> PriceList:
    """A list in which the one mistake that is known costs some points."""
    explained = frozenset({("test_a_0", "failed")})
    return PriceList({"a": {"a_wrong": MistakePrice("a_wrong", points, "", "Wrong.", explained)}})


@pytest.fixture
def wrong(graded: Callable[..., GradingRun], asked: Lab) -> Callable[[Person, float], GradingRun]:
    """Makes a run of somebody who made the mistake, with the points of a price."""

    def make(person: Person, cost: float) -> GradingRun:
        run = graded(person, a=1.0, f=None)
        assert run.result is not None
        answered = run.result.questions["a"]
        first = replace(answered.checks[0], verdict=Verdict.FAILED, score=0.0)
        mistake = NamedMistake("a_wrong", "Wrong.", "")
        answered = replace(answered, checks=(first, answered.checks[1]), mistakes=(mistake,), status=Status.PARTIAL)
        answered = replace(answered, score=0.5, earned=0.5, lost=1.5)
        found = replace(run.result, questions=run.result.questions | {"a": answered})
        return replace(run, source=f"{person.id}.ipynb", result=price_result(found, asked, prices(cost)))

    return make


def rows(book: Gradebook) -> set[tuple[object, ...]]:
    """All rows of all tables."""
    with book.store.reading() as session:
        return {(t.name, *row) for t in GradebookTable.metadata.sorted_tables for row in session.execute(select(t))}


def test_other_prices_move_points_and_overwrite_nothing(book, wrong, graded, asked):
    """Shown first, nothing changes; applied, whoever made the mistake moves, and each earlier row is still there."""
    book.record(wrong(ANA, 1.5))
    book.record(graded(BEA, source="13.ipynb", a=2.0, f=None))
    before = rows(book)
    shown = book.reprice(asked, prices(0.5))
    assert rows(book) == before
    (change,) = shown.students
    assert (change.person.id, [(q.question, q.before, q.after) for q in change.questions]) == ("12", [("a", 0.5, 1.5)])
    assert change.questions[0].prices == (PriceChange("a_wrong", 1.5, 0.5),)
    assert book.reprice(asked, prices(0.5), PEDRO).students == shown.students
    assert before < rows(book)
    assert [record.points("a") for record in book.records("x")] == [1.5, 2.0]
    with book.store.reading() as session:
        assert len(session.scalars(select(OutcomeRow).where(OutcomeRow.run_id == 3)).all()) == 4
    event = book.history("12", "x")[-1]
    assert isinstance(event, RepricingEvent) and (event.author, event.note) == ("Pedro", "pauta")
    assert event.prices == change.questions[0].prices and event.changes[0].after == 1.5
    assert len(book.history("13", "x")) == 1
    after = rows(book)
    assert not book.reprice(asked, prices(0.5), PEDRO).runs and rows(book) == after


def test_a_later_run_finds_what_was_priced(book, wrong, asked):
    """A class run that prices the same result the same way adds nothing."""
    book.record(wrong(ANA, 1.5))
    book.reprice(asked, prices(0.5), PEDRO)
    after = rows(book)
    book.record(wrong(ANA, 0.5))
    assert rows(book) == after


def test_a_later_run_by_earlier_prices_takes_the_points_back(book, wrong, graded, asked):
    """The gradebook has the points of the results on disk, once, whichever prices were there before; and each run."""
    book.record(wrong(ANA, 1.5))
    book.record(wrong(ANA, 0.5))
    assert book.records("x")[0].points("a") == 1.5
    for _ in range(2):
        book.record(wrong(ANA, 1.5))
        assert book.records("x")[0].points("a") == 0.5
    assert len(book.history("12", "x")) == 3
    later = replace(graded(ANA, a=2.0, f=None), time=START + timedelta(days=9))
    book.record(replace(later, source="later.ipynb"))
    book.record(wrong(ANA, 0.5))
    assert book.records("x")[0].points("a") == 2.0


def test_prices_that_only_move_between_mistakes_are_recorded(book, wrong, asked):
    """Feedback tells each price, so that other deductions of the same sum are other findings."""
    book.record(wrong(ANA, 1.5))
    renamed = wrong(ANA, 1.5)
    answered = renamed.result.questions["a"]
    (deduction,) = answered.deductions
    halves = (replace(deduction, points=1.0), replace(deduction, mistake="a_other", points=0.5))
    split = renamed.result.questions | {"a": replace(answered, deductions=halves)}
    book.record(replace(renamed, result=replace(renamed.result, questions=split)))
    assert len(book.records("x")[0].result.questions["a"].deductions) == 2


def test_what_cannot_be_written_is_not_recorded(book, wrong, asked):
    """Where the files of a class cannot take the points, the gradebook does not either, and all can be done again."""
    book.record(wrong(ANA, 1.5))
    before = rows(book)

    def full(found):
        raise ExportError("x")

    with pytest.raises(ExportError):
        book.reprice(asked, prices(0.5), PEDRO, full)
    assert rows(book) == before and book.reprice(asked, prices(0.5), PEDRO).runs


def test_prices_that_a_class_run_finds_are_told_too(book, wrong):
    """A class run that takes up results with other prices records them: they count, and nobody has signed them."""
    book.record(wrong(ANA, 1.5))
    book.record(wrong(ANA, 0.5))
    event = book.history("12", "x")[-1]
    assert isinstance(event, RepricingEvent) and event.author == ""
    assert event.prices == (PriceChange("a_wrong", 1.5, 0.5),) and book.records("x")[0].points("a") == 1.5


def test_points_by_hand_hide_a_change(book, wrong, asked):
    """Points given by hand stay, and the change that they hide is shown beside them."""
    book.record(wrong(ANA, 1.5))
    book.give(asked, "12", ManualPoints("a", 1.25, "Inés"), START + timedelta(hours=1))
    (change,) = book.reprice(asked, prices(0.5), PEDRO).students
    assert change.manual == {"a": 1.25} and change.before.score == change.after.score == 1.25
    assert book.records("x")[0].points("a") == 1.25


def test_without_prices_the_checks_count_again(book, wrong, asked):
    """A list without prices gives the sum of the checks; what it had been is told as a price that is gone."""
    book.record(wrong(ANA, 1.0))
    (change,) = book.reprice(asked, PriceList(), PEDRO).students
    assert change.questions[0].prices == (PriceChange("a_wrong", 1.0, None),)
    assert book.records("x")[0].points("a") == 0.5


def test_questions_that_are_worth_something_else_are_left(book, wrong, asked):
    """Results of questions that had other points stay as they are, and are counted."""
    book.record(wrong(ANA, 1.5))
    other = replace(asked, questions=(replace(asked.questions[0], points=3.0), *asked.questions[1:]))
    found = book.reprice(other, prices(0.5))
    assert (found.left, found.runs) == (1, ())


def test_an_earlier_result_may_hide_what_a_rule_bars(wrong, asked):
    """Under a rule that takes all points, a result that does not say which questions it took them from is left."""
    text = result_json(wrong(ANA, 1.5).result)
    strict, old = replace(asked, rules=Rules(comments="require")), text.replace('"barred": false', '"bonus": false')
    assert priced_result(text, strict, prices(0.5)) and priced_result(old, asked, prices(0.5))
    assert priced_result(old, strict, prices(0.5)) is None


def test_what_cannot_be_priced_is_refused(book, wrong, asked):
    """Nothing graded, and nobody who decides, are each one fault."""
    with pytest.raises(GradebookError) as caught:
        book.reprice(asked, prices(0.5))
    assert caught.value.key == "gradebook.nothing_graded"
    book.record(wrong(ANA, 1.5))
    with pytest.raises(GradebookError) as caught:
        book.reprice(asked, prices(0.5), PriceDecision(" "))
    assert caught.value.key == "gradebook.reprice_author"
