"""Laws of grading again: on trial nothing is written, and what is not named stays as it was."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.batch.regrade import chosen_items, with_questions
from autograder.batch.request import ClassRequest
from autograder.batch.result_files import result_file
from autograder.batch.run import grade_class, try_class
from autograder.errors import SubmissionError
from autograder.messages import catalogue
from autograder.results.changes import question_changes
from tests.batch.test_run import CHECK, NOTEBOOK, Recorder
from tests.gradebook.conftest import asked, result


@pytest.mark.slow
def test_a_trial_writes_nothing_and_one_student_may_be_taken(tiny, tmp_path: Path) -> None:
    """A trial says which question and check change and why; then one of two may be graded, and the other stays."""
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    wrong = json.loads(json.dumps(NOTEBOOK).replace("2 * x", "3 * x"))
    for name in ("ana", "bea"):
        (folder / f"{name}.ipynb").write_text(json.dumps(wrong), encoding="utf-8")
    request = ClassRequest((folder,), tiny(test_a_double=CHECK), out, "any", gradebook=str(tmp_path / "g.db"))
    grade_class(request, catalogue("en"), Recorder())
    for name in ("ana", "bea"):
        (folder / f"{name}.ipynb").write_text(json.dumps(NOTEBOOK), encoding="utf-8")

    def written() -> dict[str, bytes]:
        return {str(path): path.read_bytes() for path in (*out.rglob("*"), tmp_path / "g.db") if path.is_file()}

    before = written()
    ana, bea = try_class(request, catalogue("en"), Recorder())
    assert written() == before
    (question,) = ana.questions
    (check,) = question.checks
    assert (question.before, question.after, check.before, check.after) == (0.0, 1.0, "failed", "passed")
    assert check.message and bea.file == "in/bea.ipynb"
    run = grade_class(replace(request, again=True, only=("bea",)), catalogue("en"), Recorder())
    assert [row.result and row.result.score for row in run.rows] == [0.0, 1.0] and run.complete
    assert result_file(out, "ana").read_bytes() == before[str(result_file(out, "ana"))]


def test_one_question_may_be_taken(asked, result) -> None:
    """Of a later result one question is taken with its points; the sums follow, the others stay."""
    before, after = result(a=0.5, f=None, z=0.5), result(a=1.5, f=None, z=0.0)
    after = replace(after, environment=replace(after.environment, fingerprint="new"))
    merged = with_questions(before, after, ("a",), asked)
    assert [merged.questions[id].score for id in "afz"] == [1.5, None, 0.5]
    assert (merged.score, merged.bonus, merged.environment.fingerprint) == (1.5, 0.5, "new")
    assert [change.question for change in question_changes(before, merged)] == ["a"]


def test_whoever_is_not_there_is_named(graded_item, tmp_path: Path) -> None:
    """A submission is named by its file or author; of another file than the one graded, no question can be taken."""
    assert chosen_items([graded_item], ("ana.ipynb",), (), tmp_path) == [graded_item]
    assert chosen_items([graded_item], (), ("a",), tmp_path) == [graded_item]
    assert chosen_items([replace(graded_item, sha256="other")], (), ("a",), tmp_path) == []
    with pytest.raises(SubmissionError) as caught:
        chosen_items([graded_item], ("bea",), (), tmp_path)
    assert caught.value.key == "batch.no_such"
