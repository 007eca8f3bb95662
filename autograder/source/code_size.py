"""Measures code before anything parses it: how many tokens it has, which is what parsing and rewriting cost."""

import re
from collections.abc import Iterable
from itertools import chain, islice

# texts and comments are one token however long, and one that is not closed goes on to the end
TOKEN = re.compile(
    r'"""(?:[^"\\]++|\\.|"(?!""))*+(?:"""|\Z)'
    r"|'''(?:[^'\\]++|\\.|'(?!''))*+(?:'''|\Z)"
    r'|"(?:[^"\\\n]++|\\.)*+"?'
    r"|'(?:[^'\\\n]++|\\.)*+'?"
    r"|\#[^\n]*+|\w++|[^\w\s]",
    re.DOTALL,
)


def has_more_tokens(sources: Iterable[str], most: int) -> bool:
    """Return whether sources of Python, right or wrong, have more than `most` tokens together, roughly counted."""
    tokens = chain.from_iterable(map(TOKEN.finditer, sources))
    return next(islice(tokens, most, None), None) is not None
