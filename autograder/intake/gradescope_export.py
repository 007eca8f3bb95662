"""What "Download submissions" of a Gradescope assignment gives: folders, and `submission_metadata.yml` beside them.

    submission_123456:
      :submitters:
      - :name: Ana Soto
        :sid: '20668440'
        :email: ana@example.org
      :created_at: 2026-10-04 15:58:23.948203000 Z

A submission may have several submitters; each of them has handed it in. The file is read as plain values, whatever
classes it asks for, and by PyYAML's own parser: libyaml's crashes on values that are nested deeply. That one is slow,
so what the file says of results and of earlier submissions is left out first.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]

from autograder.intake.student_files import StudentFiles
from autograder.intake.tree import Folder
from autograder.people.person import Person

METADATA = "submission_metadata.yml"
LARGEST = 256 << 20
KEY = re.compile(r"  :?(\w+):")
WANTED = frozenset({"submitters", "created_at"})


class PlainLoader(yaml.SafeLoader):  # type: ignore[misc]
    """Loads YAML as plain values: a Ruby object becomes a dictionary, any other tagged value None."""


def _plain(loader: PlainLoader, _: str, node: yaml.Node) -> object:
    return loader.construct_mapping(node) if isinstance(node, yaml.MappingNode) else None


PlainLoader.add_multi_constructor("", _plain)


def read_gradescope_export(folder: Folder) -> list[StudentFiles]:
    """Return the files of each submitter in a Gradescope export; none where its metadata is missing or unreadable."""
    metadata = next((file.path for file in folder.files if file.name == METADATA and file.path), None)
    table = _read(metadata) if metadata else {}
    found = []
    for child in folder.children:
        told = table.get(child.parts[-1])
        if isinstance(told, dict):
            handed_in = _time(_value(told, "created_at"))
            dated = tuple(replace(file, told=handed_in) for file in child.everything)
            found += [StudentFiles(owner, "/".join(child.parts), dated, sure=True) for owner in _submitters(told)]
    return found


def _read(path: Path) -> dict[Any, Any]:
    try:
        if path.stat().st_size > LARGEST:
            return {}
        text = path.read_bytes().decode("utf-8", errors="replace")
        table = yaml.load(_wanted(text), Loader=PlainLoader)  # a SafeLoader: it makes no objects
    except (OSError, yaml.YAMLError, ValueError, TypeError, RecursionError):
        return {}
    return table if isinstance(table, dict) else {}


def _wanted(text: str) -> str:
    """The lines that say who has handed in, and when."""
    kept, wanted = [], True
    for line in text.splitlines():
        if key := KEY.match(line):
            wanted = key[1] in WANTED
        elif not line.startswith(" "):
            wanted = True
        if wanted:
            kept.append(line)
    return "\n".join(kept)


def _submitters(told: dict[Any, Any]) -> Iterator[Person]:
    submitters = _value(told, "submitters")
    for one in submitters if isinstance(submitters, list) else []:
        if isinstance(one, dict):
            texts = [str(_value(one, key) or "").strip() for key in ("sid", "name", "email")]
            yield Person(id=texts[0], name=texts[1], email=texts[2])


def _value(table: dict[Any, Any], key: str) -> object:
    """A value by its key, which is a symbol of Ruby's, or is not."""
    return table.get(f":{key}", table.get(key))


def _time(value: object) -> datetime | None:
    if isinstance(value, dict):  # ActiveSupport::TimeWithZone
        value = value.get("utc", value.get("time"))
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    return datetime(value.year, value.month, value.day, tzinfo=UTC) if isinstance(value, date) else None
