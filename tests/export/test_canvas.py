"""Laws of Canvas's gradebook: it comes back with one column filled, and no assignment is made by accident."""

import pytest
from hypothesis import given
from hypothesis.strategies import data

from autograder.errors import ExportError
from autograder.export import canvas, worksheet
from autograder.export.grade_column import GradeScale
from autograder.export.request import GradeUnit
from autograder.messages import catalogue
from autograder.people.person import Person

ANA = Person("101", "Soto, Ana", "20668440-2", "ana@uni.cl", "1")
JOSE = Person("102", "José Núñez", "", "jose@uni.cl", "1")
COLUMN = "Laboratorio 2 (77)"


def filled(path, records, lab, assignment=None, unit=GradeUnit.POINTS):
    """The file of Canvas filled, and what is said."""
    content, notes = canvas.fill_canvas_file(worksheet.read_worksheet(path), records, GradeScale(lab, unit), assignment)
    return content, " ".join(note.render(catalogue("en")) for note in notes)


@given(data=data())
def test_everything_but_our_column_comes_back(lab, classes, canvas_file, rows_of, data):
    """Rows, ids and order are kept, a name that is a formula is made a text, and the column holds what is known."""
    records = data.draw(classes)
    path = canvas_file([record.person for record in records])
    content, _ = filled(path, records, lab)
    before, after = rows_of(path), rows_of(content)
    assert len(before) == len(after) and content[:3] == path.read_bytes()[:3]
    for old, new in zip(before, after, strict=True):
        changed = {name for name in old if old[name] != new[name]}
        assert changed <= {COLUMN, "Student", "Section"}
        assert not new["Student"].lstrip(' "').startswith(("=", "@"))
    assert [row[COLUMN] for row in after[:2]] == ["Manual Posting", "6.00"]
    grades = [GradeScale(lab, GradeUnit.POINTS).of(record) for record in records]
    assert [float(row[COLUMN]) if row[COLUMN] else None for row in after[2:]] == grades


def test_it_is_the_column_of_the_labs_title(lab, stand, canvas_file, rows_of):
    """Without a name the column is the lab's; another is chosen by its whole name, and only by that."""
    graded = [stand(ANA, a=4.0, f=1.5, z=0.0)]
    path = canvas_file([ANA])
    assert rows_of(filled(path, graded, lab)[0])[2][COLUMN] == "5.5"
    content, said = filled(path, graded, lab, "Lab 1 (5)")
    assert rows_of(content)[2]["Lab 1 (5)"] == "5.5" and rows_of(content)[2][COLUMN] == ""
    assert "3.00 → 5.5" in said
    for name in ("Lab 1", "Lab 1 (6)", "laboratorio 2", "Final Score", ""):
        with pytest.raises(ExportError, match=r"Lab 1 \(5\); Laboratorio 2 \(77\)"):
            filled(path, graded, lab, name or "x")


@pytest.mark.parametrize("name", [None, "", "Lab 2", "(77)", "Lab 2 (x)", "Lab 2 (77) "])
def test_no_new_assignment_is_made(lab, stand, name):
    """Without a template the column needs its id, for Canvas would make a new assignment of any other."""
    with pytest.raises(ExportError, match="makes a new assignment"):
        canvas.new_canvas_file([stand(ANA)], GradeScale(lab, GradeUnit.POINTS), name)


def test_without_a_template_it_holds_who_can_be_found(lab, stand, rows_of):
    """The points possible, and everybody whom Canvas can find; whom it cannot is named."""
    formula = Person("=1", "Eva")
    records = [stand(ANA, a=4.0, f=1.0, z=0.0), stand(JOSE, a=1.0), stand(Person(name="Solo")), stand(formula)]
    content, notes = canvas.new_canvas_file(records, GradeScale(lab, GradeUnit.POINTS), "Lab 2 (77)")
    rows = rows_of(content)
    assert list(rows[0]) == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Lab 2 (77)"]
    assert [row["Lab 2 (77)"] for row in rows] == ["6", "5", ""]
    said = " ".join(note.render(catalogue("en")) for note in notes)
    assert "Solo; Eva (2)" in said and "José Núñez (1)" in said


def test_an_excuse_stays(lab, stand, canvas_file, rows_of):
    """Who is excused, or not assigned, stays so, and is named."""
    content, said = filled(
        canvas_file([ANA, JOSE], "EX", "N/A"), [stand(p, a=1.0, f=1.0, z=0.0) for p in (ANA, JOSE)], lab
    )
    assert [row[COLUMN] for row in rows_of(content)[2:]] == ["EX", "N/A"]
    assert "Soto, Ana: EX; José Núñez: N/A" in said


def test_another_maximum_is_said(lab, stand, canvas_file):
    """Where Canvas counts out of another number, or closes the column, that is said."""
    assert "maximum is 100.00" in filled(canvas_file([ANA], possible="100.00"), [stand(ANA)], lab)[1]
    assert "maximum" not in filled(canvas_file([ANA], possible="6,00"), [stand(ANA)], lab)[1]
    with pytest.raises(ExportError, match="read-only"):
        filled(canvas_file([ANA], possible="(read only)"), [stand(ANA)], lab)


def test_another_file_is_no_gradebook(lab, stand, moodle_file):
    """A file of Moodle is refused."""
    with pytest.raises(ExportError, match="no gradebook of Canvas"):
        filled(moodle_file([ANA]), [stand(ANA)], lab)


def test_names_in_two_columns(lab, stand, tmp_path, rows_of):
    """Canvas may write last and first names apart."""
    path = tmp_path / "apart.csv"
    path.write_text("LastName,FirstName,ID,Section,Laboratorio 2 (77)\nNúñez,José,9,1,\n", encoding="utf-8")
    assert rows_of(filled(path, [stand(JOSE, a=1.0, f=1.0, z=0.0)], lab)[0])[0][COLUMN] == "2"
