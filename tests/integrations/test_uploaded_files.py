"""Laws of what one student has handed in."""

import io
import zipfile
from collections.abc import Callable, Mapping

import pytest

from autograder.errors import SubmissionError
from autograder.integrations.uploaded_files import uploaded_notebook


@pytest.fixture
def source(small, tmp_path) -> Callable[..., str]:
    """Lays files out and says which of them is to be graded."""

    def make(files: Mapping[str, bytes]) -> str:
        folder = tmp_path / "submission"
        folder.mkdir()
        for name, content in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
        with uploaded_notebook(folder, small) as entry:
            assert entry.path is not None and entry.path.is_file()
            return entry.source.removeprefix("submission/")

    return make


def zipped(files: Mapping[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as opened:
        for name, content in files.items():
            opened.writestr(name, content)
    return made.getvalue()


@pytest.mark.parametrize("name", ["lab.ipynb", "Tarea Ñuñoa (1).ipynb", "dentro/de/otra/lab.ipynb", "lab.ipynb.json"])
def test_a_notebook_is_found_wherever_it_lies(source, notebook, name):
    """One notebook is what is graded, whatever it is called and however deep it lies, beside files of all kinds."""
    assert source({name: notebook(), "datos.csv": b"a,b", "informe.pdf": b"%PDF-1.7"}) == name


def test_archives_and_scripts_are_opened(source, notebook):
    """A notebook in a zip in a zip counts."""
    assert source({"a.zip": zipped({"b.zip": zipped({"lab.ipynb": notebook()})})}) == "a.zip/b.zip/lab.ipynb"


def test_a_script_counts_where_there_is_no_notebook(source):
    """A script exported from Colab is graded; beside a notebook it is a helper."""
    assert source({"lab.py": b"def double(x):\n    return 2 * x\n"}) == "lab.py"


def test_a_helper_is_no_second_answer(source, notebook):
    """A notebook that answers nothing of this lab does not make the one that does doubtful."""
    assert source({"ayuda.ipynb": notebook("print('hola')"), "lab.ipynb": notebook()}) == "lab.ipynb"


def test_of_copies_the_last_counts(source, notebook):
    """Of the copies that a browser numbers the last is graded."""
    copies = {"lab.ipynb": notebook("def double(x): pass"), "lab (2).ipynb": notebook()}
    assert source(copies) == "lab (2).ipynb"


def test_two_answers_are_not_guessed_between(source, notebook):
    """Two notebooks that both answer are refused with both names."""
    with pytest.raises(SubmissionError, match=r"final\.ipynb.*otro\.ipynb"):
        source({"final.ipynb": notebook(), "otro.ipynb": notebook()})


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, "empty"),
        ({"informe.pdf": b"%PDF-1.7"}, r"informe\.pdf"),
        ({"lab.ipynb": b'{"cells": ['}, r"lab\.ipynb"),
        ({"lab.zip": b"PK\x03\x04cut"}, r"lab\.zip"),
        ({"lab.ipynb": b""}, r"lab\.ipynb"),
        ({"a.ipynb": b"{", "b.ipynb": b"["}, r"\.ipynb"),
    ],
)
def test_what_cannot_be_graded_says_why(source, files, said):
    """Nothing, no notebook, and broken files are faults of the submission that name the file."""
    with pytest.raises(SubmissionError, match=said):
        source(files)
