"""How the classes of a notebook are recognised that differ from the lab's in name or in what they ask for."""

from dataclasses import dataclass

from autograder.lab.question import STRICT


@dataclass(frozen=True)
class Multiple:
    """A size that is so many times another one, which a constructor may ask for by name."""

    __pydantic_config__ = STRICT

    of: str
    times: int


@dataclass(frozen=True)
class LikelyClass:
    """How a class is recognised that a notebook gives another name than any that the lab knows.

    `name` is a pattern of its name, and every pattern of `contains` must be found in its text.
    """

    __pydantic_config__ = STRICT

    name: str
    contains: tuple[str, ...] = ()
