"""Reads the exports of Moodle, Canvas and nbgrader: which files belong to which student, as the site says.

Each reader takes a folder and returns the files of each student in it, and nothing where the folder is no such export.
Sources: `mod/assign/classes/downloader.php` of Moodle, `lib/content_zipper.rb` of Canvas, the directory
structure in the documentation of nbgrader.
"""

import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime

from autograder.intake.dated_exports import site_person, student_files
from autograder.intake.file import SubmittedFile
from autograder.intake.student_files import StudentFiles
from autograder.intake.tree import Folder
from autograder.people.person import Person

# "Ana Soto_12345_assignsubmission_file_", a folder, or that and the file's name; older versions put a group in front
MOODLE = re.compile(r"(?P<name>.*?)_(?P<id>\d+)_assignsubmission_[a-z]+(?:_.*|$)")
UNNAMED = frozenset({"participant", "participante"})  # what Moodle writes while marking is blind
# "sotoana_LATE_12345_67890_lab.ipynb": name, user, file; without names "anon_x1Y2z_67890_lab.ipynb"
CANVAS = re.compile(r"(?P<name>[^\W_]+)_(?:(?i:late)_)?(?P<id>\d+)_(?:(?P<file>\d+)_.+|(?:text|link)\.html)")
ANONYMOUS = re.compile(r"(?:LATE_)?anon_(?P<id>[A-Za-z0-9]+)_(?:(?P<file>\d+)_.+|(?:text|link)\.html)")
FILES_EACH = 5  # a Canvas export has about as many names as files; other files with numbers in them have not


def read_moodle_export(folder: Folder) -> list[StudentFiles]:
    """Return the files of each student in what Moodle's "Download all submissions" gives, with folders or without."""
    found: dict[Person, list[SubmittedFile]] = {}
    places: dict[Person, str] = {}
    for child in folder.children:
        if match := MOODLE.fullmatch(child.parts[-1]):
            name = match["name"].replace("_", " ").strip()
            owner = site_person(match["id"], "" if name.casefold() in UNNAMED else name)
            found.setdefault(owner, []).extend(child.everything)
            places.setdefault(owner, "/".join(child.parts))
    return student_files(found, places)


def read_canvas_export(folder: Folder) -> list[StudentFiles]:
    """Return the files of each student in what Canvas's "Download submissions" gives.

    Its archive is written anew for each download, so that the stamps in it tell nothing; files are numbered in the
    order in which they were handed in.
    """
    found: dict[Person, list[SubmittedFile]] = {}
    numbers: Counter[str] = Counter()
    for child in folder.children:
        anonymous = ANONYMOUS.fullmatch(child.parts[-1])
        if match := anonymous or CANVAS.fullmatch(child.parts[-1]):
            number = match["file"] or child.parts[-1]
            numbers[number] += 1
            dated = (replace(file, number=int(match["file"] or 0), arrived=None) for file in child.everything)
            owner = site_person(match["id"], "" if anonymous else match["name"])
            found.setdefault(owner, []).extend(dated)
    names = {owner.name or owner.id for owner in found}
    count = numbers.total()
    if not found or max(numbers.values()) > 1 or len(names) * FILES_EACH < count or len(names) == 1 < count:
        return []
    return [
        StudentFiles(owner, files[0].source, tuple(files), sure=True, named=files[0].parts[-1])
        for owner, files in found.items()
        if files
    ]


def read_nbgrader_export(folder: Folder) -> list[StudentFiles]:
    """Return the files of each student in a course folder of nbgrader, or in its `submitted` folder alone.

    A notebook lies in submitted/<student>/<lab>/x.ipynb, its time in timestamp.txt beside it.
    """
    top = folder.folder("submitted") or folder
    students = [student for student in top.folders if student.folders]
    stamped = sum(map(_is_stamped, students))
    if not students or (top.parts[-1] != "submitted" and 2 * stamped <= len(top.folders)):
        return []
    return [StudentFiles(Person(id=each.name), "/".join(each.parts), _dated(each), sure=True) for each in top.folders]


def _is_stamped(student: Folder) -> bool:
    return any(_timestamp(lab) is not None for lab in student.folders)


def _dated(student: Folder) -> tuple[SubmittedFile, ...]:
    dated = (replace(file, told=_timestamp(lab)) for lab in student.folders for file in lab.everything)
    return (*student.files, *dated)


def _timestamp(lab: Folder) -> datetime | None:
    """What nbgrader writes when it collects: "2026-10-04 15:58:23.948203 UTC"; older versions leave out fractions."""
    for file in lab.files:
        if file.name == "timestamp.txt" and file.path is not None:
            text = file.path.read_bytes()[:100].decode("ascii", errors="replace").strip()
            try:
                found = datetime.fromisoformat(re.sub(r"\s*(?:UTC|Z)$", "+00:00", text))
            except ValueError:
                return None
            return found if found.tzinfo else found.replace(tzinfo=UTC)
    return None
