"""Laws of files of the author's machine: a text is found whatever the way to it, and nothing else changes."""

import pytest

from autograder.grading.live_submission import open_submission
from autograder.lab.corpora import shelf_for

WAYS = r"""
import codecs, io, os, shutil
from pathlib import Path
t = open("shakespeare.txt", encoding="utf-8").read()
base = "/kaggle"
for way in (
    "data/shakespeare.txt", "data\\shakespeare.txt", "../x/Shakespeare (1).txt", "~/shakespeare.txt", "SHAKESPEARE.TXT",
    "C:\\Users\\x\\shakespeare.txt", base + "/input/lab2/shakespeare.txt", "shakespeare - copia.txt", "shakespeare",
    "Copy of shakespeare.txt", "tiny_shakespeare.txt", os.path.join("C:\\Users\\x", "shakespeare.txt"),
):
    assert open(way).read() == t, way
    assert Path(way).read_text() == io.open(way).read() == codecs.open(way, encoding="utf-8").read() == t, way
assert os.path.isfile("data/shakespeare.txt") and Path("datos/shakespeare.txt").exists()
shutil.copy("/content/drive/MyDrive/shakespeare.txt", "shakespeare_copia.txt")
os.rename("otra/shakespeare.txt", "renombrado.txt")
assert open("shakespeare_copia.txt").read() == open("renombrado.txt").read() == t
"""
SEARCHES = """
import glob, os
from pathlib import Path
assert "shakespeare.txt" in os.listdir("data") and glob.glob("data/*.txt") and list(Path("data").rglob("*.txt"))
assert glob.glob("/content/drive/MyDrive/**/shakespeare.txt", recursive=True)
assert [file for _, _, files in os.walk("datos") for file in files] and not glob.glob("data/*.pt")
"""
WRITING = """
import json, os, torch
base = "/kaggle"
torch.save({"a": 1}, "checkpoints/m.pt"); torch.save({"a": 1}, base + "/working/out/m.pt")
assert torch.load("checkpoints/m.pt") == torch.load(base + "/working/out/m.pt") == {"a": 1}
open("logs/a.txt", "w").write("hola"); assert open("logs/a.txt").read() == "hola"
os.makedirs(base + "/q/r", exist_ok=True); assert os.path.isdir(base + "/q/r")
"""
FOLDERS = """
import os
os.chdir("../no/hay")
assert open("shakespeare.txt").read() == t
%cd /content/drive/MyDrive/lab
assert open("shakespeare.txt").read() == t
"""
ABSENT = """
import importlib.metadata, os
for name in ("data", "tests", "model.pt", "runs", "salida.txt"):
    assert not os.path.exists(name), name
for name in ("w.pt", "x.csv", "y.json", "requirements.txt"):
    try:
        open(name)
    except FileNotFoundError:
        continue
    raise AssertionError(name)
assert importlib.metadata.distribution("torch").read_text("none.txt") is None
if False: open("salida.txt", "w")
"""


def test_a_text_is_found_whatever_the_way_to_it(written, gpt, here):
    """Every spelling of a path reads the lab's text, searches find it, and what is not there stays away."""
    with open_submission(written(WAYS, SEARCHES, WRITING, ABSENT, FOLDERS), gpt, shelf_for(gpt), here) as opened:
        assert [f"{run.type}: {run.message}" for run in opened.session.runs if run.type] == []
        assert opened.session.failures.failures == ()
        assert opened.session.replaced_files == ()


@pytest.fixture
def replaced(written, gpt, here):
    """Runs cells and returns the cells' failures and which files were replaced in which cell."""

    def run(*sources):
        with open_submission(written(*sources), gpt, shelf_for(gpt), here) as opened:
            files = [(file.cell, file.name) for file in opened.session.replaced_files]
            return [failure.type for failure in opened.session.failures.failures], files

    return run


def test_a_text_of_the_students_own_is_replaced_and_that_is_said(replaced):
    """A text that was not handed in is one of the lab's, in any encoding; what a notebook wrote is read as it is."""
    cells = (
        "own = open('mi_libro.txt', encoding='latin-1').read(); assert len(own) > 1000",
        "import os; assert os.path.exists('mi_libro.txt')\nopen('notas.txt', 'w').write('x')",
        "assert open('notas.txt').read() == 'x' and open('/content/drive/MyDrive/otro.txt').read() == own",
    )
    assert replaced(*cells) == ([], [(0, "mi_libro.txt"), (2, "otro.txt")])
