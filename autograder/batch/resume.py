"""Resumes a class run that was stopped: a submission that has a result for the same bytes is not graded again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from autograder.batch.result_files import graded_time, result_file, rewrite_result_file
from autograder.batch.row import Row
from autograder.batch.submissions import Item, row_of
from autograder.results.result import Result, parse_result, result_json


@dataclass(frozen=True)
class Survey:
    """The submissions of a class before grading: rows of those that are settled, and the items to be graded.

    `repriced` counts the settled ones whose points other prices have changed.
    """

    settled: tuple[Row, ...]
    waiting: tuple[Item, ...]
    repriced: int = 0


def survey(
    items: Sequence[Item], out: Path, fingerprint: str, price: Callable[[Result], Result], again: bool = False
) -> Survey:
    """Find what is to be graded: all that can be read and has no result of the same bytes and fingerprint.

    `out` is the folder that the class is graded into, and `price` gives a result the points of the present prices. With
    `again`, results of earlier runs are ignored.
    """
    results = {item: None if again or item.error else _earlier_result(item, out, fingerprint) for item in items}
    priced = {item: price(result) for item, result in results.items() if result is not None}
    settled = [_settled_row(item, priced.get(item), out) for item in items if item in priced or item.error]
    waiting = [item for item, result in results.items() if result is None and not item.error]
    repriced = sum(results[item] != result for item, result in priced.items())
    return Survey(tuple(settled), tuple(waiting), repriced)


def _earlier_result(item: Item, out: Path, fingerprint: str) -> Result | None:
    try:
        result = parse_result(result_file(out, item.name).read_bytes())
    except OSError:
        return None
    if result is None or (result.submission.sha256, result.environment.fingerprint) != (item.sha256, fingerprint):
        return None
    return result


def _settled_row(item: Item, result: Result | None, out: Path) -> Row:
    if result is None:
        return row_of(item, None)
    path = result_file(out, item.name)
    result = replace(result, conflicts=item.conflicts)
    text = result_json(result)
    if text.encode() != path.read_bytes():
        rewrite_result_file(path, text)
    return row_of(item, result, time=graded_time(path))
