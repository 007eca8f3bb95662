"""For any tree of names made of real fragments there are as many owners as people."""

import io
import tempfile
from pathlib import Path
from zipfile import ZipFile

from hypothesis import given, settings
from hypothesis.strategies import booleans, composite, integers, lists, permutations, sampled_from

from autograder.batch.owners import assign_owners
from autograder.batch.submissions import class_items
from autograder.intake.collect import collect_submissions
from autograder.messages import catalogue
from autograder.people import rut
from autograder.people.names import names_contradict, words
from autograder.workers.pool import HERE
from tests.intake.conftest import LAB, notebook

PEOPLE = (
    "Ana Soto", "Beto Ríos Pérez", "María José Núñez", "Zoë O'Higgins", "Juan Pablo Díaz", "Luz Paz", "Eva Ruz Lagos",
    "Iñaki Ñandú", "Tomás de la Fuente", "Kim Li Wang",
)  # fmt: skip
BEFORE = ("", "Lab2_", "EL7008 ", "2026-10-04 ", "CC1234-1 - ", "20261004_", "entrega ", "12345 ", "tarea_2_")
AFTER = ("", " EL7008", "_v2024", " (56912345678)", " - CC1234-1", " 2026", "_lab2_final", " (1)", "_20261004", " 77")
FILES = ("lab.ipynb", "lab.ipynb (1)", "lab.ipynb.txt", "lab", "lab.json", "LAB.IPYNB", "lab2_v10.ipynb", "2026.ipynb")


@composite
def classes(draw):
    """The people of a class, and the files by their paths: each has a folder, a zip or a file, and maybe copies."""
    people = draw(permutations(PEOPLE))[: draw(integers(2, 6))]
    files: dict[str, bytes] = {}
    for number, person in enumerate(people):
        body = 11_000_000 + 7 * number
        seed = int(f"{body}{digit}") if (digit := rut.check_digit(body)) != "K" else body
        written = draw(sampled_from([person, person.replace(" ", "_"), ", ".join(reversed(person.split(" ", 1)))]))
        place = f"{draw(sampled_from(BEFORE))}{written}{draw(sampled_from(AFTER))}"
        shape = draw(sampled_from(["folder", "zip", "file"]))
        signed = shape == "file" or draw(booleans())
        made = notebook(person, seed, f"{LAB}\nx = {number}") if signed else notebook(code=f"{LAB}\nx = {number}")
        names = draw(lists(sampled_from(FILES), min_size=1, max_size=2, unique=True))
        if shape == "file":
            files[f"{place}{draw(sampled_from(['.ipynb', '.ipynb (2)', '.IPYNB.TXT', '.json']))}"] = made
        elif shape == "folder":
            files |= {f"{place}/{name}": made for name in names}
        else:
            packed = io.BytesIO()
            with ZipFile(packed, "w") as archive:
                for name in names:
                    archive.writestr(name, made)
            files[f"{place}.{draw(sampled_from(['zip', 'ZIP']))}"] = packed.getvalue()
    return people, files


@settings(max_examples=40)
@given(classes())
def test_there_are_as_many_owners_as_people(gpt, drawn) -> None:
    """Nobody is two people and no two are one, no number in a name is an id, and every file is read."""
    people, files = drawn
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files.items():
            (Path(folder) / "clase" / name).parent.mkdir(parents=True, exist_ok=True)
            (Path(folder) / "clase" / name).write_bytes(content)
        left: list[str] = []
        with collect_submissions([Path(folder) / "clase"], gpt, HERE, left=left) as entries:
            assigned = assign_owners(class_items(entries, "en"), None, catalogue("en"))
    claims = [item.claim for item in assigned.items]
    owners = {" ".join(words(claim.person.name)) for claim in claims}
    assert not left and not any(item.error or item.entry.owner.id for item in assigned.items)
    assert all(any(not names_contradict(claim.person.name, person) for person in people) for claim in claims)
    assert len(owners) == len(people) and not any(conflict.held for conflict in assigned.conflicts)
