"""Reads what GitHub Classroom and Google Classroom give: a repository or a copy of one document for each student."""

import re
from collections import Counter

from autograder.intake import filetypes
from autograder.intake.student_files import StudentFiles
from autograder.intake.tree import Folder
from autograder.people.person import Person
from autograder.people.written_name import is_name

SUBMISSIONS = re.compile(r"(?P<task>.+)-submissions", re.IGNORECASE)
COPY = re.compile(r"(?P<first>.+?) - (?P<second>.+)")


def read_github_classroom(folder: Folder) -> list[StudentFiles]:
    """Return the files of each repository in what `gh classroom clone student-repos` gives.

    The folder is called "lab-2-submissions", and each folder in it "lab-2-" and the account; a repository is one
    student's, or one group's.
    """
    match = SUBMISSIONS.fullmatch(folder.parts[-1])
    start = f"{match['task']}-".casefold() if match else ""
    repositories = [each for each in folder.folders if start and each.parts[-1].casefold().startswith(start)]
    if not repositories or len(repositories) < len(folder.folders):
        return []
    return [
        StudentFiles(Person(id=name), "/".join(each.parts), each.everything, sure=True, named=name)
        for each in repositories
        if (name := each.parts[-1][len(start) :])
    ]


def read_google_classroom(folder: Folder) -> list[StudentFiles]:
    """Return the copies of one notebook that Google Classroom made for the students, named "Ana Soto - Lab 2.ipynb".

    Only several copies of one title with different names are believed to be such; who renames a copy is not found.
    """
    names = {file.place: COPY.fullmatch(filetypes.NOTEBOOK.sub("", file.name)) for file in folder.files}
    named = [(file, match) for file in folder.files if file.is_notebook and (match := names[file.place])]
    for ours, theirs in (("first", "second"), ("second", "first")):
        titles = Counter(match[theirs].casefold() for _, match in named)
        title, count = next(iter(titles.most_common(1)), ("", 0))
        copies = [(file, match[ours]) for file, match in named if match[theirs].casefold() == title]
        people = {name.casefold() for _, name in copies}
        if (
            count > 1
            and len(people) == count
            and all(is_name(name) for _, name in copies)
            and not is_name(title.title())
        ):
            return [
                StudentFiles(Person(name=name), file.source, (file,), sure=True, named=name) for file, name in copies
            ]
    return []
