"""Laws of collecting: whose is what in every layout, which version counts, and what is wrong with the rest."""

import json
import os
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from autograder.errors import SubmissionError
from autograder.intake.archive import UnpackLimits
from autograder.intake.collect import collect_submissions, no_notebooks
from autograder.people.person import NOBODY, Person
from autograder.workers.pool import HERE
from tests.intake.conftest import HELPER, LAB, METADATA, RUTS, notebook, zipped


def owners(entries):
    return {entry.source.removeprefix("export.zip/"): entry.owner for entry in entries}


def test_a_flat_folder_holds_one_student_a_notebook(collect):
    """Notebooks side by side are everybody's, whatever they are called; helpers of the system are no notebooks."""
    entries = collect(
        ("lab.ipynb", notebook()),
        ("lab (1).ipynb", notebook()),
        ("Copia de lab.ipynb", notebook("Luz Paz")),
        (".DS_Store", b""),
    )
    assert owners(entries) == dict.fromkeys(["Copia de lab.ipynb", "lab (1).ipynb", "lab.ipynb"], NOBODY)


def test_a_second_file_of_one_author_in_a_flat_folder_replaces_nothing(collect):
    """Anybody may put a file with any name and any signature where everybody's lie: each is an entry."""
    entries = collect(("lab.ipynb", notebook(seed=RUTS[0])), ("lab (2).ipynb", notebook(code=LAB + " ", seed=RUTS[0])))
    assert [len(entry.older) for entry in entries] == [0, 0]


def test_a_folder_for_each_student(collect):
    """A folder's name names its student: by name, RUT or e-mail; a zip is a folder, and an empty one counts."""
    entries = collect(
        ("entregas/Ana Soto/lab.ipynb", notebook()),
        ("entregas/20.668.440-2/sub/lab.ipynb", notebook()),
        ("entregas/luz@example.org/lab.ipynb", notebook()),
        ("entregas/Ríos_Beto_12345.zip", zipped(("lab/lab.ipynb", notebook()))),
        ("entregas/77/lab.ipynb", notebook()),
        ("entregas/Vacía/", b""),
    )
    assert owners(entries) == {
        "entregas/Ana Soto/lab.ipynb": Person(name="Ana Soto"),
        "entregas/20.668.440-2/sub/lab.ipynb": Person(rut="20668440-2"),
        "entregas/luz@example.org/lab.ipynb": Person(email="luz@example.org"),
        "entregas/Ríos_Beto_12345.zip/lab/lab.ipynb": Person(name="Ríos Beto"),
        "entregas/77/lab.ipynb": NOBODY,
        "entregas/Vacía": Person(name="Vacía"),
    }
    assert [entry.fault.key for entry in entries if entry.fault] == ["intake.nothing"]


def test_folders_of_sections_hold_folders_of_students(collect):
    """Where most folders hold several folders with notebooks, those are the students'."""
    entries = collect(
        *((f"{s}/{n}/lab.ipynb", notebook()) for s, n in [("1", "Ana"), ("1", "Luz"), ("2", "Beto"), ("2", "Eva")])
    )
    assert {entry.owner.name for entry in entries} == {"Ana", "Luz", "Beto", "Eva"}


def test_a_numbered_section_of_one_student_is_no_student(collect):
    """A section that has a single folder in it, named after a person, does not hide whose that is."""
    entries = collect(*((f"Sección {n}/{name}/lab.ipynb", notebook()) for n, name in [(1, "Ana Soto"), (2, "Eva Ruz")]))
    assert {entry.owner.name for entry in entries} == {"Ana Soto", "Eva Ruz"}


def test_moodle(collect):
    """Moodle's folders, new and old, its files without folders, and participants without names."""
    file = "assignsubmission_file"
    entries = collect(
        (f"Ana Soto_12_{file}/lab.ipynb", notebook()),
        ("Ana Soto_12_assignsubmission_onlinetext/onlinetext.html", b"<p>hola"),
        (f"José Ñandú_13_{file}_/entrega.zip", zipped(("x/lab.ipynb", notebook()), ("x/helper.ipynb", HELPER))),
        (f"Luz O'Higgins_14_{file}_lab_2_3_4.ipynb", notebook()),
        (f"Participante_15_{file}_/lab.ipynb", notebook()),
        (f"Zoë 🦊_16_{file}_/informe.pdf", b"%PDF-1.4"),
    )
    people = [("12", "Ana Soto"), ("13", "José Ñandú"), ("14", "Luz O'Higgins"), ("15", ""), ("16", "Zoë 🦊")]
    assert [(entry.owner.id, entry.owner.name) for entry in entries] == people
    assert entries[1].beside == ("export.zip/José Ñandú_13_assignsubmission_file_/entrega.zip/x/helper.ipynb",)
    assert [entry.fault and entry.fault.key for entry in entries] == [None, None, None, None, "intake.is_pdf"]


def test_canvas(collect):
    """Canvas's names, late or not, with and without names; of one student's files the one that came last counts."""
    entries = collect(
        ("sotoana_12345_67899_lab-1.ipynb", notebook(), 1),
        ("sotoana_12345_67890_lab.ipynb", notebook(), 9),
        ("ñandújosé_LATE_2_80_mi_lab_3_4.ipynb", notebook()),
        ("anon_x1Y2z_81_lab.zip", zipped(("lab.ipynb", notebook()))),
        ("paz_5_text.html", b"<html>"),
    )
    assert [(entry.owner.id, entry.owner.name) for entry in entries] == [
        ("x1Y2z", ""),
        ("5", "paz"),
        ("12345", "sotoana"),
        ("2", "ñandújosé"),
    ]
    assert entries[2].older == ("export.zip/sotoana_12345_67890_lab.ipynb",)


@pytest.mark.parametrize(
    "names", [["tarea_1_2023_ana", "tarea_1_2023_luz"], ["lab_1_20668440_a", "lab_1_10000013_b", "lab_1_7_c"]]
)
def test_numbers_in_names_are_not_canvas(collect, names):
    """Files that only look like Canvas's stay apart: nobody's notebook becomes a version of somebody else's."""
    entries = collect(*((f"{name}.ipynb", notebook()) for name in names))
    assert len(entries) == len(names) and {entry.owner for entry in entries} == {NOBODY}


def test_gradescope(collect):
    """Gradescope's metadata names the submitters, all of them, and the time; it makes no objects."""
    entries = collect(
        ("assignment_7_export/submission_metadata.yml", METADATA.encode()),
        ("assignment_7_export/submission_1/lab.ipynb", notebook()),
        ("assignment_7_export/submission_2/src/lab.py", b"class Head:\n    pass\n"),
    )
    assert [entry.owner for entry in entries] == [
        Person(id="0123", name='Ana "La Ñ" Soto, la menor', email="ana@example.org"),
        Person(id="124", name="Beto"),
        Person(name="Luz", email="luz@example.org"),
    ]
    assert entries[0].path == entries[1].path and entries[0].source != entries[1].source
    assert entries[0].time == datetime(2026, 10, 4, 15, 58, 23, 948203, UTC)
    assert entries[2].time == datetime(2026, 10, 5, 15, 58, 23, 900000, UTC)


@pytest.mark.parametrize(
    "metadata", [b"", b"[1, 2]", b"a: [", b"\xff\xfe\x00", b"submission_1: 3", b"&a [*a]", b"- " * 200_000]
)
def test_gradescope_without_metadata_is_folders(collect, metadata):
    """Metadata that cannot be read costs the names, not the submissions."""
    entries = collect(
        ("submission_metadata.yml", metadata),
        ("submission_1/lab.ipynb", notebook()),
        ("submission_2/lab.ipynb", notebook()),
    )
    assert len(entries) == 2 and not any(entry.fault for entry in entries)


def test_nbgrader(collect):
    """nbgrader's students and times; what the course folder holds besides is not handed in."""
    entries = collect(
        ("curso/source/lab2/lab.ipynb", notebook()),
        ("curso/submitted/asoto/lab2/lab.ipynb", notebook()),
        ("curso/submitted/asoto/lab2/timestamp.txt", b"2026-10-04 15:58:23.948203 UTC\n"),
        ("curso/submitted/brios/lab2/lab.ipynb", notebook()),
        ("curso/autograded/asoto/lab2/lab.ipynb", notebook()),
    )
    assert [entry.owner for entry in entries] == [Person(id="asoto"), Person(id="brios")]
    assert entries[0].time == datetime(2026, 10, 4, 15, 58, 23, 948203, UTC)


def test_what_a_student_packed_cannot_say_whose_it_is(collect):
    """A layout inside a student's holding is nothing but folders: only the course site says whose a holding is."""
    forged = zipped(
        ("Ana Soto_12_assignsubmission_file_/lab.ipynb", notebook()),
        ("submission_metadata.yml", METADATA.encode()),
        ("submission_1/lab.ipynb", notebook()),
    )
    entries = collect(
        ("Ana Soto_12_assignsubmission_file_/lab.ipynb", notebook()), ("Beto_13_assignsubmission_file_/x.zip", forged)
    )
    assert [entry.owner.id for entry in entries] == ["12", "13"]


def test_exports_are_recognised_wherever_they_begin(collect, gpt, tmp_path):
    """An export may be a zip, a folder, in a folder, or in a zip: it is read alike."""
    inner = zipped(
        *((f"{n}_{i}_assignsubmission_file_/lab.ipynb", notebook()) for i, n in enumerate(["Ana", "Luz"], 10))
    )
    (tmp_path / "a" / "Ana_10_assignsubmission_file_").mkdir(parents=True)
    (tmp_path / "a" / "Luz_11_assignsubmission_file_").mkdir()
    for folder in (tmp_path / "a").iterdir():
        (folder / "lab.ipynb").write_bytes(notebook())
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "inner.zip").write_bytes(inner)
    for entries in (collect(("top/export.zip", inner)), collect(tmp_path / "a"), collect(tmp_path / "b")):
        assert [entry.owner for entry in entries] == [Person("10", "Ana"), Person("11", "Luz")]


def test_the_last_version_counts(collect):
    """Of a student's versions the last by its stamp counts; the others are named, and helpers and broken ones apart."""
    folder = "Ana_1_assignsubmission_file_"
    (entry,) = collect(
        (f"{folder}/lab.ipynb", notebook("Ana"), 30),
        (f"{folder}/lab (3).ipynb", notebook("Ana"), 10),
        (f"{folder}/lab.ipynb.zip", zipped(("lab.ipynb", notebook("Ana"), 20)), 5),
        (f"{folder}/helper.ipynb", HELPER, 50),
        (f"{folder}/broken.ipynb", notebook("Ana")[:99], 50),
        (f"{folder}/unsigned.ipynb", notebook(), 50),
        (f"{folder}/lost.zip", b"PK", 50),
        (f"{folder}/lab.py", b"class Head: pass", 50),
        (f"{folder}/.ipynb_checkpoints/lab-checkpoint.ipynb", notebook("Ana"), 59),
    )
    assert entry.source == f"export.zip/{folder}/lab.ipynb" and entry.fault is None
    assert sorted(Path(source).name for source in entry.older) == ["lab (3).ipynb", "lab.ipynb"]
    assert sorted(Path(source).name for source in entry.beside) == [
        "broken.ipynb",
        "helper.ipynb",
        "lost.zip",
        "unsigned.ipynb",
    ]


def test_stamps_of_one_copying_tell_no_order(collect, tmp_path):
    """Files copied in one go have stamps that mean nothing: then the number that a system gave a copy counts."""
    folder = tmp_path / "clase" / "Ana Soto"
    folder.mkdir(parents=True)
    for at, name in enumerate(["lab (2).ipynb", "lab (10).ipynb", "lab.ipynb"]):
        (folder / name).write_bytes(notebook())
        os.utime(folder / name, (1e9 + at, 1e9 + at))
    (tmp_path / "clase" / "Luz").mkdir()
    (tmp_path / "clase" / "Luz" / "lab.ipynb").write_bytes(notebook())
    assert collect(tmp_path / "clase")[0].source == "clase/Ana Soto/lab (10).ipynb"


def test_a_folder_of_several_authors_is_not_one_students(collect):
    """Where notebooks in a folder say different authors, each is its own entry, and so is whatever is unsigned."""
    entries = collect(
        ("lunes/a.ipynb", notebook("Ana Soto", RUTS[0])),
        ("lunes/b.ipynb", notebook("Beto Ríos", RUTS[1])),
        ("lunes/c.ipynb", notebook()),
        ("martes/d.ipynb", notebook("Luz Paz")),
    )
    assert len(entries) == 4 and {entry.owner for entry in entries[:3]} == {NOBODY}


def test_a_guess_loses_nobody(collect):
    """In a folder that no site has written, unsigned notebooks of different names are never versions of each other."""
    entries = collect(
        ("lunes/a.ipynb", notebook()),
        ("lunes/b.ipynb", notebook()),
        ("lunes/c.ipynb", notebook()[:99]),
        ("lunes/b (1).ipynb", b""),
        ("martes/d.ipynb", notebook()),
    )
    names = [(entry.source.rpartition("/")[2], entry.fault and entry.fault.key) for entry in entries]
    assert names == [("a.ipynb", None), ("b.ipynb", None), ("c.ipynb", "submission.truncated"), ("d.ipynb", None)]
    assert entries[1].beside == ("export.zip/lunes/b (1).ipynb",)


def test_a_script_is_a_submission_where_there_is_no_notebook(collect):
    """A script alone becomes a notebook that can be read; one beside a notebook does not count; a helper is a fault."""
    script = "# Class\nclass Head:\n    pass\n\n# niñez\nx = 1\n".encode("latin-1")
    entries = collect(
        ("Ana/lab.py", script),
        ("Beto/lab.ipynb", notebook()),
        ("Beto/lab.py", script),
        ("lab3.py", script),
        ("util.py", b"x = 1"),
    )
    found = {entry.source.removeprefix("export.zip/"): entry.fault and entry.fault.key for entry in entries}
    assert found == {"Ana/lab.py": None, "Beto/lab.ipynb": None, "lab3.py": None, "util.py": "intake.no_answers"}


@pytest.mark.parametrize(
    ("name", "content", "key"),
    [
        ("a.ipynb", b"", "submission.empty"),
        ("a.ipynb", notebook()[:150], "submission.truncated"),
        ("a.ipynb", notebook("Ñ").replace(b"\\u00d1", b"\xd1")[:200], "submission.not_utf8"),
        ("a.ipynb", b"<!DOCTYPE html><html>", "intake.is_html"),
        ("a.ipynb", b"%PDF-1.4", "intake.is_pdf"),
        ("a.ipynb", zipped(("x", b"")), "intake.is_zip"),
        ("a.ipynb", b"{}", "submission.no_notebook"),
        ("a.py", b" \n", "submission.empty"),
        ("a.docx", b"PK\x03\x04", "intake.is_document"),
        ("a.jpg", b"\xff\xd8\xff", "intake.is_image"),
        ("a.rar", b"Rar!", "intake.is_archive"),
        ("a.zip", b"PK\x03\x04", "intake.damaged"),
        ("a.zip", b"Rar!", "intake.is_archive"),
        ("notas.txt", b"hola", "intake.is_other"),
    ],
)
@pytest.mark.parametrize("zips", [True, False], ids=["zip", "folder"])
def test_what_cannot_be_graded_is_an_entry_that_says_why(collect, tmp_path, name, content, key, zips):
    """A student's only file that is no notebook, or a broken one, is an entry with its fault, and stops nothing."""
    members = [(f"clase/Ana/{name}", content), ("clase/Luz/lab.ipynb", notebook())]
    for path, data in members:
        (tmp_path / path).parent.mkdir(parents=True)
        (tmp_path / path).write_bytes(data)
    entries = collect(*members) if zips else collect(tmp_path / "clase")
    assert [entry.fault and entry.fault.key for entry in entries] == [key, None]
    assert entries[0].owner.name in ("Ana", "a") and entries[0].path is None
    assert name in entries[0].fault.render("es") and "\n" not in entries[0].fault.render("en")


def test_several_files_and_no_notebook(collect):
    """A student with files but no notebook is one entry that names them."""
    entries = collect(("Ana/a.pdf", b"%PDF"), ("Ana/b.csv", b"1"), ("Luz/lab.ipynb", notebook()))
    assert entries[0].fault.key == "intake.no_notebook" and "a.pdf, b.csv" in str(entries[0].fault)


def test_links_are_not_followed(collect, tmp_path):
    """A link in a folder is a fault, wherever it leads; nothing behind it is read."""
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "s.ipynb").write_bytes(notebook("Secreto"))
    (tmp_path / "clase").mkdir()
    (tmp_path / "clase" / "lab.ipynb").symlink_to(tmp_path / "secret" / "s.ipynb")
    (tmp_path / "clase" / "more").symlink_to(tmp_path / "secret")
    os.mkfifo(tmp_path / "clase" / "pipe.ipynb")
    entries = collect(tmp_path / "clase")
    assert {entry.source: entry.fault.key for entry in entries} == {
        "clase/lab.ipynb": "intake.link",
        "clase/more": "intake.link",
        "clase/pipe.ipynb": "intake.special",
    }


def test_files_given_by_name(collect, tmp_path):
    """A file that is given is an entry, whatever it is; Canvas's names are read there too."""
    paths = [tmp_path / name for name in ("sotoana_12_34_lab.ipynb", "paz_13_35_lab.ipynb", "otro.ipynb", "notas.txt")]
    for path in paths:
        path.write_bytes(notebook())
    entries = collect(*paths, paths[0])
    assert [entry.owner.id for entry in entries] == ["", "", "13", "12"]
    assert [entry.fault and entry.fault.key for entry in entries] == [None, None, None, None], "a notebook in any name"


@pytest.mark.parametrize(
    "make", [lambda p: p.mkdir(), lambda p: p.write_bytes(zipped()), lambda p: None], ids=["folder", "zip", "none"]
)
def test_nothing_at_all_is_said_at_once(collect, tmp_path, make):
    """A path that does not exist, and one that holds nothing, is a fault for whoever gave it."""
    path = tmp_path / "x.zip"
    make(path)
    with pytest.raises(SubmissionError, match=r"x\.zip"):
        collect(path)


def test_what_there_is_instead_of_notebooks_is_said():
    """The error of a place without notebooks names it, and the kinds of files that are there."""
    told = str(no_notebooks("in", ["a/list.csv", "b.CSV", "foto.png"]))
    assert "in, only .csv (2), .png (1)" in told and "empty" in str(no_notebooks("in", []))


def test_nothing_is_left_behind(gpt, tmp_path, monkeypatch):
    """What was unpacked is gone when the block ends, however it ends, and lay in a folder of its own."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    (tmp_path / "x.zip").write_bytes(zipped(("Ana/lab.py", b"class Head: pass"), ("Luz/lab.ipynb", notebook())))
    with pytest.raises(ZeroDivisionError), collect_submissions([tmp_path / "x.zip"], gpt, HERE) as entries:
        assert all(entry.path.is_relative_to(tmp_path / "tmp") for entry in entries)
        raise ZeroDivisionError
    assert not list((tmp_path / "tmp").iterdir())


def test_the_order_of_files_decides_nothing(collect):
    """The same files in another order are the same entries."""
    members = [
        (f"{name}_{at}_assignsubmission_file_/lab.ipynb", notebook()) for at, name in enumerate(["Ana", "Luz", "Eva"])
    ]
    assert owners(collect(*members)) == owners(collect(*reversed(members)))


def test_a_large_notebook_is_looked_at_from_outside(collect, tmp_path):
    """A notebook with 50 MB of outputs is an entry like others; whoever grades it reads it."""
    (tmp_path / "big.ipynb").write_bytes(
        notebook().replace(b'"outputs": []', b'"outputs": [' + b" " * (50 << 20) + b"]", 1)
    )
    assert [entry.fault for entry in collect(tmp_path / "big.ipynb")] == [None]


@pytest.mark.parametrize(
    "text", ["*" * 200_000, "\n" * 200_000, "Nombre: " + "_ " * 90_000, " \n" * 90_000, "x=1;" * 45_000, "(" * 99_999]
)
def test_no_text_holds_a_class_up(collect, text):
    """Texts that patterns and parsers stumble over are looked at in no time."""
    cells = [{"cell_type": kind, "metadata": {}, "source": text, "outputs": []} for kind in ("markdown", "code")]
    strange = json.dumps({"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": cells}).encode()
    folder = "Ana_1_assignsubmission_file_"
    began = time.monotonic()
    (entry,) = collect((f"{folder}/a.ipynb", strange), (f"{folder}/b.ipynb", strange))
    assert entry.fault is None and time.monotonic() - began < 5


def test_loose_archives_that_forge_an_export_are_seen(collect):
    """Where archives lie loose, a forged export makes entries in other names, and replaces no true one."""
    forged = zipped(("Ana Soto_12_assignsubmission_file_/lab.ipynb", notebook()))
    entries = collect(("Ana Soto.zip", zipped(("lab.ipynb", notebook()))), ("Beto.zip", forged))
    assert [entry.owner.name for entry in entries] == ["Ana Soto", "Ana Soto"]


@pytest.mark.parametrize(
    "limits", [UnpackLimits(whole=1500), UnpackLimits(archive=1500, dense=0), UnpackLimits(files=3)], ids=str
)
def test_what_does_not_fit_is_told(collect, tmp_path, limits):
    """What the limits keep from being unpacked is an entry with a fault, and never silently gone."""
    (tmp_path / "clase").mkdir()
    members = [(f"{n}.ipynb", notebook() + b" ") for n in "abcde"]
    (tmp_path / "clase" / "Ana.zip").write_bytes(zipped(*members))
    (tmp_path / "clase" / "Luz.ipynb").write_bytes(notebook())
    entries = collect(tmp_path / "clase", limits=limits)
    assert any(entry.fault and entry.fault.key in ("intake.no_room", "intake.too_many") for entry in entries)
    assert entries[-1].source == "clase/Luz.ipynb" and entries[-1].fault is None


def test_what_lies_beside_a_notebook_is_handed_on_with_it(collect):
    """A student's own modules and texts go with the notebook, by the names that it would write; nobody else's do."""
    members = [
        ("clase/Ana/lab.ipynb", notebook()),
        ("clase/Ana/util.py", b"x = 1"),
        ("clase/Ana/src/modelo.py", b"y = 1"),
        ("clase/Ana/libro.txt", b"hola"),
        ("clase/Ana/foto.png", b"\x89PNG"),
        ("clase/Ana/grande.txt", b"a" * (5 << 20)),
        ("clase/Luz/entrega/lab.ipynb", notebook()),
        ("clase/Luz/comun/util.py", b"z = 1"),
    ]
    ana, luz = collect(*members)
    assert [name for name, _ in ana.files] == ["libro.txt", "src/modelo.py", "util.py"]
    assert [name for name, _ in luz.files] == ["comun/util.py"]


def test_a_module_in_a_folder_with_one_notebook_is_its_own(collect):
    """A script that a lone notebook imports is no submission, even where it answers a question."""
    (entry,) = collect(("x/lab.ipynb", notebook(code=LAB + "\nimport util")), ("x/util.py", b"def encode(s): return s"))
    assert [name for name, _ in entry.files] == ["util.py"]


def test_a_heap_of_notebooks_is_not_read(collect):
    """A student who hands in hundreds of notebooks is one row that says so, and costs no time."""
    (entry,) = collect(*((f"Ana_1_assignsubmission_file_/{n}.ipynb", b"{}") for n in range(150)))
    assert entry.fault.key == "intake.too_many_notebooks" and entry.owner.name == "Ana"
