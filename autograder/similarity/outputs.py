"""Finds the decimal numbers in the saved outputs of a notebook, which are read as plain text only."""

import json
import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.similarity.code import Hashes, hash_runs

DECIMAL = re.compile(r"(?<![\w.])-?\d{1,9}\.\d{4,20}(?:e[+-]?\d{1,3})?(?!\w|\.\d)")
DIGITS = 4  # after the point, zeros at the end not counted: losses are printed so, halves and thirds are not
IN_A_ROW = 3  # numbers: two losses alike happen, three after one another hardly
ALONE = 9  # digits of a number that nobody finds by chance
MOST = 4 << 20  # characters of outputs; progress bars can fill fifty megabytes


@dataclass(frozen=True)
class OutputNumbers:
    """Runs of three decimal numbers, or single very long ones: the hash of each, (R,), and its text, in order."""

    hashes: Hashes
    texts: tuple[str, ...]


def output_numbers(content: bytes, shown: Container[str], is_given: Container[str]) -> OutputNumbers:
    """Return the decimal numbers in the outputs of a notebook, except those of the student version.

    `content` is the notebook's file, which need not be valid nbformat; `shown` holds the numbers that the student
    version shows, `is_given` the sources of its cells. Formats 3 and 4 are read:
    https://nbformat.readthedocs.io/en/latest/format_description.html.
    """
    numbers = [text for text in _decimals(json.loads(content.decode("utf-8-sig")), is_given) if text not in shown]
    texts = [" ".join(numbers[place : place + IN_A_ROW]) for place in range(len(numbers) - IN_A_ROW + 1)]
    hashes = dict(zip(hash_runs(numbers, IN_A_ROW).tolist(), texts, strict=True))
    different = {hash: text for hash, text in hashes.items() if len(set(text.split(" "))) == IN_A_ROW}
    long = [text for text in dict.fromkeys(numbers) if sum(map(str.isdigit, text)) >= ALONE]
    different |= dict(zip(hash_runs(long, 1).tolist(), long, strict=True))
    return OutputNumbers(np.array(list(different), dtype=np.uint64), tuple(different.values()))


def find_decimals(text: str) -> list[str]:
    """Return the numbers in a text with at least four significant digits after the point, in order."""
    return [number for number in DECIMAL.findall(text) if _telling(number)]


def _telling(number: str) -> bool:
    fraction = number.partition(".")[2].partition("e")[0]
    return len(fraction.rstrip("0")) >= DIGITS


def _decimals(table: Any, is_given: Container[str]) -> Iterator[str]:
    remaining = MOST
    for cell in _cells(table):
        if _text(cell.get("source", cell.get("input"))).strip() in is_given:
            continue
        for output in _dicts(cell.get("outputs")):
            text = _shown(output)[:remaining]
            remaining -= len(text)
            yield from find_decimals(text)


def _cells(table: Any) -> Iterator[dict[str, Any]]:
    if isinstance(table, dict):
        for sheet in (table, *_dicts(table.get("worksheets"))):
            yield from _dicts(sheet.get("cells"))


def _dicts(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, list):
        yield from (part for part in value if isinstance(part, dict))


def _shown(output: dict[str, Any]) -> str:
    data = output.get("data")
    plain = data.get("text/plain") if isinstance(data, dict) else None
    return _text(output.get("text") if plain is None else plain)


def _text(value: Any) -> str:
    """A text as notebooks hold it, whole or in lines."""
    if isinstance(value, list):
        return "".join(part for part in value if isinstance(part, str))
    return value if isinstance(value, str) else ""
