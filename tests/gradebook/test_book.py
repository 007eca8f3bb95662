"""Laws of records: everybody of the class, once, with what counts."""

from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import integers, lists, none, sampled_from, tuples

from autograder.gradebook.book import open_gradebook
from autograder.gradebook.manual import ManualPoints
from autograder.people.person import Person

ANA, BENJA, ZOE = Person(id="12", name="Ana"), Person(id="13", name="Benjamín"), Person(id="14", name="Zoë")
gradings = lists(tuples(sampled_from([ANA, BENJA]), sampled_from("kj"), none() | sampled_from([0.0, 1.0])), max_size=6)
givings = lists(tuples(sampled_from([ANA, ZOE]), sampled_from("af"), none() | integers(0, 1)), max_size=6)


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(gradings, givings)
def test_a_standing_is_the_last_of_everything(tmp_path_factory, graded, asked, runs, marks):
    """The last run of each student and the last points by hand of each question stand, for everybody of the roster."""
    with open_gradebook(tmp_path_factory.mktemp("book") / "gradebook.db") as book:
        book.enrol([ZOE, BENJA, ANA])
        for hour, (person, key, points) in enumerate(runs):
            book.record(graded(person, hour, key, a=points, f=None))
        for person, question, points in marks:
            book.give(asked, person, ManualPoints(question, points, "Inés"), graded().time)
        found = book.records("x")
    assert [record.person for record in found] == [ANA, BENJA, ZOE]
    for record in found:
        mine = [points for person, _, points in runs if person == record.person]
        by_hand = {question: points for person, question, points in marks if person == record.person}
        assert (record.result is None) == (not mine)
        assert record.manual == {question: points for question, points in by_hand.items() if points is not None}
        expected = record.manual["a"] if "a" in record.manual else mine[-1] if mine else None
        assert record.points("a") == expected


def test_a_class_stands_by_name(book, graded):
    """Records come by name, and those without one by file, whoever handed in first."""
    for number, name in enumerate(["Zoë", "álvaro", "Benjamín"]):
        book.record(graded(Person(id=str(number), name=name), source=f"{number}", a=1.0))
    for source in ("b", "a"):
        book.record(graded(source=source, a=1.0))
    assert [s.person.name or s.file for s in book.records("x")] == ["a", "b", "álvaro", "Benjamín", "Zoë"]


def test_what_was_recorded_is_there_when_opened_again(place, graded):
    """A gradebook that was closed has everything when it is opened, and is not made anew."""
    with open_gradebook(place) as book:
        book.record(graded(ANA, a=1.0, f=None))
        before = book.records("x")
    with open_gradebook(place, create=False) as book:
        assert book.records("x") == before
