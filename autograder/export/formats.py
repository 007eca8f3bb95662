"""The formats in which marks leave, and what each needs."""

from collections.abc import Sequence
from pathlib import Path

from autograder.errors import ExportError
from autograder.export import canvas, csv_table, gradescope, moodle, nbgrader, workbook, worksheet
from autograder.export import files as place
from autograder.export.note import Note
from autograder.export.request import Format, Unit, Wish
from autograder.export.scale import Scale
from autograder.lab.declaration import Lab
from autograder.results.record import Standing

WHOLE = (Format.CSV, Format.XLSX)  # they hold both points and marks
UNITS = {format: Unit.MARK if format is Format.MOODLE else Unit.POINTS for format in Format}


def place_of(lab: Lab, format: Format) -> Path:
    """Where an export goes where nobody says."""
    names = {Format.CSV: f"{lab.id}.csv", Format.XLSX: f"{lab.id}.xlsx", Format.GRADESCOPE: f"{lab.id}-gradescope"}
    return Path("results") / "export" / names.get(format, f"{lab.id}-{format}.csv")


def export(standings: Sequence[Standing], lab: Lab, wish: Wish, out: Path) -> tuple[Note, ...]:
    """Write the standings of a lab in a format, whole or not at all; the notes say what a person must know of it.

    Raises ExportError where the wish cannot be met: nothing is written then.
    """
    _check(standings, lab, wish, out)
    scale = Scale(lab, wish.unit or UNITS[wish.format])
    if wish.format is Format.GRADESCOPE:
        files, notes = gradescope.folder(standings, scale)
        place.write_folder(out, files)
        return notes
    content, notes = _content(standings, scale, wish)
    place.write(out, content)
    return notes


def _content(standings: Sequence[Standing], scale: Scale, wish: Wish) -> tuple[bytes, tuple[Note, ...]]:
    if wish.format is Format.CSV:
        return csv_table.encode(standings, scale.lab), ()
    if wish.format is Format.XLSX:
        return workbook.encode(standings, scale.lab), ()
    if wish.format is Format.NBGRADER:
        return nbgrader.table(standings, scale)
    if wish.template is None:
        return canvas.table(standings, scale, wish.assignment)
    sheet = worksheet.read(wish.template)
    if wish.format is Format.MOODLE:
        return moodle.filled(sheet, standings, scale)
    return canvas.filled(sheet, standings, scale, wish.assignment)


def _check(standings: Sequence[Standing], lab: Lab, wish: Wish, out: Path) -> None:
    useless = {
        "--template": wish.template is not None and wish.format not in (Format.CANVAS, Format.MOODLE),
        "--assignment": wish.assignment is not None and wish.format is not Format.CANVAS,
        "--grade": wish.unit is not None and wish.format in WHOLE,
    }
    for option, given in useless.items():
        if given:
            raise ExportError("export.useless", option=option, format=wish.format.value)
    if wish.format is Format.MOODLE and wish.template is None:
        raise ExportError("export.no_template")
    if wish.template is not None and out.resolve() == wish.template.resolve():
        raise ExportError("export.own_template", path=out)
    if not standings:
        raise ExportError("export.nobody", lab=lab.id)
