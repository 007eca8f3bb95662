"""Decides which files in a folder belong to which student; what lies further out is believed more.

A course site's export is recognised wherever it begins. Inside one student's files nothing is looked for any more: an
archive that a student handed in cannot say whose anything is.
"""

from collections.abc import Iterator
from dataclasses import replace

from autograder.intake import filetypes
from autograder.intake.classroom_exports import read_github_classroom, read_google_classroom
from autograder.intake.dated_exports import read_blackboard_export, read_brightspace_export, read_sakai_export
from autograder.intake.file import SubmittedFile
from autograder.intake.gradescope_export import METADATA, read_gradescope_export
from autograder.intake.owner_names import NOISE, people_from_name, tells_person
from autograder.intake.site_exports import read_canvas_export, read_moodle_export, read_nbgrader_export
from autograder.intake.student_files import StudentFiles
from autograder.intake.tree import Folder
from autograder.people.person import NOBODY

INDEXES = ("index.html", "index.htm", METADATA)  # what sites write beside what was handed in
SITES = {
    "Gradescope": read_gradescope_export,
    "Sakai": read_sakai_export,
    "nbgrader": read_nbgrader_export,
    "Moodle": read_moodle_export,
    "Brightspace": read_brightspace_export,
    "Blackboard": read_blackboard_export,
    "Canvas": read_canvas_export,
    "GitHub Classroom": read_github_classroom,
    "Google Classroom": read_google_classroom,
}


def files_by_student(folder: Folder) -> Iterator[StudentFiles]:
    """Yield the files of each student in a folder of a class; a course site's export is recognised."""
    for name, site in SITES.items():
        if found := site(folder):
            yield from (replace(each, site=name) for each in found)
            rest = _without(folder, found)
            rest = replace(rest, files=tuple(file for file in rest.files if file.name.lower() not in INDEXES))
            if site is not read_nbgrader_export and any(map(_may_be_handed_in, rest.everything)):
                yield from _plain(rest)  # a course folder of nbgrader holds copies of all that is handed in
            return
    yield from _plain(folder)


def _plain(folder: Folder) -> Iterator[StudentFiles]:
    """The files of each student in a folder that no site has written: notebooks, folders of students or of classes."""
    yield from _loose(folder)
    alone = len(folder.folders) == 1 and not any(map(_may_be_handed_in, folder.files))
    classes = (alone and not _is_one_students(folder.folders[0])) or _are_classes(folder.folders)
    for below in folder.folders:
        if below.everything and (classes or _is_export(below) or _holds_people(below)):
            yield from files_by_student(below)
        elif not (alone and not below.everything):
            yield _guessed(below.name, "/".join(below.parts), below.everything)


def _loose(folder: Folder) -> Iterator[StudentFiles]:
    """What lies in a folder itself: the notebooks and scripts in it together, any document by itself."""
    gradable = [file for file in folder.files if file.is_notebook or filetypes.is_script(file.name)]
    stems = {strip_ending(file.name) for file in gradable}
    if gradable:
        yield StudentFiles(NOBODY, "/".join(folder.parts), tuple(gradable), shared=True)
    for file in folder.files:
        if file not in gradable and _may_be_handed_in(file) and strip_ending(file.name) not in stems:
            yield _guessed(strip_ending(file.name), file.source, (file,))


def _guessed(name: str, source: str, files: tuple[SubmittedFile, ...]) -> StudentFiles:
    """The files of whoever the name of a folder or file may mean."""
    people = people_from_name(name)
    return StudentFiles(people[0] if people else NOBODY, source, files, named=name, partners=people[1:])


def strip_ending(name: str) -> str:
    """Return a file's name without its ending."""
    if placeholder := filetypes.PLACEHOLDER.match(name):
        name = placeholder["name"]
    if not filetypes.is_notebook(name):
        name = name.rpartition(".")[0] or name  # of "lab.ipynb.ENTREGADO" two endings go
    return filetypes.NOTEBOOK.sub("", name)


def _may_be_handed_in(file: SubmittedFile) -> bool:
    """Whether a file may be somebody's answer, or the wreck of one; not so the data and lists that lie about."""
    known = file.is_notebook or filetypes.is_script(file.name) or filetypes.is_document(file.name)
    return (known or file.fault is not None) and file.name != METADATA


def _are_classes(folders: tuple[Folder, ...]) -> bool:
    """Whether most folders hold students' folders: several with notebooks, none beside them, and under many names."""
    held = [folder for folder in folders if folder.everything]
    names: list[str] = []
    classes = 0
    for folder in held:
        below = [each.name for each in folder.folders if any(file.is_notebook for file in each.everything)]
        if len(below) > 1 and not any(file.is_notebook for file in folder.files):
            classes += 1
            names += below
    return 2 * classes > len(held) and 2 * len(set(names)) > len(names)


def _holds_people(folder: Folder) -> bool:
    """Whether a folder or archive whose name is not surely somebody's holds what is named after people.

    One is enough where the name has nothing of a person nor a number that may be an id: "Atrasados", "Sección 2".
    """
    owners = people_from_name(folder.name)  # "A tiempo" may be somebody's, but not surely
    if any(map(tells_person, owners)) or any(file.is_notebook and not _tells(file.name) for file in folder.files):
        return False
    named = [below.name for below in folder.folders if below.everything and _tells(below.name)]
    files = [strip_ending(file.name) for file in folder.files if _may_be_handed_in(file) and _tells(file.name)]
    others = [below for below in folder.folders if below.everything and not _tells(below.name)]
    fewest = 2 if owners or any(map(str.isdecimal, NOISE.sub(" ", folder.name))) else 1
    return len({*named, *files}) >= fewest and not others


def _tells(name: str) -> bool:
    return any(map(tells_person, people_from_name(strip_ending(name))))


def _is_one_students(folder: Folder) -> bool:
    """Whether all that a folder holds is one notebook or script, in itself."""
    return len(folder.everything) == 1 and len(folder.files) == 1


def _is_export(folder: Folder) -> bool:
    """Whether a site's export begins in a folder, or in the only one that it holds."""
    if any(site(folder) for site in SITES.values()):
        return True
    return len(folder.folders) == 1 and not folder.files and _is_export(folder.folders[0])


def _without(folder: Folder, found: list[StudentFiles]) -> Folder:
    """A folder without the files of some students, and without their folders."""
    places = {file.place for student_files in found for file in student_files.files}
    sources = {student_files.source for student_files in found}
    below = [_without(each, found) for each in folder.folders if "/".join(each.parts) not in sources]
    kept = tuple(each for each in below if each.everything)
    return Folder(folder.parts, tuple(file for file in folder.files if file.place not in places), kept)
