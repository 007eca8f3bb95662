"""Splits a person's name into comparable words, whoever wrote it and in whatever order."""

import difflib
import re
import unicodedata
from collections.abc import Set
from functools import lru_cache

NAME_WORDS = 2  # words that a name must have to tell anybody apart
RUN_TOGETHER = range(2, 8)  # words that may be written as one
LONG = 6  # letters of a word in which one may be another


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


def is_telling_name(name: str) -> bool:
    """Return whether a name has at least `NAME_WORDS` words, enough to find somebody by it alone."""
    return len(words(name)) >= NAME_WORDS


def is_part_of_name(one: Set[str], other: Set[str]) -> bool:
    """Return whether one name's words are all in the other: "Soto, Ana" and "Ana María Soto" may be one person."""
    return one <= other or other <= one


def may_be_one_name(one: str, other: str) -> bool:
    """Return whether two names share a word, or one is missing, so that they do not contradict a matching id.

    A single word may be several run together, as Canvas writes them: "sotoana" shares a word with "Ana Soto".
    """
    ours, theirs = words(one), words(other)
    if not ours or not theirs or set(ours) & set(theirs):
        return True
    return _has_word_inside(ours, theirs) or _has_word_inside(theirs, ours)


def names_contradict(one: str, other: str) -> bool:
    """Return whether two names are those of two people: each has words that the other lacks, and they share but one.

    An initial stands for a word that begins so, and long words may differ in a letter.
    """
    if not may_be_one_name(one, other):
        return True
    ours, theirs = words(one), words(other)
    if not ours or not theirs or (len(ours) == 1 and _has_word_inside(ours, theirs)):
        return False
    if len(theirs) == 1 and _has_word_inside(theirs, ours):
        return False
    shared = sum(any(is_one_word(word, another) for another in theirs) for word in ours)
    return shared < min(NAME_WORDS, len(ours), len(theirs))


def is_name_form(given: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Return whether one name is a shorter form of the other, or the other with its words run together."""
    if len(given) == 1:
        return len(full) in RUN_TOGETHER and len(given[0]) == sum(map(len, full)) and _runs_together(given[0], full)
    shared = set(given) & set(full)
    return len(shared) >= NAME_WORDS and is_part_of_name(set(given), set(full))


def _runs_together(text: str, parts: tuple[str, ...]) -> bool:
    """Return whether a text is some words in any order without spaces, as Canvas writes names."""
    if not parts:
        return not text
    return any(
        text.startswith(part) and _runs_together(text[len(part) :], (*parts[:at], *parts[at + 1 :]))
        for at, part in enumerate(parts)
    )


def is_one_word(one: str, other: str) -> bool:
    """Return whether two words of names may be one: an initial and its word, or long ones that hardly differ."""
    if one == other:
        return True
    if 1 in (len(one), len(other)):
        return one[0] == other[0]
    return min(len(one), len(other)) >= LONG and difflib.SequenceMatcher(None, one, other).ratio() > 0.85


def _has_word_inside(joined: tuple[str, ...], parts: tuple[str, ...]) -> bool:
    return len(joined) == 1 < len(parts) and (joined[0].startswith(parts) or joined[0].endswith(parts))
