"""Laws of our verdicts in otter's results: what is not known stays so, in its sums, its tables and its pickles."""

import json
import math
import pickle

import pytest
from hypothesis import given
from hypothesis.strategies import fixed_dictionaries, integers, lists, none, sampled_from, text
from otter.grade.utils import merge_scores_to_df
from otter.test_files import GradingResults

from autograder.integrations.otter_results import fill_otter_results, otter_report
from autograder.lab.declaration import Question
from autograder.messages import catalogue

IDS = "abcd"
QUESTIONS = tuple(Question(id, id.upper(), "code", 2.0, bonus=id == "d") for id in IDS)
points = fixed_dictionaries({id: none() | integers(0, 8).map(lambda n: n / 4) for id in IDS})


def table(found, output=""):
    """A table as Gradescope reads it."""
    tests = [{"name": id, "number": id, "max_score": 2.0, "output": output} for id in found]
    scored = [test | ({} if (score := found[test["number"]]) is None else {"score": score}) for test in tests]
    return {"output": output, "tests": scored}


def settled(found, output="", questions=QUESTIONS):
    """Otter's results with these points in them."""
    results = GradingResults([])
    fill_otter_results(results, questions, table(found, output))
    return results


@given(points)
def test_a_sum_is_known_only_where_all_of_it_is(found):
    """Otter's total is the sum of all points, and no number at all while one of them is not known."""
    results = settled(found)
    if None in found.values():
        assert math.isnan(results.total)
        assert math.isnan(results.percent)
    else:
        assert results.total == sum(found.values())
    assert results.possible == 6.0


@given(lists(points, min_size=1, max_size=4))
def test_a_cell_is_empty_where_nobody_knows(classes):
    """In otter's table of a class a question's cell is empty if and only if its points are not known."""
    graded = []
    for number, found in enumerate(classes):
        results = pickle.loads(pickle.dumps(settled(found)))
        results.file = f"{number}.ipynb"
        graded.append(results)
    made = merge_scores_to_df(graded).set_index("file")
    for number, found in enumerate(classes):
        for id, score in found.items():
            cell = made.loc[f"{number}.ipynb", id]
            assert math.isnan(cell) if score is None else cell == score


@given(points, text(max_size=30) | sampled_from(["\ud83d", "\x1b[2J", "\0"]))
def test_the_table_comes_out_as_it_went_in(found, output):
    """What otter writes into results.json is the table, whatever a student's texts hold and whatever otter adds up."""
    made = settled(found, output).to_gradescope_dict(None)
    readable = output.encode(errors="replace").decode()
    assert made == table(found, readable)
    json.dumps(made, allow_nan=False).encode()


@given(points, text(max_size=30) | sampled_from(["\ud83d", "\x1b[2J", "\0"]))
def test_the_terminal_is_told_and_not_steered(found, output):
    """What is printed has a line for each question, and no sign that moves a cursor or cannot be printed."""
    printed = otter_report(table(found, output.replace("\n", " ")), catalogue("en"))
    assert len(printed.split("\n")) == 1 + len(IDS)
    assert printed.replace("\n", "").isprintable()


def test_results_without_questions_are_no_0():
    """Where not even the lab is known, otter's sums are no numbers either."""
    results = settled({}, questions=())
    assert math.isnan(results.total)
    assert math.isnan(results.percent)


def test_otter_keeps_no_class_of_ours():
    """A pickle is one of otter's own class with all that it held."""
    results = settled({"a": 1.0, "b": None, "c": 0.0, "d": None}, "hola")
    again = pickle.loads(pickle.dumps(results))
    assert type(again) is GradingResults
    assert again.output == "hola"
    assert [again.get_score(id) for id in "ac"] == [1.0, 0.0]
    with pytest.raises(KeyError):
        again.get_score("x")
