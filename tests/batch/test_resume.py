"""Laws of results of earlier runs: what is settled is not graded again, and what has changed is."""

from dataclasses import replace
from pathlib import Path

from autograder.batch.result_files import result_file
from autograder.batch.resume import survey
from autograder.batch.submissions import Item
from autograder.results.result import Result, parse_result


def as_it_is(result: Result) -> Result:
    """Prices that change nothing."""
    return result


def test_what_is_graded_is_kept(graded_item: Item, tmp_path: Path) -> None:
    """A result of this very submission, by the same lab and grader, settles it, unless all is asked for again."""
    surveyed = survey([graded_item], tmp_path, "decided", as_it_is)
    assert surveyed.waiting == () and surveyed.settled[0].result.lab == "gpt"
    assert survey([graded_item], tmp_path, "decided", as_it_is, again=True).waiting == (graded_item,)


def test_what_has_changed_is_graded_again(graded_item: Item, tmp_path: Path) -> None:
    """Another notebook, another lab or grader, and a result that was damaged do not settle anything."""
    assert survey([replace(graded_item, sha256="0")], tmp_path, "decided", as_it_is).settled == ()
    assert survey([graded_item], tmp_path, "otherwise", as_it_is).settled == ()
    path = result_file(tmp_path, graded_item.name)
    path.write_bytes(path.read_bytes()[:-20])
    assert survey([graded_item], tmp_path, "decided", as_it_is).waiting == (graded_item,)


def test_other_prices_change_points_and_grade_nothing_again(graded_item: Item, tmp_path: Path) -> None:
    """What is settled gets the points of the present prices, in its row and in its file, with the time it had."""
    path = result_file(tmp_path, graded_item.name)
    before = round(path.stat().st_mtime)
    surveyed = survey([graded_item], tmp_path, "decided", lambda result: replace(result, score=2.5))
    assert (surveyed.waiting, surveyed.repriced, surveyed.settled[0].result.score) == ((), 1, 2.5)
    assert parse_result(path.read_bytes()).score == 2.5 and round(path.stat().st_mtime) == before
