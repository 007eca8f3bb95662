"""The law of all formats, and what each refuses."""

import io
import json

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis.strategies import data

from autograder.errors import ExportError
from autograder.export import csv_table, formats
from autograder.export.grade_column import GradeScale
from autograder.export.request import ExportFormat, ExportRequest, GradeUnit
from autograder.people.person import Person

ANA = Person("101", "Soto, Ana", "", "ana@uni.cl")


@pytest.fixture(scope="module")
def sites(canvas_file, moodle_file):
    """The files that sites have of some records, by format."""
    return lambda people: {ExportFormat.CANVAS: canvas_file(people), ExportFormat.MOODLE: moodle_file(people)}


@settings(max_examples=40)
@given(data=data())
def test_a_cell_is_empty_exactly_where_nobody_knows(tmp_path_factory, lab, classes, sites, rows_of, data):
    """Whatever the records: in every format what is known is there, and what is not known is empty, never 0."""
    records = data.draw(classes)
    folder = tmp_path_factory.mktemp("out")
    templates = sites([record.person for record in records])
    for format in ExportFormat:
        formats.export_marks(records, lab, ExportRequest(format, template=templates.get(format)), folder / format)
    points, marks = (
        [GradeScale(lab, unit).of(record) for record in records] for unit in (GradeUnit.POINTS, GradeUnit.MARK)
    )

    def read(format, column, skipped=0):
        return [float(row[column]) if row[column] else None for row in rows_of(folder / format)[skipped:]]

    assert read(ExportFormat.CANVAS, "Laboratorio 2 (77)", 2) == points
    assert read(ExportFormat.NBGRADER, "score") == points
    assert read(ExportFormat.MOODLE, "Calificación") == read(ExportFormat.CSV, "mark") == marks
    sheet = openpyxl.load_workbook(io.BytesIO((folder / ExportFormat.XLSX).read_bytes())).worksheets[0]
    header, *cells = sheet.iter_rows(values_only=True)
    assert [row[header.index("mark")] for row in cells] == marks
    for question in lab.questions:
        known = [record.points(question.id) for record in records]
        assert read(ExportFormat.CSV, f"points_{question.id}") == known
        assert [row[header.index(f"points_{question.id}")] for row in cells] == known
    for record, total in zip(records, points, strict=True):
        path = folder / ExportFormat.GRADESCOPE / record.person.id / "results.json"
        assert path.exists() == (record.total(lab) is not None)
        assert not path.exists() or json.loads(path.read_text("utf-8")).get("score") == total


def refused(tmp_path, lab, records, request):
    """Why a request is refused; nothing is written then."""
    with pytest.raises(ExportError) as caught:
        formats.export_marks(records, lab, request, tmp_path / "out")
    assert not (tmp_path / "out").exists()
    return str(caught.value)


def test_an_option_that_means_nothing_is_refused(tmp_path, lab, stand):
    """An option that a format does not use is not ignored silently."""
    some = [stand(ANA)]
    assert "--template" in refused(tmp_path, lab, some, ExportRequest(ExportFormat.CSV, template=tmp_path / "x"))
    assert "--assignment" in refused(tmp_path, lab, some, ExportRequest(ExportFormat.NBGRADER, assignment="x (1)"))
    assert "--grade" in refused(tmp_path, lab, some, ExportRequest(ExportFormat.XLSX, GradeUnit.MARK))


def test_what_is_missing_is_asked_for(tmp_path, lab, stand):
    """Moodle's numbers, Canvas's id, and anybody at all."""
    assert "--template" in refused(tmp_path, lab, [stand(ANA)], ExportRequest(ExportFormat.MOODLE))
    assert "--assignment" in refused(tmp_path, lab, [stand(ANA)], ExportRequest(ExportFormat.CANVAS))
    assert "nobody" in refused(tmp_path, lab, [], ExportRequest(ExportFormat.CSV))


def test_the_template_stays(lab, stand, moodle_file):
    """The site's own file is never overwritten."""
    path = moodle_file([ANA])
    before = path.read_bytes()
    with pytest.raises(ExportError, match="template itself"):
        formats.export_marks([stand(ANA)], lab, ExportRequest(ExportFormat.MOODLE, template=path), path)
    assert path.read_bytes() == before


@pytest.mark.parametrize(("unit", "grade"), [(None, "4.5"), (GradeUnit.MARK, "4.5"), (GradeUnit.POINTS, "3.45")])
def test_the_unit_is_chosen_and_said(tmp_path, lab, stand, moodle_file, rows_of, unit, grade):
    """Moodle gets the mark, or what was asked for; a note says which."""
    out = tmp_path / "out.csv"
    graded = [stand(ANA, a=2.0, f=1.45, z=0.0)]
    notes = formats.export_marks(graded, lab, ExportRequest(ExportFormat.MOODLE, unit, moodle_file([ANA])), out)
    assert rows_of(out)[0]["Calificación"] == grade
    assert f"export.in_{unit or GradeUnit.MARK}" in {note.key for note in notes}


def test_every_format_has_a_place(lab):
    """Where nobody says where, every format has a name of its own."""
    places = {formats.default_export_path(lab, format) for format in ExportFormat}
    assert len(places) == len(ExportFormat)
    assert csv_table.csv_columns(lab)[0] == "id"
