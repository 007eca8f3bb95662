"""Defines what is to be bundled, for which site, and the files that a bundle is made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath

from autograder.errors import BundleError
from autograder.lab.corpora import Shelf
from autograder.lab.declaration import Lab

MARGIN = 60  # seconds: what the site's harness needs too, and to end in order


@dataclass(frozen=True)
class BundleRequest:
    """Says what to bundle: a lab with its texts, the site's minutes for a submission, and another index for pip."""

    lab: Lab
    shelf: Shelf
    minutes: int = 10
    index: str = ""

    @property
    def seconds(self) -> int:
        """Return how long grading may take on the site; raises BundleError where the lab may need longer."""
        seconds, limit = self.minutes * 60 - MARGIN, self.lab.limits.submission
        if seconds <= limit:
            least = int(limit + MARGIN) // 60 + 1
            raise BundleError("bundle.too_short", minutes=self.minutes, limit=limit, least=least)
        return seconds


@dataclass(frozen=True)
class ArchiveFile:
    """Holds the content of one file of a bundle, and whether it is executable."""

    content: bytes
    executable: bool = False


ArchiveFiles = Mapping[PurePosixPath, ArchiveFile]


class GradingSite(StrEnum):
    """Names the site that a bundle is made for."""

    GRADESCOPE = "gradescope"
    OTTER = "otter"
