"""Where an export is written: whole or not at all, and over nothing but an earlier export of its kind."""

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
    write_over_earlier(path, content, FAULTS, lambda earlier: _kind(earlier.read_bytes()) == _kind(content))


def write_export_folder(path: Path, files: Mapping[str, bytes]) -> None:
    """Write a folder of files, whole or not at all; one of an earlier export goes, with all that it held.

    Raises ExportError where something of another kind stands there or in it, or it cannot be written.
    """
    try:
        path = path.resolve()
        for found in chain([path], path.rglob("*")):
            _check(found, path)
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


def _check(found: Path, top: Path) -> None:
    """Raise where a thing in the folder is not what an earlier export may have left there."""
    deep = len(found.relative_to(top).parts) == 2
    ours = found.is_file() and found.name == NAME and _kind(found.read_bytes()) == "results" if deep else found.is_dir()
    if found.exists() and not ours:
        raise FAULTS.error(FAULTS.in_the_way, path=found)


def _kind(content: bytes) -> str:
    """What a file is: a workbook of ours, results for Gradescope, or a table, by the first names of its header."""
    if zipfile.is_zipfile(io.BytesIO(content)):
        return _creator(content)
    try:
        text = content.decode("utf-8-sig")
        return _table(text) or _object(text)
    except (ValueError, RecursionError, csv.Error):
        return "unknown"


def _table(text: str) -> str:
    first = next(iter(text.splitlines()), "")
    header = next(csv.reader([first], delimiter=max(",;\t", key=first.count)), [])
    return f"table: {','.join(header[:3])}" if len(header) > 2 else ""


def _object(text: str) -> str:
    found = json.loads(text)
    return "results" if isinstance(found, dict) and "tests" in found else "json"


def _creator(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            found = re.search(rb"<dc:creator>(.*?)</dc:creator>", archive.read("docProps/core.xml"))
    except (KeyError, ValueError, OSError, zipfile.BadZipFile):
        found = None
    return f"workbook: {found[1].decode('utf-8', errors='replace')}" if found else "archive"
