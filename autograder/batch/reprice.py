"""Gives the results of a class on disk, and its table, the points of other prices; nothing is graded again."""

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
    rewritten = 0
    for path in result_files(out):
        text = _new_text(path.read_bytes(), found.texts, lab, price_list)
        if text is not None:
            rewrite_result_file(path, text)
            rewritten += 1
    if (rewritten or found.runs) and (out / TABLE).is_file():  # a run that was stopped may have left the table behind
        csv_table.rewrite(out / TABLE, {moved.source: (moved.total, _scores(moved)) for moved in found.runs})
    return rewritten


def _scores(moved: RepricedRun) -> dict[str, object]:
    return {str(row["question"]): row["points"] for row in moved.scores}


def _new_text(raw: bytes, texts: Mapping[str, str | None], lab: Lab, price_list: PriceList) -> str | None:
    digest = text_digest(raw)
    if digest in texts:
        return texts[digest]
    priced = priced_result(raw, lab, price_list)
    return result_json(priced[1]) if priced and priced[0] != priced[1] else None
