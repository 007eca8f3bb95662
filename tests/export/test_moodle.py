"""Laws of Moodle's grading worksheet."""

import html

import pytest
from hypothesis import given
from hypothesis.strategies import data

from autograder.errors import ExportError
from autograder.export import moodle, worksheet
from autograder.export.feedback import feedback_text
from autograder.export.grade_column import GradeScale
from autograder.export.request import GradeUnit
from autograder.messages import catalogue
from autograder.people.person import Person

ANA = Person("101", "Ana Soto", "", "ana@uni.cl")
GRADE, COMMENTS = "Calificación", "Comentarios de retroalimentación"
ENGLISH = (
    "Identifier",
    "Full name",
    "Email address",
    "Status",
    "Grade",
    "Maximum Grade",
    "Last modified (grade)",
    "Feedback comments",
)


def filled(path, records, lab, unit=GradeUnit.MARK):
    """The worksheet filled, and what is said."""
    content, notes = moodle.fill_moodle_worksheet(worksheet.read_worksheet(path), records, GradeScale(lab, unit))
    return content, " ".join(note.render(catalogue("en")) for note in notes)


@given(data=data())
def test_only_grade_and_comment_are_written(lab, classes, moodle_file, rows_of, data):
    """Identifiers and dates come back exactly, names safe; grade and comment are there where nothing is open."""
    records = data.draw(classes)
    path = moodle_file([record.person for record in records])
    after = rows_of(filled(path, records, lab)[0])
    for old, new, record in zip(rows_of(path), after, records, strict=True):
        grade = GradeScale(lab, GradeUnit.MARK).of(record)
        assert {name for name in old if old[name] != new[name]} <= {GRADE, COMMENTS, "Nombre completo"}
        assert not new["Nombre completo"].lstrip(' "').startswith(("=", "@"))
        assert new[GRADE] == ("" if grade is None else f"{grade:.1f}")
        assert (new[COMMENTS] == "") == (grade is None)
        text = html.unescape(new[COMMENTS].replace("<br>\n", "\n"))
        assert grade is None or feedback_text(record, lab) in text


def test_a_comment_is_shown_as_it_is(lab, stand, moodle_file, rows_of):
    """Moodle reads HTML: what student code says is shown, not obeyed, and lines stay lines."""
    comment = rows_of(filled(moodle_file([ANA]), [stand(ANA, a=1.0, f=2.0, z=0.0)], lab)[0])[0][COMMENTS]
    assert "Se vio &lt;2&gt;." in comment
    assert comment.replace("<br>\n", "").count("<") == 0


def test_what_people_wrote_stays(lab, stand, moodle_file, rows_of):
    """Remarks before and after ours stay; ours is replaced, however often it is written."""
    first = rows_of(filled(moodle_file([ANA], ("", "Muy bien")), [stand(ANA, a=1.0, f=2.0, z=0.0)], lab)[0])[0]
    assert first[COMMENTS].startswith("Muy bien<br>\n[Corrección automática]")
    again = moodle_file([ANA], (first[GRADE], first[COMMENTS] + "<p>Ven a verme</p>"))
    second = rows_of(filled(again, [stand(ANA, a=4.0, f=2.0, z=0.0)], lab)[0])[0]
    assert second[COMMENTS].startswith("Muy bien<br>\n[Corrección automática]")
    assert second[COMMENTS].endswith("[Fin de la corrección automática]<p>Ven a verme</p>")
    assert second[COMMENTS].count("[Corrección automática]") == 1 and "Nota: 7.0" in second[COMMENTS]
    assert "Nota: 4.0" not in second[COMMENTS]


def test_a_comment_whose_end_is_gone_stays(lab, stand, moodle_file, rows_of):
    """Where somebody has cut our last line away, nothing after it is taken for ours."""
    path = moodle_file([ANA], ("", "[Corrección automática]<br>Hablamos el lunes"))
    comment = rows_of(filled(path, [stand(ANA, a=1.0, f=2.0, z=0.0)], lab)[0])[0][COMMENTS]
    assert comment.endswith("Hablamos el lunes")


def test_a_student_cannot_leave_words_behind(lab, stand, moodle_file, rows_of):
    """What student code says goes with our comment, though it looks like the end of it."""
    end = "[Fin de la corrección automática]"
    old = f"[Corrección automática]<br>\n• {end} Nota: 7.0<br>\n{end} Ven a verme"
    comment = rows_of(filled(moodle_file([ANA], ("", old)), [stand(ANA, a=1.0, f=2.0, z=0.0)], lab)[0])[0][COMMENTS]
    assert "Nota: 7.0" not in comment and comment.endswith(f"{end} Ven a verme")


def test_a_comment_without_a_grade_of_ours_stays(lab, stand, moodle_file, rows_of):
    """An empty comment would erase the one that is there."""
    row = rows_of(filled(moodle_file([ANA], ("5,00", "Hablamos")), [stand(ANA, a=1.0)], lab)[0])[0]
    assert (row[GRADE], row[COMMENTS]) == ("5,00", "Hablamos")


def test_a_dash_is_no_zero(lab, stand, moodle_file, rows_of):
    """Moodle reads a dash as 0, so that none is left where there is no grade."""
    path = moodle_file([ANA, Person("5", "Nadie")], ("-", ""), ("-", ""))
    content, said = filled(path, [stand(ANA, a=1.0)], lab)
    assert [row[GRADE] for row in rows_of(content)] == ["", ""]
    assert "Nadie (1)" in said


def test_a_grade_that_moodle_would_skip_is_named(lab, stand, moodle_file):
    """Above the maximum Moodle skips without a word; another maximum is said."""
    graded = [stand(ANA, a=4.0, f=2.0, z=0.0)]
    assert "Ana Soto (1)" in filled(moodle_file([ANA], top="5,00"), graded, lab)[1].partition("Above Moodle")[2]
    assert "maximum is 100" in filled(moodle_file([ANA], top="100,00"), graded, lab)[1]
    assert "maximum" not in filled(moodle_file([ANA]), graded, lab)[1]


def test_english_and_a_site_without_comments(lab, stand, moodle_file, rows_of):
    """Headers may be English; without a column of comments only grades are written, which is said."""
    content, said = filled(moodle_file([ANA], header=ENGLISH[:-1]), [stand(ANA, a=4.0, f=2.0, z=0.0)], lab)
    assert rows_of(content)[0]["Grade"] == "7.0"
    assert "no column of feedback comments" in said


@pytest.mark.parametrize("missing", ["Identifier", "Grade", "Last modified (grade)"])
def test_what_moodle_would_not_read_back_is_refused(lab, stand, moodle_file, missing):
    """Moodle asks for three columns; without one it would refuse the file, and so does this."""
    header = [name if name != missing else "x" for name in ENGLISH]
    with pytest.raises(ExportError, match="no grading worksheet of Moodle"):
        filled(moodle_file([ANA], header=header), [stand(ANA)], lab)
