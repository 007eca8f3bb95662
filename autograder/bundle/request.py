"""What is to be bundled, and what a bundle is made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from autograder.errors import BundleError
from autograder.lab.corpora import Shelf
from autograder.lab.declaration import Lab

MARGIN = 60  # seconds: what the site's harness needs too, and to end in order


@dataclass(frozen=True)
class Wish:
    """A lab with its texts, the minutes that the site gives a submission, and one more package index for its pip."""

    lab: Lab
    shelf: Shelf
    minutes: int = 10
    index: str = ""

    @property
    def seconds(self) -> int:
        """How long grading may take over there; raises BundleError where that is too short for what the lab allows."""
        seconds, limit = self.minutes * 60 - MARGIN, self.lab.limits.submission
        if seconds <= limit:
            least = int(limit + MARGIN) // 60 + 1
            raise BundleError("bundle.too_short", minutes=self.minutes, limit=limit, least=least)
        return seconds


@dataclass(frozen=True)
class Piece:
    """A file of a bundle."""

    content: bytes
    executable: bool = False


Files = Mapping[PurePosixPath, Piece]
