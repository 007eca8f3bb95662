"""Writes an export to disk: whole or not at all, and over nothing but an earlier export of its kind."""

import csv
import io
import json
import re
import shutil
import zipfile
from collections.abc import Mapping
from itertools import chain
from pathlib import Path

from autograder.errors import ExportError
from autograder.export.gradescope import NAME
from autograder.output.files import WriteFaults, write_over_earlier

FAULTS = WriteFaults(ExportError, "export.not_written", "export.in_the_way")


def write_export(path: Path, content: bytes) -> None:
    """Write a file, whole or not at all.

    Raises ExportError where something of another kind stands there, or it cannot be written.
    """
    write_over_earlier(path, content, FAULTS, lambda earlier: _file_kind(earlier.read_bytes()) == _file_kind(content))


def write_export_folder(path: Path, files: Mapping[str, bytes]) -> None:
    """Write a folder of files, whole or not at all; an earlier export there is removed with everything in it.

    Raises ExportError where something of another kind stands there or in it, or it cannot be written.
    """
    try:
        path = path.resolve()
        for existing in chain([path], path.rglob("*")):
            _check_replaceable(existing, path)
        draft, old = (path.with_name(f"{path.name}.{end}") for end in ("part", "old"))
        for leftover in (draft, old):
            shutil.rmtree(leftover, ignore_errors=True)
        for name, content in files.items():
            (draft / name).parent.mkdir(parents=True, exist_ok=True)
            (draft / name).write_bytes(content)
        draft.mkdir(parents=True, exist_ok=True)
        if path.exists():
            path.rename(old)
        draft.rename(path)
        shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        raise FAULTS.error(FAULTS.not_written, path=path, fault=error.strerror) from None


def _check_replaceable(path: Path, top: Path) -> None:
    """Raise ExportError where a path in the folder is not what an earlier export may have left there."""
    in_student_folder = len(path.relative_to(top).parts) == 2
    replaceable = (
        path.is_file() and path.name == NAME and _file_kind(path.read_bytes()) == "results"
        if in_student_folder
        else path.is_dir()
    )
    if path.exists() and not replaceable:
        raise FAULTS.error(FAULTS.in_the_way, path=path)


def _file_kind(content: bytes) -> str:
    """Return what a file is: one of our workbooks, Gradescope's results, or a table by its first column names."""
    if zipfile.is_zipfile(io.BytesIO(content)):
        return _archive_kind(content)
    try:
        text = content.decode("utf-8-sig")
        return _table_kind(text) or _json_kind(text)
    except (ValueError, RecursionError, csv.Error):
        return "unknown"


def _table_kind(text: str) -> str:
    first = next(iter(text.splitlines()), "")
    header = next(csv.reader([first], delimiter=max(",;\t", key=first.count)), [])
    return f"table: {','.join(header[:3])}" if len(header) > 2 else ""


def _json_kind(text: str) -> str:
    content = json.loads(text)
    return "results" if isinstance(content, dict) and "tests" in content else "json"


def _archive_kind(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            creator = re.search(rb"<dc:creator>(.*?)</dc:creator>", archive.read("docProps/core.xml"))
    except (KeyError, ValueError, OSError, zipfile.BadZipFile):
        creator = None
    return f"workbook: {creator[1].decode('utf-8', errors='replace')}" if creator else "archive"
