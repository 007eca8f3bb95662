"""Collects the files that every bundle contains, whatever the site: this project, and the lab."""

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from autograder.bundle import wheel
from autograder.bundle.pins import pinned_versions
from autograder.bundle.request import ArchiveFile, ArchiveFiles, BundleRequest
from autograder.lab.files import parcel

LAB = PurePosixPath("lab")
CONSTRAINTS, REQUIREMENTS = PurePosixPath("constraints.txt"), PurePosixPath("requirements.txt")


def project_files(request: BundleRequest) -> ArchiveFiles:
    """Return the files that install this project from the root of a bundle: its wheel, requirements and constraints.

    `pip install --requirement requirements.txt`, in the folder that holds them, installs it. Raises BundleError where a
    requirement is not installed here.
    """
    declared = wheel.project_metadata()
    return {
        PurePosixPath(wheel.NAME): ArchiveFile(wheel.build_wheel(declared)),
        CONSTRAINTS: _text_file(pinned_versions(declared.requirements)),
        REQUIREMENTS: _text_file(_requirement_lines(request)),
    }


def lab_files(request: BundleRequest) -> tuple[PurePosixPath, ArchiveFiles]:
    """Return the lab's folder in a bundle, and its files and texts by path; raises LabError as `parcel` does."""
    parcelled = parcel(request.lab, request.shelf)
    return LAB / parcelled.lab, {LAB / path: ArchiveFile(content) for path, content in parcelled.files.items()}


def _requirement_lines(request: BundleRequest) -> Iterator[str]:
    if request.index:
        yield f"--extra-index-url {request.index}"
    yield f"--constraint {CONSTRAINTS}"
    yield f"./{wheel.NAME}"


def _text_file(lines: Iterable[str]) -> ArchiveFile:
    return ArchiveFile("".join(f"{line}\n" for line in lines).encode())
