"""Laws of reading what was handed in."""

import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.errors import SubmissionError
from autograder.notebook.submission import OwnFile, add_own_files, parse_notebook, read_notebook, safe_name

PATH = Path("ana.ipynb")
CODE = {"cell_type": "code", "source": "x = 1", "execution_count": 3, "outputs": [], "metadata": {}}
TEXT = {"cell_type": "markdown", "source": "# Título", "metadata": {}}


def notebook(cells, **more):
    """The bytes of a notebook of nbformat 4."""
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells} | more).encode()


def sources(content):
    """The sources of the cells in some bytes."""
    return [cell.source for cell in parse_notebook(PATH, content).cells]


def fault(content):
    """The key of the fault that some bytes give, rendered once to see that it can be."""
    with pytest.raises(SubmissionError) as raised:
        parse_notebook(PATH, content)
    assert str(PATH) in raised.value.render("es") and "\n" not in raised.value.render("es")
    return raised.value.key


def test_a_notebook_is_read_as_it_stands():
    """Cells keep their order, their place among all cells, their kind, their text and their saved number."""
    submission = parse_notebook(PATH, content := notebook([TEXT, CODE]))
    assert [(c.index, c.kind, c.source, c.count) for c in submission.cells] == [
        (0, "markdown", "# Título", None),
        (1, "code", "x = 1", 3),
    ]
    assert [cell.index for cell in submission.code] == [1]
    assert submission.sha256 == hashlib.sha256(content).hexdigest()
    assert submission.name == "ana"


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "empty"),
        (b" \n\t", "empty"),
        (notebook([CODE])[:-40], "truncated"),
        (b"hello", "no_json"),
        (b"PK\x03\x04zip", "no_json"),
        (b"<html></html>", "no_json"),
        (b"[" * 100_000, "no_json"),
        (b"[1, 2]", "no_notebook"),
        (b"3", "no_notebook"),
        (b'{"cells": 1}', "no_notebook"),
        (b'{"nbformat": true, "cells": 1}', "no_notebook"),
        (b'{"nbformat": 4}', "bad_notebook"),
        (notebook([], nbformat=0), "bad_notebook"),
        (notebook([], nbformat=99), "bad_notebook"),
        (notebook(None), "bad_notebook"),
        (notebook({"a": 1}), "bad_notebook"),
        (notebook([1]), "bad_notebook"),
        (notebook([None]), "bad_notebook"),
        (notebook([{"source": "x"}]), "bad_notebook"),
        (b'{"nbformat": 3, "worksheets": []}', "bad_notebook"),
        ('{"cells": ["ñ"'.encode("latin-1"), "not_utf8"),
        (b'{\n<<<<<<< HEAD\n"cells": [],\n=======\n"cells": [1],\n>>>>>>> otra rama\n"nbformat": 4}', "conflict"),
    ],
)
def test_what_is_no_notebook_is_said_in_one_line(content, key):
    """Each way of being no notebook has a message of its own, of one line, that names the file."""
    assert fault(content) == f"submission.{key}"


@pytest.mark.parametrize(
    "change",
    [
        lambda text: b"\xef\xbb\xbf" * 2 + text.encode(),
        lambda text: text.encode("utf-16"),
        lambda text: text.encode("utf-16-le"),
        lambda text: text.encode("utf-16-be"),
        lambda text: text.encode("utf-32"),
        lambda text: text.encode("cp1252"),
        lambda text: text.replace("}", " , \n}").replace("}]", "},]").encode(),
        lambda text: text.replace('"nbformat": 4', '"nbformat": "4"').encode(),
        lambda text: text.replace('"nbformat": 4', '"nbformat": 4.0').encode(),
        lambda text: text.replace('"nbformat": 4', '"other": 4').encode(),
        lambda text: text.replace("fin", "fin\t").encode(),
    ],
)
def test_a_notebook_is_read_whatever_was_done_to_its_file(change):
    """Encodings, byte order marks, commas too many and versions in other forms lose nothing of what was written."""
    text = '{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{"cell_type": "code", "metadata": {}, '
    text += '"outputs": [], "execution_count": null, "source": ["ñ = \'a,]\'\\n", "fin"]}]}'
    (cell,) = parse_notebook(Path("x.ipynb"), change(text)).cells
    assert cell.source.rstrip("\t") == "ñ = 'a,]'\nfin"


@pytest.mark.parametrize("written", ["\\ud83d", "\\uDC00", "\ud800"])
def test_half_a_pair_costs_one_sign(written):
    """Half of a surrogate pair, escaped or not, becomes a sign that every encoding has; a whole pair stays."""
    content = notebook([CODE]).decode().replace("x = 1", f"x = 1 # {written} \\ud83d\\ude00")
    (cell,) = parse_notebook(Path("x.ipynb"), content.encode("utf-8", "surrogatepass")).cells
    assert cell.source.endswith("\ufffd 😀")


def test_files_beside_a_notebook_are_part_of_its_digest():
    """A submission is another one where a file beside the notebook is, and the same in any order."""
    one, other = OwnFile("a.py", b"x"), OwnFile("b.py", b"x")
    alone = parse_notebook(Path("x.ipynb"), content := notebook([CODE]))
    digests = {
        add_own_files(alone, content, files).sha256
        for files in ((), (one,), (other,), (one, other), (other, one), (OwnFile("a.py", b"y"),))
    }
    assert len(digests) == 5
    assert alone.sha256 == hashlib.sha256(content).hexdigest()
    assert add_own_files(alone, content + b" ", (one,)).sha256 == alone.sha256  # what was read lies there no more


def test_a_number_of_any_length_is_no_crash():
    """A number with more digits than Python reads makes it no notebook, not a fault of ours."""
    assert fault(b'{"cells": [], "nbformat": ' + b"1" * 5000 + b"}")


@pytest.mark.parametrize("name", ["missing.ipynb", "no/such/folder.ipynb"])
def test_a_missing_file_is_said(tmp_path, name):
    """A path that leads nowhere gives a fault that names it."""
    with pytest.raises(SubmissionError, match=name) as raised:
        read_notebook(tmp_path / name)
    assert raised.value.key == "submission.missing"


def test_a_folder_named_like_a_notebook_is_no_notebook(tmp_path):
    """A folder called x.ipynb, and a path through a file, give a fault and no traceback."""
    (tmp_path / "x.ipynb").mkdir()
    (tmp_path / "file").write_text("")
    for path in (tmp_path / "x.ipynb", tmp_path / "file" / "y.ipynb"):
        with pytest.raises(SubmissionError) as raised:
            read_notebook(path)
        assert raised.value.key == "submission.unreadable"


def test_a_file_is_left_as_it_was(tmp_path):
    """Reading does not change the file."""
    path = tmp_path / "ana.ipynb"
    path.write_bytes(content := notebook([CODE]))
    assert read_notebook(path) == parse_notebook(path, content)
    assert path.read_bytes() == content


def test_a_byte_order_mark_is_passed_over():
    """A notebook saved with a byte order mark is read."""
    assert sources(b"\xef\xbb\xbf" + notebook([CODE])) == ["x = 1"]


@pytest.mark.parametrize("minor", [0, 2, 4, 5, 99])
def test_every_minor_format_is_read(minor):
    """Any minor format of nbformat 4 is read."""
    assert sources(notebook([CODE], nbformat_minor=minor)) == ["x = 1"]


def test_nbformat_3_is_upgraded():
    """A notebook of nbformat 3 is read, its worksheets as cells, and its format is kept in mind."""
    cells = [
        {"cell_type": "code", "input": ["a = 1\n", "b = 2"], "prompt_number": 7, "outputs": [], "language": "python"},
        {"cell_type": "heading", "level": 2, "source": "d) Head"},
    ]
    old = {"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": ""}, "worksheets": [{"cells": cells}]}
    submission = parse_notebook(PATH, json.dumps(old).encode())
    assert [(c.kind, c.source, c.count) for c in submission.cells] == [
        ("code", "a = 1\nb = 2", 7),
        ("markdown", "## d) Head", None),
    ]
    assert submission.format == 3


def test_a_notebook_without_cells_is_one():
    """A notebook of 0 cells is read."""
    assert parse_notebook(PATH, notebook([])).cells == ()


@given(st.lists(st.text()))
def test_a_source_may_be_a_list(lines):
    """A source given as a list of lines is its lines, one after another."""
    assert sources(notebook([CODE | {"source": lines}])) == ["".join(lines)]


@pytest.mark.parametrize("missing", [{"source": None}, {}], ids=["null", "absent"])
def test_a_cell_without_source_is_empty(missing):
    """A cell whose source is null or not there is an empty cell."""
    assert sources(notebook([{"cell_type": "code"} | missing])) == [""]


@pytest.mark.parametrize("count", [True, "3", 2.5, None, [1]])
def test_only_a_whole_number_is_an_execution_number(count):
    """An execution number that is no integer counts as none."""
    assert parse_notebook(PATH, notebook([CODE | {"execution_count": count}])).cells[0].count is None


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["cell_type", "source", "cells", "metadata"]) | st.text(), inner, max_size=4)
    ),
    max_leaves=10,
)


@settings(deadline=None)
@given(json_values, st.integers(-1, 6) | st.booleans(), json_values)
def test_any_json_is_a_notebook_or_a_fault(cells, number, worksheets):
    """Whatever JSON claims to be a notebook, it becomes a submission or a SubmissionError."""
    content = json.dumps({"nbformat": number, "cells": cells, "metadata": {}, "worksheets": worksheets}).encode()
    try:
        submission = parse_notebook(PATH, content)
    except SubmissionError as error:
        assert error.render("es")
    else:
        assert all(isinstance(cell.source, str) and isinstance(cell.kind, str) for cell in submission.cells)


@settings(deadline=None)
@given(st.binary())
def test_any_bytes_are_a_notebook_or_a_fault(content):
    """Whatever bytes are handed in, there is a submission or a SubmissionError."""
    try:
        parse_notebook(PATH, content)
    except SubmissionError as error:
        assert error.render("es")


any_text = st.text(st.characters(exclude_categories=()), max_size=300)


@given(any_text | any_text.map(lambda text: text + "漢" * 120) | st.sampled_from(["", ".", "..", "/", "a/../b", "\0"]))
def test_a_safe_name_is_one_part_of_a_path(text):
    """Whatever a file is called, its safe name is one part of a path that a file system takes."""
    name = safe_name(text)
    assert Path(name).name == name and name not in ("", ".", "..")
    assert "\0" not in name and "\\" not in name and name.isprintable()


@given(st.text(min_size=60) | st.text().map(lambda text: text + "漢" * 120))
def test_a_safe_name_is_short(text):
    """However long a file's name is, in whatever script, its safe name fits the 255 bytes of a file system."""
    assert len(safe_name(text).encode()) <= 255


def test_a_plain_name_stays():
    """A name of letters, digits and the usual signs stays as it is."""
    for name in ("ana", "Lab 2 - José Muñoz", "20668440-2_lab2", "x@y.cl", "v1.2+b"):
        assert safe_name(name) == name
