"""The marks that systems put on the name of a copy: "Copy of lab (2).ipynb", "lab-Copy1.ipynb", "lab - copia.ipynb"."""

import re
from functools import lru_cache

MARKS = re.compile(
    r"^(?:copy|copia|cópia)\s+(?:\d+\s+)?(?:of|de)\s+"
    r"|\s*\((?P<download>\d{1,3})\)$"
    r"|[\s_-]+(?:copy|copia)\s?(?P<copy>\d{0,3})$"
    r"|-(?P<site>\d{1,2})$",
    re.IGNORECASE,
)


@lru_cache(maxsize=1 << 14)
def original(stem: str) -> tuple[str, int]:
    """A file's name without the marks of a copy, and the number that the first of them has; 0 where there is none."""
    number, plain = 0, stem.strip()
    while match := MARKS.search(plain):
        left = (plain[: match.start()] + plain[match.end() :]).strip()
        if not left:
            break
        number = number or int(match["download"] or match["copy"] or match["site"] or 1)
        plain = left
    return plain.casefold(), number
