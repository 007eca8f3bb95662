"""Builds a wheel of this project from its files as they are here, so that a site grades with the same code.

The format is that of "Binary distribution format" in the Python Packaging User Guide.
"""

import base64
import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path, PurePosixPath

from autograder import __version__
from autograder.bundle.archive import zip_bytes
from autograder.bundle.request import ArchiveFile

ENGINE = Path(__file__).parents[1]
DECLARATION = ENGINE.parent / "pyproject.toml"
NOTEBOOKS = "notebooks"  # the extra
PROJECT = "gpt-lab-autograder"
STEM = f"{PROJECT.replace('-', '_')}-{__version__}"
NAME = f"{STEM}-py3-none-any.whl"
WHEEL = "Wheel-Version: 1.0\nGenerator: autograder\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


@dataclass(frozen=True)
class ProjectMetadata:
    """Holds the Python version that the project needs, its requirements, and its entry points by group and name."""

    python: str
    requirements: tuple[str, ...]
    entry_points: Mapping[str, Mapping[str, str]]


def project_metadata() -> ProjectMetadata:
    """Return the project's metadata from its `pyproject.toml`, or from the installed package where there is none.

    An editable installation keeps the metadata of the time when it was made, which may be long ago. What notebooks
    compute with is a requirement here: a site installs for grading and nothing else.
    """
    if DECLARATION.is_file():
        project = tomllib.loads(DECLARATION.read_text(encoding="utf-8"))["project"]
        groups = {"console_scripts": project["scripts"], **project["entry-points"]}
        needed = (*project["dependencies"], *project["optional-dependencies"][NOTEBOOKS])
        return ProjectMetadata(project["requires-python"], needed, groups)
    installed = metadata.distribution(PROJECT)
    requires = [re.sub(rf"""; extra == ['"]{NOTEBOOKS}['"]$""", "", entry) for entry in installed.requires or ()]
    needed = tuple(entry for entry in requires if "extra ==" not in entry)
    points = installed.entry_points
    groups = {
        group: {entry.name: entry.value for entry in points.select(group=group)} for group in sorted(points.groups)
    }
    return ProjectMetadata(installed.metadata["Requires-Python"], needed, groups)


def build_wheel(declared: ProjectMetadata) -> bytes:
    """Return the bytes of the project's wheel; it is pure Python, so that nothing is compiled."""
    files = {PurePosixPath("autograder") / path.relative_to(ENGINE): path.read_bytes() for path in _package_files()}
    info = PurePosixPath(f"{STEM}.dist-info")
    files[info / "METADATA"] = _metadata(declared).encode()
    files[info / "WHEEL"] = WHEEL.encode()
    files[info / "entry_points.txt"] = _entry_points(declared).encode()
    record = info / "RECORD"
    lines = [f"{path},sha256={_sha256_base64(content)},{len(content)}" for path, content in sorted(files.items())]
    files[record] = "\n".join([*lines, f"{record},,", ""]).encode()
    return zip_bytes({path: ArchiveFile(content) for path, content in files.items()})


def _package_files() -> Iterator[Path]:
    """Yield the files of the package, without caches and hidden files."""
    for path in ENGINE.rglob("*"):
        inside = path.relative_to(ENGINE).parts
        if path.is_file() and "__pycache__" not in inside and not any(part.startswith(".") for part in inside):
            yield path


def _metadata(declared: ProjectMetadata) -> str:
    head = ["Metadata-Version: 2.1", f"Name: {PROJECT}", f"Version: {__version__}"]
    needed = [f"Requires-Dist: {requirement}" for requirement in declared.requirements]
    return "\n".join([*head, f"Requires-Python: {declared.python}", *needed, ""])


def _entry_points(declared: ProjectMetadata) -> str:
    lines = []
    for group, points in declared.entry_points.items():
        lines += [f"[{group}]", *(f"{name} = {value}" for name, value in points.items()), ""]
    return "\n".join(lines)


def _sha256_base64(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
