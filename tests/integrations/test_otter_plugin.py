"""Laws of grading inside `otter run`: our verdicts come out, and nothing of a submission runs beside otter."""

import json
import pickle
import pickletools
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
from otter.grade.utils import merge_scores_to_df
from otter.test_files import GradingResults

from autograder.export import gradescope
from autograder.export.grade_column import GradeScale
from autograder.export.request import GradeUnit
from autograder.integrations.otter_plugin import LOG, OtterPlugin
from autograder.integrations.otter_source import PLUGIN
from autograder.integrations.site_grading import grade_upload
from autograder.people.person import NOBODY
from autograder.results.record import StudentRecord

PLAIN_TEST = """OK_FORMAT = True
test = {"name": "q", "points": 1, "suites": [{"cases": [{"code": ">>> 1 + 1\\n2", "hidden": False}], "scored": True,
    "setup": "", "teardown": "", "type": "doctest"}]}
"""
BESIDE = (
    "otter",
    "dill",
    "autograder",
    "nbformat",
    "pandas",
    "logging",
    "json",
    "sitecustomize",
    "conftest",
    "__init__",
)
IN_KERNEL = ("ipykernel_launcher", "ipython_config", "ipython_kernel_config", "jupyter_config", "torch")


class Trap:
    """Unpickled, it makes a file."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return open, (str(self.path), "w")


@pytest.fixture(scope="module")
def sprung(tmp_path_factory):
    """A folder in which whatever gets to run leaves a file, whoever runs it."""
    folder = tmp_path_factory.mktemp("sprung")
    folder.chmod(0o777)
    return folder


@pytest.fixture(scope="module")
def hostile(answered, sprung):
    """What is handed in with modules, start-up files and pickles beside a notebook that wants to write, too."""

    def make(*modules):
        pickles = (LOG, "results.pkl", "results/results.pkl")
        pickled = {name: pickle.dumps(Trap(sprung / Path(name).name)) for name in pickles}
        traps = {f"{name}.py": f"open({str(sprung / Path(name).name)!r}, 'w').close()\n".encode() for name in modules}
        cell = f"try:\n    open({str(sprung / 'cell')!r}, 'w').close()\nexcept OSError:\n    pass"
        return {"entrega.ipynb": answered(f"import os\n{cell}"), **pickled, **traps}

    return make


@pytest.fixture(scope="module")
def ran(bundle, hostile, otter_run):
    """`otter run` of all that at once."""
    return otter_run(bundle, hostile(*BESIDE, *IN_KERNEL, "tests/q", "profile_default/startup/00"))


def test_results_are_those_of_the_export(ran, lab, answered, tmp_path):
    """What `otter run` writes is what `export` would write of the same grading, but for the seconds that it took."""
    path = tmp_path / "entrega.ipynb"
    path.write_bytes(answered("import os\n"))
    found = grade_upload(path, lab)
    exported = gradescope.gradescope_results(
        StudentRecord(NOBODY, result=found.result), GradeScale(lab, GradeUnit.POINTS)
    )
    made = json.loads(gradescope.gradescope_json(exported))
    assert ran.code == 0, ran.printed
    assert {**ran.table, "execution_time": 0} == {**made, "execution_time": 0}


def test_each_question_has_its_points(ran):
    """A question that was judged has its points, 0 among them; one that waits has none, and neither has the whole."""
    assert ran.points == {"a": 1.0, "b": 0.0, "c": None, "d": 0.5}
    assert "score" not in ran.table


def test_otters_sums_do_not_call_it_0(ran):
    """What waits for a person is an empty cell in the table that `otter grade` makes, and so is the sum."""
    results = pickle.loads((ran.out / "results.pkl").read_bytes())
    results.file = "entrega.ipynb"
    table = merge_scores_to_df([results]).to_csv(index=False).splitlines()
    assert table == [
        "file,a,b,c,d,total_points_earned,percent_correct,grading_status",
        "points-per-question,1.0,1.0,1.0,0.0,3.0,1.0,--",
        "entrega.ipynb,1.0,0.0,,0.5,,,Completed",
    ]
    assert "Total Score" not in ran.printed


def test_whoever_has_otter_alone_can_read_the_results(ran):
    """The pickled results are of otter's own classes: nothing of ours is imported where they are read."""
    content = (ran.out / "results.pkl").read_bytes()
    assert type(pickle.loads(content)) is GradingResults
    texts = {argument for _, argument, _ in pickletools.genops(content) if isinstance(argument, str)}
    assert {text for text in texts if text.startswith("autograder")} == {
        PLUGIN
    }  # the name under which otter keeps data


def test_nothing_of_a_submission_runs_beside_otter(ran, sprung):
    """No log is unpickled, no module beside the notebook imported, and no cell run where it could write."""
    assert ran.code == 0, ran.printed
    assert not list(sprung.iterdir())


@pytest.mark.slow
@pytest.mark.parametrize(("module", "more"), [("otter", {"cell"}), ("ipykernel_launcher", set())])
def test_otter_by_itself_falls_into_these_traps(hostile, sprung, otter_run, tmp_path, module, more):
    """The traps are real: without the plugin the log, a module and a cell each get to run."""
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "q.py").write_text(PLAIN_TEST)
    (tmp_path / "otter_config.json").write_text("{}")
    plain = shutil.make_archive(str(tmp_path / "plain"), "zip", tmp_path)
    try:
        otter_run(plain, hostile(module))
        assert {LOG, module} | more <= {path.name for path in sprung.iterdir()}
    finally:
        for path in sprung.iterdir():
            path.unlink()


def test_otter_is_led_away_before_it_looks(tmp_path, monkeypatch, lab):
    """Before grading the log is gone, otter stands beside an empty notebook alone, and no PDF will be made."""
    monkeypatch.chdir(tmp_path)
    handed = tmp_path / "autograder" / "submission" / "entrega.ipynb"
    handed.parent.mkdir(parents=True)
    handed.write_text('{"cells": "whatever"}')
    (handed.parent / LOG).write_bytes(b"x")
    (handed.parent / "otter.py").write_text("x")
    config = SimpleNamespace(pdf=True, token="x", grade_from_log=True, print_score=True, print_summary=True)
    plugin = OtterPlugin(str(handed), {}, {"archive": "a.zip", "lab": "lab", "language": "es"})
    plugin.before_grading(config)
    (empty,) = Path.cwd().iterdir()
    assert empty.name == handed.name
    assert json.loads(empty.read_text())["cells"] == []
    assert plugin.before_execution("x").cells == []
    assert sorted(path.name for path in handed.parent.iterdir()) == [handed.name, "otter.py"]
    assert not any(vars(config).values())
    assert (tmp_path / "autograder").stat().st_mode & 0o077 == 0


@pytest.mark.submissions
def test_a_script_is_graded_too(bundle, otter_run):
    """A script is no notebook for otter to run either, and is graded as `grade` does."""
    ran = otter_run(bundle, b"def double(x):\n    return 2 * x\n\n\ndef triple(x):\n    return 3 * x\n", "entrega.py")
    assert ran.points == {"a": 1.0, "b": 1.0, "c": None, "d": 0.0}


def test_what_otter_cannot_read_has_no_results(bundle, otter_run):
    """A broken notebook ends `otter run` before anybody is asked: there are no results, and so no 0."""
    ran = otter_run(bundle, b'{"cells": [')
    assert ran.code != 0
    assert not (ran.out / "results.json").exists()


@pytest.mark.submissions
def test_our_own_fault_is_no_0(lab, bundled, otter_run, answered, tmp_path):
    """Where the checks are broken, results have no score, say so to their author, and why to staff alone."""
    broken = shutil.copytree(lab.folder, tmp_path / "roto")
    (broken / "checks" / "test_a_it.py").write_text("import gibtsnicht\n")
    ran = otter_run(bundled(type(lab)(**{**vars(lab), "folder": broken})), answered())
    assert not [test for test in (ran.table, *ran.table["tests"]) if "score" in test]
    assert "No es un 0" in ran.table["output"]
    (why,) = [test for test in ran.table["tests"] if "gibtsnicht" in test["output"]]
    assert why["visibility"] == "hidden"
