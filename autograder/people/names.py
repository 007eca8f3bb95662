"""Splits a person's name into comparable words, whoever wrote it and in whatever order."""

import re
import unicodedata
from functools import lru_cache


@lru_cache(maxsize=1 << 14)
def folded(text: str) -> str:
    """Return a text in lower case without accents or punctuation, its words separated by one space."""
    plain = "".join(
        character for character in unicodedata.normalize("NFKD", text) if not unicodedata.combining(character)
    )
    return " ".join(re.findall(r"[^\W_]+", plain.casefold()))


def words(text: str) -> tuple[str, ...]:
    """Return the words of a name as `folded` writes them, in alphabetical order."""
    return tuple(sorted(folded(text).split()))
