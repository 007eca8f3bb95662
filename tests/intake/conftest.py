"""Notebooks and zips as students hand them in, and what collects them."""

import io
import json
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest

from autograder.intake.archive import UnpackLimits
from autograder.intake.collect import collect_submissions
from autograder.notebook.submission import parse_notebook
from autograder.workers.pool import HERE

METADATA = """---
submission_1:
  :submitters:
  - :name: Ana "La Ñ" Soto, la menor
    :sid: '0123'
    :email: ana@example.org
  - :name: Beto
    :sid: 124
  :created_at: 2026-10-04 15:58:23.948203000 Z
  :results: !ruby/object:Evil
    run: !!python/object/apply:os.abort []
submission_2:
  :submitters:
  - :name: Luz
    :email: luz@example.org
  :created_at: !ruby/object:ActiveSupport::TimeWithZone
    utc: 2026-10-05 15:58:23.9 Z
    zone: !ruby/object:ActiveSupport::TimeZone
      name: America/Santiago
"""

LAB = "class Head: pass\ndef encode(text): ...\nFeedForward = DecoderBlock = None"
RUTS = (206684402, 100000040)  # both with their right digit


def notebook(name="", seed=1337, code=LAB) -> bytes:
    """A notebook that answers some questions of the lab, signed or not."""
    texts = [("markdown", f"**Nombre:** {name}"), ("code", f"torch.manual_seed({seed})"), ("code", code)]
    more = {"code": {"outputs": [], "execution_count": None}, "markdown": {}}
    cells = [{"cell_type": kind, "metadata": {}, "source": text} | more[kind] for kind, text in texts]
    return json.dumps({"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": cells}).encode()


HELPER = notebook(code="import numpy")


def zipped(*members) -> bytes:
    """A zip of (name, bytes) pairs, or of triples with the minute of the day when a member was saved."""
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name, content, *minute in members:
            when = minute[0] if minute else 0
            archive.writestr(ZipInfo(name, (2026, 10, 4, when // 60, when % 60, 0)), content)
    return made.getvalue()


@pytest.fixture
def collect(gpt, tmp_path):
    """Collects a zip of members, or whatever paths are given."""

    def run(*given, limits=UnpackLimits()):  # noqa: B008
        if given and isinstance(given[0], tuple):
            path = tmp_path / "export.zip"
            path.write_bytes(zipped(*given))
            given = (path,)
        with collect_submissions(given, gpt, HERE, limits) as entries:
            for entry in entries:
                assert (entry.path is None) == (entry.fault is not None) or entry.fault
                if entry.fault is None:
                    parse_notebook(Path(entry.source), entry.path.read_bytes())
            assert [e.source for e in entries] == sorted({e.source for e in entries}, key=lambda s: (s.casefold(), s))
            return entries

    return run
