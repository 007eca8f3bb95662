"""Reads the exports of Brightspace, Blackboard and Sakai, which say when each file was handed in.

Each reader takes a folder and returns the files of each student in it, and nothing where the folder is no such export.
Several files or attempts of one student are versions of one submission.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from itertools import takewhile
from pathlib import Path

from autograder.intake.file import SubmittedFile
from autograder.intake.owner_names import GROUP
from autograder.intake.student_files import StudentFiles
from autograder.intake.tree import Folder
from autograder.people.person import Person
from autograder.people.written_name import is_name

# "12345-67890 - Ana Soto - 4 October, 2026 358 PM", a folder, or that and " - lab.ipynb"; "Oct 4, 2026 3:58 PM",
# "4 octubre, 2026 1558" and "4 de octubre de 2026 15:58" too
BRIGHTSPACE = re.compile(
    r"(?P<id>\d+)-\d+ - (?P<name>.+?) - (?P<time>(?:\d{1,2} (?:de )?\w+\.?|\w+\.? \d{1,2}),?(?: del?)? \d{4},?"
    r" (?:a las )?\d{1,2}[:._]?\d\d(?:[:._]\d\d)?(?:\s?[AP]\.?\s?M\.?)?)(?: - .+)?",
    re.IGNORECASE,
)
# "Lab 2_asoto_attempt_2026-10-04-15-58-23_lab.ipynb", and a receipt that ends in ".txt"
BLACKBOARD = re.compile(
    r"(?P<whose>.+_[^_]+)_(?:attempt|intento)_(?P<time>\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d)(?P<rest>_.+|\.txt)",
    re.IGNORECASE,
)
RECEIPT = re.compile(r"(?im)^(?:name|nombre):[ \t]*(?P<name>[^\n(]{1,200}?)[ \t]*\((?:(?P<id>[^\s()]{1,100})\))?")
SAKAI = re.compile(r"(?P<name>[^()]+)\((?P<id>[^()]+)\)")
ATTACHMENTS = re.compile(r"(?i)submission attachment\(?s?\)?|.*adjuntos?\b.*(?:env[ií]o|entrega).*")
SAKAI_TIME = re.compile(r"\d{14,17}")
MONTHS = {
    name: number
    for number, names in enumerate(
        ["jan ene", "feb", "mar", "apr abr", "may", "jun", "jul", "aug ago", "sep set", "oct", "nov", "dec dic"], 1
    )
    for name in names.split()
}


def read_brightspace_export(folder: Folder) -> list[StudentFiles]:
    """Return the files of each student in what Brightspace's "Download" of an assignment gives."""
    found: dict[Person, list[SubmittedFile]] = {}
    places: dict[Person, str] = {}
    for child in folder.children:
        if match := BRIGHTSPACE.fullmatch(child.parts[-1]):
            owner = site_person(match["id"], match["name"])
            dated = (replace(file, told=_brightspace_time(match["time"])) for file in child.everything)
            found.setdefault(owner, []).extend(dated)
            places.setdefault(owner, "/".join(child.parts))
    return student_files(found, places)


def read_blackboard_export(folder: Folder) -> list[StudentFiles]:
    """Return the files of each student in what Blackboard's "Assignment File Download" gives.

    The receipt of an attempt, a text, says the student's name and account; without one the account is what follows the
    name of the task, which all files share: both may have underscores.
    """
    matched = [(child, match) for child in folder.children if (match := BLACKBOARD.fullmatch(child.parts[-1]))]
    receipts = {
        match["whose"]: receipt
        for child, match in matched
        if match["rest"] == ".txt" and (receipt := _receipt(child)) is not None
    }
    beginnings = zip(*(match["whose"].split("_")[:-1] for _, match in matched), strict=False)
    task = "_".join(each[0] for each in takewhile(lambda each: len(set(each)) == 1, beginnings))
    found: dict[Person, list[SubmittedFile]] = {}
    places: dict[Person, str] = {}
    for child, match in matched:
        receipt = receipts.get(match["whose"])
        told_id = receipt["id"] if receipt and match["whose"].endswith(f"_{receipt['id']}") else ""
        account = told_id or match["whose"].removeprefix(f"{task}_")
        owner = site_person(account, receipt["name"] if receipt else "")
        told = datetime.strptime(match["time"], "%Y-%m-%d-%H-%M-%S").astimezone()
        handed_in = () if match["rest"] == ".txt" else child.everything
        found.setdefault(owner, []).extend(replace(file, told=told) for file in handed_in)
        places.setdefault(owner, "/".join(child.parts))
    return student_files(found, places)


def read_sakai_export(folder: Folder) -> list[StudentFiles]:
    """Return the files of each student in what Sakai's "Download All" of an assignment gives.

    A student has a folder "Soto, Ana(asoto)" with the time in `timestamp.txt` and the files in a folder of their own.
    """
    owners = [(child, match) for child in folder.folders if (match := SAKAI.fullmatch(child.parts[-1]))]
    if not any(_is_sakai(child) for child, _ in owners):
        return []
    found: dict[Person, list[SubmittedFile]] = {}
    places: dict[Person, str] = {}
    for child, match in owners:
        owner = site_person(match["id"].strip(), match["name"])
        time = next((file for file in child.files if file.name.lower() == "timestamp.txt"), None)
        told = _sakai_time(time.path) if time is not None and time.path else None
        inside = next((each for each in child.folders if ATTACHMENTS.fullmatch(each.parts[-1])), None)
        files = inside.everything if inside else [file for file in child.everything if file is not time]
        found.setdefault(owner, []).extend(replace(file, told=told) for file in files)
        places.setdefault(owner, "/".join(child.parts))
    return student_files(found, places)


def site_person(id: str, name: str) -> Person:
    """Return the person that a site names; the name of a group is nobody's, and may stand in front of a member's."""
    plain = " ".join(name.split()).strip(" ,")
    member = GROUP.sub("", plain, count=1).strip(" -,") if GROUP.match(plain) else plain
    return Person(id=id, name=member if member == plain or is_name(member) else "")


def student_files(found: dict[Person, list[SubmittedFile]], places: dict[Person, str]) -> list[StudentFiles]:
    """Return the files of each student whom a site names, with the place where they were found."""
    return [
        StudentFiles(owner, places[owner], tuple(files), sure=True, named=places[owner].rpartition("/")[2])
        for owner, files in found.items()
    ]


def _brightspace_time(text: str) -> datetime | None:
    words = re.findall(r"\d+|[^\W\d_]+", text.lower())
    month = next((MONTHS[word[:3]] for word in words if word[:3] in MONTHS), None)
    numbers = [int(word) for word in words if word.isdecimal()]
    if month is None or len(numbers) < 3:
        return None
    day, year, *clock = numbers
    hour, minute = clock[:2] if len(clock) > 1 else divmod(clock[0], 100)
    half = re.search(r"(?i)([ap])\.?\s?m\.?$", text)  # without one the hours go to 24
    if half is not None:
        hour = hour % 12 + 12 * (half[1] in "pP")
    try:
        return datetime(year, month, day, hour, minute).astimezone()
    except ValueError:
        return None


def _is_sakai(student: Folder) -> bool:
    attached = any(ATTACHMENTS.fullmatch(each.parts[-1]) for each in student.folders)
    return attached or any(
        file.name.lower() == "timestamp.txt" and file.path and _sakai_time(file.path) for file in student.files
    )


def _sakai_time(path: Path) -> datetime | None:
    text = _start(path)
    if not SAKAI_TIME.fullmatch(text.strip()):
        return None
    try:
        return datetime.strptime(text.strip()[:14], "%Y%m%d%H%M%S").astimezone()
    except ValueError:
        return None


def _receipt(receipt: Folder | SubmittedFile) -> re.Match[str] | None:
    paths: Iterable[Path] = (file.path for file in receipt.everything if file.path)
    return next((match for path in paths if (match := RECEIPT.search(_start(path)))), None)


def _start(path: Path) -> str:
    try:
        with path.open("rb") as opened:
            return opened.read(4096).decode("utf-8-sig", errors="replace")
    except OSError:
        return ""
