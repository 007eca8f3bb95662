"""Chooses the writer of each export format, and checks the options that it needs."""

from collections.abc import Sequence
from pathlib import Path

from autograder.errors import ExportError
from autograder.export import canvas, csv_table, gradescope, moodle, nbgrader, workbook, worksheet
from autograder.export import files as export_files
from autograder.export.grade_column import GradeScale
from autograder.export.request import ExportFormat, ExportNote, ExportRequest, GradeUnit
from autograder.lab.declaration import Lab
from autograder.results.record import StudentRecord

FULL_TABLES = (ExportFormat.CSV, ExportFormat.XLSX)  # they hold both points and marks
UNITS = {format: GradeUnit.MARK if format is ExportFormat.MOODLE else GradeUnit.POINTS for format in ExportFormat}


def default_export_path(lab: Lab, format: ExportFormat) -> Path:
    """Return where an export is written where the user names no path."""
    names = {
        ExportFormat.CSV: f"{lab.id}.csv",
        ExportFormat.XLSX: f"{lab.id}.xlsx",
        ExportFormat.GRADESCOPE: f"{lab.id}-gradescope",
    }
    return Path("results") / "export" / names.get(format, f"{lab.id}-{format}.csv")


def export_marks(
    records: Sequence[StudentRecord], lab: Lab, request: ExportRequest, out: Path
) -> tuple[ExportNote, ...]:
    """Write the records of a lab in a format, whole or not at all, and return notes for the person who exports.

    Raises ExportError where the request cannot be met; nothing is written then.
    """
    _check_request(records, lab, request, out)
    scale = GradeScale(lab, request.unit or UNITS[request.format])
    if request.format is ExportFormat.GRADESCOPE:
        files, notes = gradescope.gradescope_folder(records, scale)
        export_files.write_export_folder(out, files)
        return notes
    content, notes = _content(records, scale, request)
    export_files.write_export(out, content)
    return notes


def _content(
    records: Sequence[StudentRecord], scale: GradeScale, request: ExportRequest
) -> tuple[bytes, tuple[ExportNote, ...]]:
    if request.format is ExportFormat.CSV:
        return csv_table.csv_bytes(records, scale.lab), ()
    if request.format is ExportFormat.XLSX:
        return workbook.workbook_bytes(records, scale.lab), ()
    if request.format is ExportFormat.NBGRADER:
        return nbgrader.nbgrader_csv(records, scale)
    if request.template is None:
        return canvas.new_canvas_file(records, scale, request.assignment)
    sheet = worksheet.read_worksheet(request.template)
    if request.format is ExportFormat.MOODLE:
        return moodle.fill_moodle_worksheet(sheet, records, scale)
    return canvas.fill_canvas_file(sheet, records, scale, request.assignment)


def _check_request(records: Sequence[StudentRecord], lab: Lab, request: ExportRequest, out: Path) -> None:
    useless = {
        "--template": request.template is not None and request.format not in (ExportFormat.CANVAS, ExportFormat.MOODLE),
        "--assignment": request.assignment is not None and request.format is not ExportFormat.CANVAS,
        "--grade": request.unit is not None and request.format in FULL_TABLES,
    }
    for option, given in useless.items():
        if given:
            raise ExportError("export.useless", option=option, format=request.format.value)
    if request.format is ExportFormat.MOODLE and request.template is None:
        raise ExportError("export.no_template")
    if request.template is not None and out.resolve() == request.template.resolve():
        raise ExportError("export.own_template", path=out)
    if not records:
        raise ExportError("export.nobody", lab=lab.id)
