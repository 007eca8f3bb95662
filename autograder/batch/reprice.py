"""Gives the results of a class on disk, and its table, the points of other prices; nothing is graded again."""

import json
from collections.abc import Mapping
from pathlib import Path

from autograder.batch import csv_table
from autograder.batch.result_files import result_files, rewrite_result_file
from autograder.gradebook.repricing import ClassRepricing, RepricedRun, priced_result, text_digest
from autograder.lab.declaration import Lab
from autograder.lab.price_list import PriceList
from autograder.results.result import result_json

TABLE = "grades.csv"


def reprice_results(out: Path, found: ClassRepricing, lab: Lab, price_list: PriceList) -> int:
    """Rewrite the results below `out` whose points other prices move, and return how many those are.

    Those that the gradebook holds have been priced there; others are priced here. Raises ExportError where one cannot
    be written.
    """
    rewritten, here = 0, set[str]()
    for path in result_files(out):
        raw = path.read_bytes()
        here.add(_file_digest(raw))
        text = _new_text(raw, found.texts, lab, price_list)
        if text is not None:
            rewrite_result_file(path, text)
            rewritten += 1
    if (rewritten or found.runs) and (out / TABLE).is_file():  # a run that was stopped may have left the table behind
        mine = [moved for moved in found.runs if _file_digest(moved.text) in here]  # others may be called the same
        csv_table.rewrite(out / TABLE, {moved.source: (moved.total, _scores(moved)) for moved in mine})
    return rewritten


def _file_digest(text: str | bytes) -> str:
    """The SHA-256 of the file that a result is of; "" for what is no result."""
    try:
        return str(json.loads(text)["submission"]["sha256"])
    except (ValueError, LookupError, TypeError):
        return ""


def _scores(moved: RepricedRun) -> dict[str, object]:
    return {str(row["question"]): row["points"] for row in moved.scores}


def _new_text(raw: bytes, texts: Mapping[str, str | None], lab: Lab, price_list: PriceList) -> str | None:
    digest = text_digest(raw)
    if digest in texts:
        return texts[digest]
    priced = priced_result(raw, lab, price_list)
    return result_json(priced[1]) if priced and priced[0] != priced[1] else None
