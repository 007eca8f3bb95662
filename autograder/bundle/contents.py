"""What every bundle carries, wherever it grades: this project, and the lab."""

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from autograder.bundle import wheel
from autograder.bundle.pins import pins
from autograder.bundle.request import Files, Piece, Wish
from autograder.lab.files import parcel

LAB = PurePosixPath("lab")
CONSTRAINTS, REQUIREMENTS = PurePosixPath("constraints.txt"), PurePosixPath("requirements.txt")


def project(wish: Wish) -> Files:
    """This project at the root of a bundle: its wheel, the versions that it is used with here, and what asks for both.

    `pip install --requirement requirements.txt`, in the folder that holds them, installs it. Raises BundleError.
    """
    declared = wheel.declaration()
    return {
        PurePosixPath(wheel.NAME): Piece(wheel.wheel(declared)),
        CONSTRAINTS: _lines(pins(declared.requirements)),
        REQUIREMENTS: _lines(_asked(wish)),
    }


def laboratory(wish: Wish) -> tuple[PurePosixPath, Files]:
    """The lab's own folder in a bundle, and all of its files and texts; raises LabError as `parcel` does."""
    made = parcel(wish.lab, wish.shelf)
    return LAB / made.lab, {LAB / path: Piece(content) for path, content in made.files.items()}


def _asked(wish: Wish) -> Iterator[str]:
    if wish.index:
        yield f"--extra-index-url {wish.index}"
    yield f"--constraint {CONSTRAINTS}"
    yield f"./{wheel.NAME}"


def _lines(lines: Iterable[str]) -> Piece:
    return Piece("".join(f"{line}\n" for line in lines).encode())
