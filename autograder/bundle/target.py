"""The sites that a lab can be bundled for."""

from enum import StrEnum


class Target(StrEnum):
    """Where a bundle is to grade."""

    GRADESCOPE = "gradescope"
    OTTER = "otter"
