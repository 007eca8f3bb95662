"""Puts our verdicts into otter's own results.

Otter knows no points that nobody knows yet, and would count them as 0. NaN goes through its sums and comes out as an
empty cell of its tables; JSON cannot hold it, so `results.json` is the table that we make.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from otter.test_files import GradingResults, TestCase
from otter.test_files.abstract_test import TestCaseResult
from otter.test_files.ottr_test import OttrTestFile

from autograder.export import gradescope
from autograder.export.grade_column import format_number
from autograder.integrations.otter_source import PLUGIN
from autograder.lab.declaration import Question
from autograder.messages import Catalogue
from autograder.output.text import printable

UNKNOWN = float("nan")


class OtterResults(GradingResults):  # type: ignore[misc]  # otter has no types
    """Replaces the table for the course site in otter's results with ours.

    It is pickled as otter's own class, since whoever reads it may have only otter installed.
    """

    def to_gradescope_dict(self, ag_config: object) -> dict[str, Any]:
        """Return the contents of `results.json`, whatever otter's configuration says about scores."""
        table: dict[str, Any] = self.get_plugin_data(PLUGIN)
        return table

    def __reduce__(self) -> tuple[Any, ...]:
        return GradingResults, ([],), vars(self)


def fill_otter_results(results: GradingResults, questions: Sequence[Question], table: Mapping[str, Any]) -> None:
    """Replace otter's verdicts with a table in Gradescope's format, which has a test for each question.

    The object is otter's own and is changed in place, its class included, since otter keeps it.
    """
    table = json.loads(
        gradescope.gradescope_json(dict(table))
    )  # as strict as it will be read: otter writes half an emoji
    tests = {test["number"]: test for test in table["tests"] if "number" in test}
    files = [_question_file(question, tests.get(question.id, {})) for question in questions] or [
        _test_file("-", UNKNOWN, {})
    ]
    results.results = {file.name: file for file in files}
    results.set_output(table["output"])
    results.set_plugin_data(PLUGIN, table)
    results.__class__ = OtterResults


def _question_file(question: Question, test: Mapping[str, Any]) -> OttrTestFile:
    """Return a question as otter's test file; a bonus adds to the points, not to the points possible."""
    return _test_file(question.id, 0.0 if question.bonus else question.points, test)


def _test_file(name: str, possible: float, test: Mapping[str, Any]) -> OttrTestFile:
    score = test.get("score", UNKNOWN)
    case = TestCase(str(test.get("name", name)), "", False, possible, None, None)
    file = OttrTestFile(name, "", [case], all_or_nothing=False)  # the one that only holds what was found elsewhere
    file.test_case_results = [TestCaseResult(case, str(test.get("output", "")), score == test.get("max_score"))]
    file.update_score(score)
    return file


def otter_report(table: Mapping[str, Any], say: Catalogue) -> str:
    """Return the lines of a table of results for a terminal."""
    lines = [*table["output"].split("\n"), *(_test_line(test, say) for test in table["tests"])]
    return "\n".join(printable(line) for line in lines)


def _test_line(test: Mapping[str, Any], say: Catalogue) -> str:
    if "max_score" not in test:
        return f"{test.get('name', '')}: {test.get('output', '')}"
    if "score" not in test:
        return say("export.question_open", name=test["name"], top=format_number(test["max_score"]))
    return say(
        "export.question", name=test["name"], points=format_number(test["score"]), top=format_number(test["max_score"])
    )
