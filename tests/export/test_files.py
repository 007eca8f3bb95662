"""Laws of where exports are written: whole or not at all, and over nothing that is not ours."""

import json

import openpyxl
import pytest
from hypothesis import given
from hypothesis.strategies import binary

from autograder.errors import ExportError
from autograder.export import csv_table, files, workbook

OURS = b"id,name,rut\n1,Ana,\n"
RESULTS = json.dumps({"tests": []}).encode()


@given(binary(max_size=40))
def test_a_file_of_another_kind_stays(tmp_path_factory, content):
    """What is there and no earlier export stays as it is."""
    path = tmp_path_factory.getbasetemp() / "marks.csv"
    path.write_bytes(content)
    with pytest.raises(ExportError, match="already and is no earlier export"):
        files.write_export(path, OURS)
    assert path.read_bytes() == content


def test_an_earlier_export_is_replaced(tmp_path, lab, stand):
    """A later export takes the place of the one before it, whatever its rows."""
    path, book = tmp_path / "new" / "marks.csv", tmp_path / "marks.xlsx"
    for records in ([stand(a=1.0)], [stand(a=2.0), stand(f=1.0)]):
        files.write_export(path, csv_table.csv_bytes(records, lab))
        files.write_export(book, workbook.workbook_bytes(records, lab))
        assert path.read_bytes() == csv_table.csv_bytes(records, lab)
    assert sorted(p.name for p in tmp_path.rglob("*") if p.is_file()) == ["marks.csv", "marks.xlsx"]


def test_a_workbook_of_somebody_else_stays(tmp_path, lab, stand):
    """A workbook that people made is not taken for ours."""
    path = tmp_path / "marks.xlsx"
    openpyxl.Workbook().save(path)
    with pytest.raises(ExportError):
        files.write_export(path, workbook.workbook_bytes([stand(a=1.0)], lab))


def test_what_cannot_be_written_leaves_nothing(tmp_path):
    """A folder that is a file is said in a line, and what was there stays."""
    (tmp_path / "file").write_bytes(b"x")
    with pytest.raises(ExportError, match="could not be written"):
        files.write_export(tmp_path / "file" / "marks.csv", OURS)
    with pytest.raises(ExportError, match="already"):
        files.write_export(tmp_path, OURS)
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


def test_a_folder_is_replaced_with_all_that_it_held(tmp_path):
    """No result of an earlier export is left beside the new ones."""
    top = tmp_path / "out"
    files.write_export_folder(top, {"ana/results.json": RESULTS, "eva/results.json": RESULTS})
    files.write_export_folder(top, {"eva/results.json": RESULTS})
    assert [p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*") if p.is_file()] == ["out/eva/results.json"]


@pytest.mark.parametrize("name", ["notes.txt", "ana/result.json", "ana/results.json", "ana/deep/results.json"])
def test_a_folder_with_anything_else_in_it_stays(tmp_path, name):
    """One thing that is not ours, and the folder is left as it is."""
    mine = tmp_path / "out" / name
    mine.parent.mkdir(parents=True)
    mine.write_text('{"score": 1}')
    with pytest.raises(ExportError, match="already"):
        files.write_export_folder(tmp_path / "out", {"eva/results.json": RESULTS})
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == [mine]
