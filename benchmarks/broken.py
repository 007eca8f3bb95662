"""Files that came in and are no notebooks, or hardly: each must become a row that says what is wrong."""

import io
import json
import zipfile
from collections.abc import Iterator

ENCRYPTED = 0x1


def broken(notebook: bytes) -> Iterator[tuple[str, bytes]]:
    """Names and contents, made of a notebook that is whole."""
    table = json.loads(notebook)
    yield "empty.ipynb", b""
    yield "blank.ipynb", b" \n\n"
    yield "page.ipynb", b"<!DOCTYPE html><html><body>404</body></html>"
    yield "cut.ipynb", notebook[: len(notebook) // 2]
    yield "nothing.ipynb", b"{}"
    yield "list.ipynb", b"[]"
    yield "number.ipynb", b"7"
    yield "deep.ipynb", b"[" * 100_000
    yield "cells_are_text.ipynb", json.dumps(table | {"cells": "none"}).encode()
    yield "cells_are_numbers.ipynb", json.dumps(table | {"cells": [1, 2, 3]}).encode()
    yield "no_cells.ipynb", json.dumps({key: value for key, value in table.items() if key != "cells"}).encode()
    yield "hole.ipynb", notebook[: len(notebook) // 2] + bytes(64) + notebook[len(notebook) // 2 + 64 :]
    yield "paper.ipynb", b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"
    yield "noise.ipynb", bytes(range(256)) * 40
    yield "half.zip", _zipped(notebook)[:200]
    yield "secret.zip", _locked(notebook)
    yield "not_a_zip.zip", b"PK\x03\x04 no"
    yield "notes.docx", b"PK\x03\x04 no notebook at all"


def _zipped(content: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inner.ipynb", content)
    return file.getvalue()


def _locked(content: bytes) -> bytes:
    """An archive whose directory says that a password is needed."""
    made = bytearray(_zipped(content))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        made[made.index(mark) + place] |= ENCRYPTED
    return bytes(made)
