"""Laws of course sites: each is recognised by a sign of its own, told, and says whose each file is and when it came."""

import pytest

from autograder.intake.layout import SITES
from autograder.people.person import Person
from tests.intake.conftest import METADATA, notebook

ANA, LUZ = Person("12345", "Ana Soto"), Person("12346", "Luz Paz")
STAMP = b"20261004155823948"
RECEIPT = "Name: {name} ({id})\nAssignment: Lab 2\nDate Submitted: Sunday, 4 October 2026 15:58:23\n"
EXPORTS = {
    "Brightspace": (
        {
            "12345-67890 - Ana Soto - 4 October, 2026 358 PM/lab.ipynb": "1",
            "12345-67890 - Ana Soto - 4 October, 2026 1159 PM/lab.ipynb": "2",
            "12346-67890 - Luz Paz - Oct 4, 2026 9:01 AM - lab.ipynb": "3",
            "index.html": "<html>",
        },
        {
            ANA: "12345-67890 - Ana Soto - 4 October, 2026 1159 PM/lab.ipynb",
            LUZ: "12346-67890 - Luz Paz - Oct 4, 2026 9:01 AM - lab.ipynb",
        },
    ),
    "Blackboard": (
        {
            "Lab 2_12345_attempt_2026-10-04-15-58-23.txt": RECEIPT.format(name="Ana Soto", id="12345"),
            "Lab 2_12345_attempt_2026-10-04-15-58-23_lab_v2.ipynb": "1",
            "Lab 2_12345_attempt_2026-10-05-09-00-00.txt": RECEIPT.format(name="Ana Soto", id="12345"),
            "Lab 2_12345_attempt_2026-10-05-09-00-00_lab.ipynb": "2",
            "Lab 2_12346_attempt_2026-10-05-09-00-00.txt": RECEIPT.format(name="Luz Paz", id="12346"),
            "Lab 2_12346_attempt_2026-10-05-09-00-00_lab.ipynb": "3",
        },
        {
            ANA: "Lab 2_12345_attempt_2026-10-05-09-00-00_lab.ipynb",
            LUZ: "Lab 2_12346_attempt_2026-10-05-09-00-00_lab.ipynb",
        },
    ),
    "Sakai": (
        {
            "Lab 2/grades.csv": '"Lab 2"',
            "Lab 2/Soto, Ana(12345)/Submission attachment(s)/lab.ipynb": "1",
            "Lab 2/Soto, Ana(12345)/timestamp.txt": STAMP.decode(),
            "Lab 2/Paz, Luz(12346)/Submission attachment(s)/lab.ipynb": "2",
            "Lab 2/Paz, Luz(12346)/timestamp.txt": STAMP.decode(),
            "Lab 2/Ríos, Beto(12347)/Feedback Attachment(s)/x.txt": "-",
        },
        {
            Person("12345", "Soto, Ana"): "Lab 2/Soto, Ana(12345)/Submission attachment(s)/lab.ipynb",
            Person("12346", "Paz, Luz"): "Lab 2/Paz, Luz(12346)/Submission attachment(s)/lab.ipynb",
            Person("12347", "Ríos, Beto"): None,
        },
    ),
    "Moodle": (
        {
            "Ana Soto_12345_assignsubmission_file_/lab.ipynb": "1",
            "Luz Paz_12346_assignsubmission_file_lab.ipynb": "2",
            "Grupo 3_77_assignsubmission_file_/lab.ipynb": "3",
        },
        {
            ANA: "Ana Soto_12345_assignsubmission_file_/lab.ipynb",
            LUZ: "Luz Paz_12346_assignsubmission_file_lab.ipynb",
            Person("77"): "Grupo 3_77_assignsubmission_file_/lab.ipynb",
        },
    ),
    "Canvas": (
        {
            "sotoana_12345_100_lab.ipynb": "1",
            "sotoana_LATE_12345_102_lab-1.ipynb": "2",
            "pazluz_12346_101_lab.ipynb": "3",
        },
        {
            Person("12345", "sotoana"): "sotoana_LATE_12345_102_lab-1.ipynb",
            Person("12346", "pazluz"): "pazluz_12346_101_lab.ipynb",
        },
    ),
    "Gradescope": (
        {"submission_metadata.yml": METADATA, "submission_1/lab.ipynb": "1", "submission_2/lab.ipynb": "2"},
        {
            Person("0123", 'Ana "La Ñ" Soto, la menor', email="ana@example.org"): "submission_1/lab.ipynb",
            Person("124", "Beto"): "submission_1/lab.ipynb [2]",
            Person(name="Luz", email="luz@example.org"): "submission_2/lab.ipynb",
        },
    ),
    "nbgrader": (
        {
            "submitted/asoto/lab2/lab.ipynb": "1",
            "submitted/asoto/lab2/timestamp.txt": "2026-10-04 15:58:23.948203 UTC",
            "submitted/lpaz/lab2/lab.ipynb": "2",
        },
        {
            Person("asoto"): "submitted/asoto/lab2/lab.ipynb",
            Person("lpaz"): "submitted/lpaz/lab2/lab.ipynb",
        },
    ),
    "GitHub Classroom": (
        {
            "lab-2-submissions/lab-2-anasoto/README.md": "#",
            "lab-2-submissions/lab-2-anasoto/src/lab.ipynb": "1",
            "lab-2-submissions/lab-2-luz-paz/lab.ipynb": "2",
        },
        {
            Person("anasoto"): "lab-2-submissions/lab-2-anasoto/src/lab.ipynb",
            Person("luz-paz"): "lab-2-submissions/lab-2-luz-paz/lab.ipynb",
        },
    ),
    "Google Classroom": (
        {"Ana Soto - Lab 2.ipynb": "1", "Luz Paz - Lab 2.ipynb": "2", "Lab 2.ipynb": "3"},
        {
            Person(name="Ana Soto"): "Ana Soto - Lab 2.ipynb",
            Person(name="Luz Paz"): "Luz Paz - Lab 2.ipynb",
            Person(): "Lab 2.ipynb",
        },
    ),
}  # fmt: skip


def members(files: dict[str, str], top: str = "") -> list[tuple[str, bytes]]:
    """The files of an export; notebooks hold a text of their own."""
    return [
        (top + name, notebook(code=f"class Head: pass\n{text}") if name.endswith(".ipynb") else text.encode())
        for name, text in files.items()
    ]


@pytest.mark.parametrize("site", SITES)
@pytest.mark.parametrize("top", ["", "Descargas/"])
def test_each_site_says_whose_each_file_is(collect, site: str, top: str) -> None:
    """An export is recognised wherever it begins, told by name, and its last versions are its students'."""
    files, expected = EXPORTS[site]
    entries = collect(*members(files, top))
    found = {
        entry.owner: None if entry.fault else entry.source.removeprefix("export.zip/").removeprefix(top)
        for entry in entries
    }
    assert found == expected and len(entries) == len(expected)
    assert {entry.site for entry in entries if entry.owner != Person()} == {site}


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("4 octubre, 2026 958", "4 octubre, 2026 1558"),
        ("4 de octubre de 2026 9:58", "4 de octubre de 2026 15:58"),
        ("30 sept. 2026 3:58 p. m.", "4 oct. 2026 9:58 a. m."),
        ("octubre 4, 2026 1158 AM", "4 October, 2026 0012 PM"),
        ("4 October, 2026 12:12 AM", "Oct 4, 2026 01.13"),
    ],
)
def test_brightspace_in_spanish_and_with_24_hours(collect, earlier: str, later: str) -> None:
    """A folder's time is read as the site writes it in either language, and the last version counts."""
    names = [f"12345-67890 - Ana Soto - {when}/lab.ipynb" for when in (earlier, later)]
    for given in (names, names[::-1]):
        (entry,) = collect(*members({name: str(number) for number, name in enumerate(given)}))
        assert (entry.site, entry.owner, entry.source.partition("/")[2]) == ("Brightspace", ANA, names[1])


def test_accounts_with_underscores_are_told_apart(collect) -> None:
    """Neither the name of a task nor an account makes one person of two on Blackboard."""
    stamp = "attempt_2026-10-04-15-58-23"
    names = ("a_soto", "b_soto", "lpaz")
    files = {f"Lab_2_{name}_{stamp}_lab.ipynb": name for name in names}
    assert {entry.owner.id for entry in collect(*members(files))} == {*names}
    alike = {f"Lab_2_a_{name}_{stamp}{rest}": text for name in ("x", "y") for rest, text in
             (("_lab.ipynb", name), (".txt", RECEIPT.format(name="Ana", id=f"a_{name}")))}  # fmt: skip
    assert {entry.owner.id for entry in collect(*members(alike))} == {"a_x", "a_y"}


def test_a_group_in_front_of_a_members_name(collect) -> None:
    """Moodle writes the group before each member of it, who keeps the name."""
    names = ("Grupo 3-Ana Soto_12345", "Grupo 3-Luz Paz_12346", "Grupo 4_77")
    files = {f"{name}_assignsubmission_file_/lab.ipynb": name for name in names}
    assert {entry.owner for entry in collect(*members(files))} == {ANA, LUZ, Person("77")}
