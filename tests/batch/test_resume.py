"""Laws of results of earlier runs: what is settled is not graded again, and what has changed is."""

from dataclasses import replace
from pathlib import Path

from autograder.batch.result_files import result_file
from autograder.batch.resume import survey
from autograder.batch.submissions import Item


def test_what_is_graded_is_kept(graded_item: Item, tmp_path: Path) -> None:
    """A result of this very submission, by the same lab and grader, settles it, unless all is asked for again."""
    surveyed = survey([graded_item], tmp_path, "decided")
    assert surveyed.waiting == () and surveyed.settled[0].result.lab == "gpt"
    assert survey([graded_item], tmp_path, "decided", again=True).waiting == (graded_item,)


def test_what_has_changed_is_graded_again(graded_item: Item, tmp_path: Path) -> None:
    """Another notebook, another lab or grader, and a result that was damaged do not settle anything."""
    assert survey([replace(graded_item, sha256="0")], tmp_path, "decided").settled == ()
    assert survey([graded_item], tmp_path, "otherwise").settled == ()
    path = result_file(tmp_path, graded_item.name)
    path.write_bytes(path.read_bytes()[:-20])
    assert survey([graded_item], tmp_path, "decided").waiting == (graded_item,)
