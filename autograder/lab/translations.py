"""Reads texts of a lab that are given in one or more languages."""

from collections.abc import Mapping
from typing import Any

from autograder.messages import LANGUAGES


def translations(value: Any, own: str) -> Mapping[str, str] | None:
    """Return a text in every language, by language; None if `value` is not such a text.

    `value` is a text in the lab's `own` language, or a table of texts by language that includes `own`. A language
    without a text gets that of the lab's own language.
    """
    table = {own: value} if isinstance(value, str) else value
    if not isinstance(table, dict) or own not in table or not table.keys() <= set(LANGUAGES):
        return None
    if not all(isinstance(text, str) and text.strip() for text in table.values()):
        return None
    texts: dict[str, str] = table
    return {language: texts.get(language, texts[own]) for language in LANGUAGES}
