"""A text of a lab in one or more languages, as its TOML files give it."""

from collections.abc import Mapping
from typing import Any

from autograder.messages import LANGUAGES


def translations(value: Any, own: str) -> Mapping[str, str] | None:
    """Return a text in every language; None where the value is none.

    The value is a text in the lab's `own` language, or a table of texts by language in which `own` is not missing. A
    language in which nothing is said gets the text of the lab's own.
    """
    table = {own: value} if isinstance(value, str) else value
    if not isinstance(table, dict) or own not in table or not table.keys() <= set(LANGUAGES):
        return None
    if not all(isinstance(text, str) and text.strip() for text in table.values()):
        return None
    texts: dict[str, str] = table
    return {language: texts.get(language, texts[own]) for language in LANGUAGES}
