"""Laws of `result.json`."""

import copy
import json
import os
from dataclasses import replace

import jsonschema
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from autograder.results.question_result import CheckResult, NamedMistake, QuestionResult
from autograder.results.result import (
    Environment,
    FailedCell,
    Flag,
    Result,
    ScaledSetting,
    SubmissionInfo,
    parse_result,
    result_schema,
    write_result,
)
from autograder.results.result import result_json as text_of
from autograder.results.verdict import Status, Verdict
from autograder.sandbox.level import Level

CHECK = CheckResult("test_x", "Title.", Verdict.GRADER_ERROR, 0.5, None, "seen", "hint", 0.1)
NAMED = NamedMistake("d_no_mask", "It sees the future.", "T = 8")
RESULT = Result(
    lab="gpt",
    submission=SubmissionInfo("ana.ipynb", "0" * 64, "Ana Ñuñez", 206684402, "20668440-2", True),
    score=1.5,
    max_score=6.0,
    pending=0.5,
    bonus=0.0,
    bonus_pending=0.25,
    mark=None,
    mark_range=(2.5, 3.3),
    questions={"d": QuestionResult("Head", Status.ERROR, None, 1.5, False, {"Head": "head"}, (CHECK,), (NAMED,))},
    answers={"f": "n_head · head_size"},
    cells=(FailedCell(3, "error", "NameError", "x"),),
    scaled=(ScaledSetting(4, "max_iters", "8000", "30"),),
    flags=(Flag("no_name", "No name."), Flag("no_comments", "None.", question="d", cell=2)),
    environment=Environment("cpu", Level.NONE, "0.1", "3.11", "2.6", {"shakespeare": "sample"}, 12.5, ""),
)
VALIDATOR = jsonschema.Draft202012Validator(result_schema())
any_text = st.text(st.characters(exclude_categories=()))


def tables(value, path=()):
    """The paths to the records of a result: to every JSON object whose keys are fixed."""
    if isinstance(value, dict):
        if path[-1:] not in (("questions",), ("answers",), ("found",), ("corpora",)):
            yield path
        for key, item in value.items():
            yield from tables(item, (*path, key))
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from tables(item, (*path, place))


def at(value, path):
    """The value at a path."""
    for step in path:
        value = value[step]
    return value


RECORDS = list(tables(RESULT.table))


def test_the_schema_is_a_schema():
    """What is published is a valid JSON Schema of draft 2020-12 that says so."""
    jsonschema.Draft202012Validator.check_schema(result_schema())
    assert result_schema()["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_a_result_is_valid(tmp_path):
    """A result as it is written is valid against the published schema."""
    VALIDATOR.validate(json.loads(write_result(text_of(RESULT), tmp_path).read_text("utf-8")))


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: ".".join(map(str, path)) or "top")
def test_the_schema_refuses_unknown_keys(path):
    """A key that the schema does not know is refused in every record."""
    table = copy.deepcopy(RESULT.table)
    at(table, path)["colour"] = 1
    assert not VALIDATOR.is_valid(table)


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: ".".join(map(str, path)) or "top")
def test_the_schema_misses_absent_keys(path):
    """Every key of every record is required but what results of earlier versions do not have, and a flag's place."""
    may_lack = {"question", "cell", "detail", "earned", "lost", "line", "cause", "conflicts", "settled"}
    may_lack |= {"deductions", "unexplained", "by_checks", "barred", "pattern", "failed_with"}
    for key in at(RESULT.table, path).keys() - may_lack:
        table = copy.deepcopy(RESULT.table)
        del at(table, path)[key]
        assert not VALIDATOR.is_valid(table), key


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("score",), None),
        (("mark_range",), [1.0]),
        (("mark_range",), [1.0, 2.0, 3.0]),
        (("questions", "d", "status"), "great"),
        (("questions", "d", "checks", 0, "verdict"), "maybe"),
        (("questions", "d", "checks", 0, "score"), "0"),
        (("submission", "rut_valid"), "yes"),
    ],
)
def test_the_schema_refuses_other_values(path, value):
    """A value of another type, or a word that is none of ours, is refused."""
    table = copy.deepcopy(RESULT.table)
    at(table, path[:-1])[path[-1]] = value
    assert not VALIDATOR.is_valid(table)


@settings(deadline=None, max_examples=50)
@given(any_text)
@example("\ud83d")
def test_a_result_comes_back_from_its_text(name):
    """What is read from the text of a result is that result; but for half characters, which no file can hold."""
    result = replace(RESULT, submission=replace(RESULT.submission, student=name))
    again = parse_result(text_of(result))
    assert again.submission.student == name.encode("utf-8", "replace").decode()
    assert replace(again, submission=result.submission) == result and parse_result(text_of(again)) == again


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", b"\xff", "null", text_of(RESULT)[:-9], text_of(RESULT)[1:]])
def test_what_is_no_result_is_none(text):
    """A file that was cut short, or holds something else, is never taken for a result."""
    assert parse_result(text) is None


def test_null_is_written_as_null(tmp_path):
    """Points that nobody knows are written as null, and letters as themselves."""
    text = write_result(text_of(RESULT), tmp_path).read_text("utf-8")
    table = json.loads(text)
    assert table["mark"] is None and table["questions"]["d"]["score"] is None
    assert table["questions"]["d"]["checks"][0]["score"] is None
    assert "Ñuñez" in text


def test_a_result_replaces_the_old_one_whole(tmp_path):
    """A new result takes the old one's place as a new file: who reads the old one reads it whole."""
    path = write_result(text_of(RESULT), tmp_path)
    os.link(path, tmp_path / "kept")
    old = path.read_text("utf-8")
    assert write_result(text_of(replace(RESULT, lab="other")), tmp_path) == path
    assert (tmp_path / "kept").read_text("utf-8") == old
    assert json.loads(path.read_text("utf-8"))["lab"] == "other"


def test_a_result_that_cannot_be_written_leaves_the_old_one(tmp_path):
    """Where writing fails, the old result stays as it was."""
    path = write_result(text_of(RESULT), tmp_path)
    old = path.read_bytes()
    (tmp_path / "result.json.part").mkdir()
    with pytest.raises(OSError):
        write_result(text_of(replace(RESULT, lab="other")), tmp_path)
    assert path.read_bytes() == old


def test_nothing_else_is_left(tmp_path):
    """A folder is made where there is none, and holds the result alone."""
    folder = tmp_path / "new" / "folder"
    write_result(text_of(RESULT), folder)
    assert [file.name for file in folder.iterdir()] == ["result.json"]


@settings(deadline=None, max_examples=50)
@given(any_text, any_text)
@example("\ud83d", "")
@example("", "\udcf1")
def test_whatever_a_notebook_says_can_be_written(tmp_path_factory, name, answer):
    """Whatever text a notebook holds, half a surrogate pair too, its result is written and read again."""
    handed = replace(RESULT.submission, student=name)
    text = text_of(replace(RESULT, submission=handed, answers={"f": answer}))
    path = write_result(text, tmp_path_factory.mktemp("result"))
    assert json.loads(path.read_text("utf-8"))["lab"] == "gpt"
