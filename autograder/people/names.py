"""The words of a person's name, to compare names that different hands have written."""

import re
import unicodedata
from functools import lru_cache


@lru_cache(maxsize=1 << 14)
def folded(text: str) -> str:
    """A text in small letters without accents, its words one space apart."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return " ".join(re.findall(r"[^\W_]+", plain.casefold()))


def words(text: str) -> tuple[str, ...]:
    """The words of a name in the order of the alphabet, however they were written."""
    return tuple(sorted(folded(text).split()))
