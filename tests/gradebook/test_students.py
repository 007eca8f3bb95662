"""Laws of students: nobody is lost, nobody is two, and no two are one."""

import pytest

from autograder.errors import GradebookError
from autograder.people.person import Person

ANA = Person(id="12", name="Ana Núñez", rut="11.111.111-1", email="ana@uni.cl", section="2")
OTHER = Person(id="13", name="Núñez, Ana")
ZOE = Person(id="14", name='O\'Brien Díaz, "Zoë" 🎉', email="Zoe@uni.cl")


def who(book, lab="x"):
    return [record.person for record in book.records(lab)]


def test_two_of_one_name_stay_two(book, graded):
    """Two people of the same name have two records, whichever came first and from wherever."""
    book.record(graded(Person(name="Ana Núñez"), source="0", a=0.5))
    book.enrol([ANA, OTHER])
    book.record(graded(ANA, source="1", a=1.0))
    book.record(graded(OTHER, source="2", a=2.0))
    assert sorted(s.points("a") for s in book.records("x")) == [0.5, 1.0, 2.0]
    assert {"12", "13", ""} == {person.id for person in who(book)}


def test_two_files_of_one_name_stay_two(book, graded):
    """Two files of owners who are but the same name never hide each other, however often they are graded."""
    for hour in range(2):
        for source, points in (("1", 1.0), ("2", 2.0)):
            book.record(graded(Person(name="Ana Núñez"), hour, f"k{hour}", source, source * 64, a=points))
    assert sorted(s.points("a") for s in book.records("x")) == [1.0, 2.0]


def test_a_roster_names_who_was_but_a_name(book, graded):
    """Who handed in before there was a roster, under a name that it has once, is who the roster says."""
    book.record(graded(Person(name="ana nunez"), a=1.0))
    book.enrol([ANA, ZOE])
    assert who(book) == [ANA, ZOE]
    assert book.records("x")[0].points("a") == 1.0


def test_the_roster_says_what_somebody_is_called(book, graded):
    """What a notebook says of its author does not change what the roster said, and fills in what it left open."""
    book.enrol([Person(id="12", name="Ana Núñez")])
    book.record(graded(Person(id="12", name="anita", email="ana@uni.cl"), a=1.0))
    assert who(book) == [Person(id="12", name="Ana Núñez", email="ana@uni.cl")]
    book.enrol([Person(id="12", name="Ana Núñez Díaz", section="3")])
    assert who(book) == [Person(id="12", name="Ana Núñez Díaz", email="ana@uni.cl", section="3")]


def test_a_roster_read_again_adds_nobody(book):
    """The same roster twice is one class, and a row that says nothing of anybody is passed over."""
    for _ in range(2):
        book.enrol([ANA, OTHER, ZOE, Person(section="1")])
    assert sorted(who(book)) == sorted([ANA, OTHER, ZOE])


def test_a_file_that_found_its_owner_is_not_shown_twice(book, graded):
    """A file graded as nobody's, then with a roster as somebody's, stands once, unless it is nobody's again."""
    book.record(graded(source="dir/lab.ipynb", a=1.0))
    book.enrol([ANA])
    book.record(graded(ANA, 1, source="dir/lab.ipynb", a=1.0))
    assert who(book) == [ANA]
    book.record(graded(hour=2, key="k2", source="dir/lab.ipynb", a=2.0))
    assert [s.points("a") for s in book.records("x")] == [2.0, 1.0]
    book.record(graded(ANA, 3, key="k2", source="dir/lab.ipynb", a=2.0))
    assert [s.points("a") for s in book.records("x")] == [2.0]


def test_another_file_in_the_same_place_is_not_its_owners(book, graded):
    """What lies where a student's file lay, and says nothing of its owner, is not put on top of that student's."""
    book.record(graded(ANA, a=1.0))
    book.record(graded(hour=1, sha256="1" * 64, a=2.0))
    assert [(s.person, s.points("a")) for s in book.records("x")] == [(Person(), 2.0), (ANA, 1.0)]


def test_what_was_given_to_nobodys_file_stays_in_sight(book, graded, asked):
    """Points given by hand to a file without an owner are shown also when the file has found one."""
    from autograder.gradebook.manual import ManualPoints

    book.record(graded(source="dir/lab.ipynb", a=1.0))
    book.give(asked, "dir/lab.ipynb", ManualPoints("f", 0.5, "TA"), graded().time)
    book.record(graded(ANA, 1, source="dir/lab.ipynb", a=1.0))
    assert [record.manual for record in book.records("x")] in ([{"f": 0.5}], [{"f": 0.5}, {}])


def test_a_file_without_an_owner_is_one_student(book, graded):
    """Files of whom nobody knows the owner are told apart by where they lie, and known again there."""
    for hour, source in enumerate(("1", "2", "1")):
        book.record(graded(hour=hour, key=f"k{hour}", source=source, a=1.0))
    assert [record.file for record in book.records("x")] == ["1", "2"]
    assert len(book.history("1", "x")) == 2


@pytest.mark.parametrize("text", ["12", "11.111.111-1", "111111111", "ANA@uni.cl", "dir/lab.ipynb", "ana nunez"])
def test_a_student_is_found_by_any_sign(book, graded, text):
    """Id, RUT, e-mail, whole name and file all find the student, however they are spelt."""
    book.enrol([ANA, ZOE])
    book.record(graded(ANA, source="dir/lab.ipynb", a=1.0))
    assert len(book.history(text, "x")) == 1
    assert len(book.history(ANA, "x")) == 1


def test_an_ambiguous_name_lists_whom_it_may_mean(book):
    """A name that two have gives both, with what tells them apart."""
    book.enrol([ANA, OTHER, ZOE])
    with pytest.raises(GradebookError) as caught:
        book.history("Ana Núñez", "x")
    text = caught.value.render("es")
    assert caught.value.key == "gradebook.ambiguous"
    assert "12" in text and "13" in text and "14" not in text


def test_an_unknown_student_lists_who_is_alike(book):
    """Part of a name, or one spelt wrong, means nobody, and gives whom it may mean; another gives nobody."""
    book.enrol([ANA, ZOE])
    for text in ("zoe", "Anna Nuñes", "O'Brien"):
        with pytest.raises(GradebookError) as caught:
            book.history(text, "x")
        assert caught.value.key == "gradebook.unknown_alike"
        assert ("Núñez" in str(caught.value)) == (text == "Anna Nuñes")
    with pytest.raises(GradebookError) as caught:
        book.history("Wenceslao", "x")
    assert caught.value.key == "gradebook.unknown" and "Wenceslao" in str(caught.value)


def test_another_id_means_another(book):
    """A person whose id is not in the book is not found by a name that is."""
    book.enrol([ANA])
    with pytest.raises(GradebookError):
        book.history(Person(id="99", name="Ana Núñez"), "x")


def test_a_name_gives_no_orders_to_the_terminal(book):
    """Candidates are named without the control characters that a student may have put in a name."""
    book.enrol([Person(id="1", name="Ana \x1b]0;owned\x07Soto"), Person(id="2", name="Benjamín\nSoto")])
    with pytest.raises(GradebookError) as caught:
        book.history("soto", "x")
    assert str(caught.value).isprintable()
