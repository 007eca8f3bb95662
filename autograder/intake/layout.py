"""How what was found is laid out: whose holding is what. What lies further out is believed more.

A course site's export is recognised wherever it begins. Below a holding nothing is looked for any more: an archive that
a student handed in cannot say whose anything is.
"""

from collections.abc import Iterator

from autograder.intake import filetypes
from autograder.intake.file import File
from autograder.intake.gradescope_export import METADATA, gradescope
from autograder.intake.holding import Holding, named
from autograder.intake.site_exports import canvas, moodle, nbgrader
from autograder.intake.tree import Folder
from autograder.people.person import NOBODY

SITES = (gradescope, nbgrader, moodle, canvas)


def holdings(folder: Folder) -> Iterator[Holding]:
    """The holdings in a folder of a class."""
    for site in SITES:
        if found := site(folder):
            yield from found
            rest = _without(folder, found)
            if site is not nbgrader and any(map(_may_be_handed_in, rest.everything)):
                yield from _plain(rest)  # a course folder of nbgrader holds copies of all that is handed in
            return
    yield from _plain(folder)


def _plain(folder: Folder) -> Iterator[Holding]:
    """The holdings of a folder that no site has written: notebooks, and folders of students or of classes."""
    yield from _loose(folder)
    alone = len(folder.folders) == 1 and not any(map(_may_be_handed_in, folder.files))
    classes = (alone and not _is_one_students(folder.folders[0])) or _are_classes(folder.folders)
    for below in folder.folders:
        if below.everything and (classes or _is_export(below)):
            yield from holdings(below)
        elif not (alone and not below.everything):
            yield Holding(named(below.name), "/".join(below.parts), below.everything)


def _loose(folder: Folder) -> Iterator[Holding]:
    """What lies in a folder itself: the notebooks and scripts in it together, any document by itself."""
    gradable = [file for file in folder.files if filetypes.is_notebook(file.name) or filetypes.is_script(file.name)]
    stems = {stem(file.name) for file in gradable}
    if gradable:
        yield Holding(NOBODY, "/".join(folder.parts), tuple(gradable), shared=True)
    for file in folder.files:
        if file not in gradable and _may_be_handed_in(file) and stem(file.name) not in stems:
            yield Holding(named(stem(file.name)), file.source, (file,))


def stem(name: str) -> str:
    """A file's name without its ending."""
    return filetypes.NOTEBOOK.sub("", name) if filetypes.is_notebook(name) else name.rpartition(".")[0] or name


def _may_be_handed_in(file: File) -> bool:
    """Whether a file may be somebody's answer, or the wreck of one; not so the data and lists that lie about."""
    known = filetypes.is_notebook(file.name) or filetypes.is_script(file.name) or filetypes.is_document(file.name)
    return (known or file.fault is not None) and file.name != METADATA


def _are_classes(folders: tuple[Folder, ...]) -> bool:
    """Whether most folders hold students' folders: several with notebooks, none beside them, and under many names."""
    held = [folder for folder in folders if folder.everything]
    names: list[str] = []
    classes = 0
    for folder in held:
        below = [
            each.name for each in folder.folders if any(filetypes.is_notebook(file.name) for file in each.everything)
        ]
        if len(below) > 1 and not any(filetypes.is_notebook(file.name) for file in folder.files):
            classes += 1
            names += below
    return 2 * classes > len(held) and 2 * len(set(names)) > len(names)


def _is_one_students(folder: Folder) -> bool:
    """Whether all that a folder holds is one notebook or script, in itself."""
    return len(folder.everything) == 1 and len(folder.files) == 1


def _is_export(folder: Folder) -> bool:
    """Whether a site's export begins in a folder, or in the only one that it holds."""
    if any(site(folder) for site in SITES):
        return True
    return len(folder.folders) == 1 and not folder.files and _is_export(folder.folders[0])


def _without(folder: Folder, found: list[Holding]) -> Folder:
    """A folder without what is in some holdings, and without their folders."""
    places = {file.place for holding in found for file in holding.files}
    sources = {holding.source for holding in found}
    below = [_without(each, found) for each in folder.folders if "/".join(each.parts) not in sources]
    kept = tuple(each for each in below if each.everything)
    return Folder(folder.parts, tuple(file for file in folder.files if file.place not in places), kept)
