"""How the classes of a notebook are recognised that differ from the lab's in name or in what they ask for."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from autograder.lab.question import STRICT

OWNER = r"(?<![\w.])(?:\w++\.)*+"  # what has the name as an attribute; it is looked for once, where it begins


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


def usage_pattern(pattern: str, aliases: Mapping[str, Sequence[str]]) -> re.Pattern[str]:
    """Return the pattern of how a size is used, as `[used_as]` in lab.toml writes it.

    `{name}` stands for the name of the size, also as an attribute, and is the group `name`; the lab's other names in
    braces stand for their spellings. Raises re.error if it is no regular expression.
    """

    def written(match: re.Match[str]) -> str:
        if match[1] == "name":
            return rf"{OWNER}(?P<name>[A-Za-z_]\w*+)"
        return rf"{OWNER}(?:{{}})\b".format("|".join(map(re.escape, (match[1], *aliases.get(match[1], ())))))

    return re.compile(re.sub(r"\{([A-Za-z_]\w*)\}", written, pattern))
