"""Trying the checks of a lab on answers that are known to be right or wrong."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.audit import metrics
from autograder.audit import run as audit
from autograder.audit.cache import open_cache
from autograder.audit.run import Audit
from autograder.audit.subject_grading import AuditSetup
from autograder.audit.subjects import SubjectKind
from autograder.audit.trial import TrialStatus
from autograder.errors import LabError
from autograder.lab.corpora import shelf_for
from autograder.lab.declaration import Lab, load_lab
from autograder.sandbox.host import Host

ROOT = Path(__file__).parents[2]
GPT = load_lab(ROOT / "solutions" / "gpt")
QUESTION = """# %% [raw]
# # BEGIN QUESTION
# name: {id}

# %% [markdown]
# {id}) double

# %% [raw]
# # BEGIN SOLUTION

# %%
def {name}(x):
    # BEGIN SOLUTION NO PROMPT
    y = 2 * x  # twice
    return y
    # END SOLUTION

# %% [raw]
# # END SOLUTION

# %% [raw]
# # END QUESTION

"""
CHECKS = """
import torch
from autograder.checks import diagnosis, points

@points(1.0)
def test_doubles(student):
    "Doubles."
    assert student.call("double", 3) == 6, "6 is expected"

@points(0.0)
def test_of_zero(student):
    "Doubles nothing."
    assert student.call("double", 0) == 0

@points(0.0)
def test_nothing(student):
    "Passes."

@diagnosis
def test_names(student, named):
    "Names."
    if repr(student.call("double", 3)) == "9":
        named("a_triple")
"""
LUCKY = """
@points(0.0)
def test_lucky(student):
    "Hangs on the dice."
    assert torch.rand(()) < 0.5
"""
OTHER = """
from autograder.checks import points

@points(1.0)
def test_doubles(student):
    "Doubles too."
    assert student.call("again", 3) == 6
"""
ANSWERS = {
    "a_triple": "replace = '2 * x'\nwith = '3 * x'",
    "a_plus_three": 'answer = "def double(x):\\n    return x + 3 + (x == 0)"',
    "a_right": "base = 'a_sum'\nreplace = 'x + x'\nwith = 'x + x + 0'",
    "b_none": "replace = 'return y'\nwith = 'return None'",
    "b_breaks_a": """
base = "b_none"
replace = "return None"
with = "return None\\ndouble.__code__ = (lambda x: None).__code__"
""",
}
VARIANTS = {"a_sum": "def double(x):\n    return x + x\n", "a_wrong": "def double(x):\n    return x\n"}


def catalogue_of(*names: str) -> dict[str, str]:
    """The files of some known mistakes and variants, all where none is named."""
    files: dict[str, str] = {}
    for name, answer in ANSWERS.items():
        if not names or name in names:
            path = f"mistakes/{name[0]}.toml"
            files[path] = f"{files.get(path, '')}[{name}]\nexplanation = 'Wrong.'\n{answer}\n\n"
    for name, code in VARIANTS.items():
        if not names or name in names:
            files[f"variants/{name}.py"] = f'"""\nquestion = "a"\nexplanation = "Right."\n"""\n\n{code}'
    return files


def lab_of(tiny: Callable[..., Lab], files: dict[str, str], checks: str = CHECKS) -> Lab:
    """A lab with two questions and these files."""
    lab = tiny({"a": 1.0, "b": 1.0}, test_a_double=checks, test_b_again=OTHER)
    text = "".join(QUESTION.format(id=id, name=name) for id, name in (("a", "double"), ("b", "again")))
    (lab.folder / "notebook.py").write_text(text, encoding="utf-8")
    table = (lab.folder / "lab.toml").read_text(encoding="utf-8")
    before, _, after = table.rpartition('defines = ["double"]')
    (lab.folder / "lab.toml").write_text(f'{before}defines = ["again"]{after}', encoding="utf-8")
    for name, content in files.items():
        path = lab.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return load_lab(lab.folder)


def run(lab: Lab, here: Host, keep: Path, *names: str, seeds: int = 1, mutants: bool = False) -> Audit:
    """The audit of a lab, in two processes."""
    shelf = shelf_for(lab)
    planned = audit.plan_subjects(lab, names, mutants)
    return audit.run_audit(planned, AuditSetup(lab, shelf, here, seeds), open_cache(keep, lab, shelf, seeds), jobs=2)


def statuses(done: Audit, *kinds: SubjectKind) -> dict[str, TrialStatus]:
    """What became of the answers of some kinds."""
    return {trial.subject.name: trial.status for trial in done.of(*kinds)}


def test_what_cannot_be_audited_is_said(tiny: Callable[..., Lab], here: Host, tmp_path: Path) -> None:
    """An empty catalogue, an unknown name, a bad file and fewer jobs than one are LabErrors, before anything runs."""
    empty = lab_of(tiny, {})
    with pytest.raises(LabError, match="nothing to audit"):
        audit.plan_subjects(empty)
    with pytest.raises(LabError, match="called 'd_nonsense"):
        audit.plan_subjects(GPT, ["d_no_mask", "d_nonsense*"])
    with pytest.raises(LabError, match=r"a_bad\.py does not open"):
        audit.plan_subjects(lab_of(tiny, {"variants/a_bad.py": "x = 1\n"}))
    both = {file: text.replace("a_triple", "a_sum") for file, text in catalogue_of("a_triple", "a_sum").items()}
    with pytest.raises(LabError, match="two answers called 'a_sum'"):
        audit.plan_subjects(lab_of(tiny, both))
    with pytest.raises(LabError, match="jobs is 0"):
        audit.run_audit((), AuditSetup(GPT, shelf_for(GPT), here), open_cache(tmp_path, GPT, shelf_for(GPT), 1), jobs=0)


def test_a_plan_holds_what_is_asked_for() -> None:
    """Names are patterns; a combination brings its mistakes; mutants come where they are wanted."""
    everything = audit.plan_subjects(GPT)
    assert {subject.kind for subject in everything} == set(SubjectKind) - {SubjectKind.MUTANT, SubjectKind.UNJUDGED}
    assert everything[0].name == "reference"
    assert len({subject.name for subject in everything}) == len(everything)
    (together, *_) = (subject for subject in everything if subject.kind is SubjectKind.COMBINATION)
    assert {subject.name for subject in audit.plan_subjects(GPT, [together.name])} == {together.name, *together.parts}
    assert {subject.kind for subject in audit.plan_subjects(GPT, ["mutant_a_*"], True)} == {SubjectKind.MUTANT}


@pytest.mark.slow
def test_all_statuses_are_told_apart(tiny: Callable[..., Lab], here: Host, tmp_path: Path) -> None:
    """A right answer is missed, a wrong one caught where it is, or elsewhere, or refused; names are right, and kept."""
    together = 'combinations = [["a_triple", "b_none"], ["a_plus_three", "b_breaks_a"], ["a_right", "b_none"]]'
    lab = lab_of(tiny, catalogue_of() | {"combinations.toml": together})
    done = run(lab, here, tmp_path)
    assert statuses(done, SubjectKind.REFERENCE, SubjectKind.MISTAKE, SubjectKind.VARIANT, SubjectKind.COMBINATION) == {
        "reference": TrialStatus.ACCEPTED,
        "a_triple": TrialStatus.CAUGHT,
        "a_plus_three": TrialStatus.CAUGHT,
        "a_right": TrialStatus.MISSED,
        "b_none": TrialStatus.CAUGHT,
        "b_breaks_a": TrialStatus.ELSEWHERE,
        "a_sum": TrialStatus.ACCEPTED,
        "a_wrong": TrialStatus.REFUSED,
        "a_triple+b_none": TrialStatus.CAUGHT,
        "a_plus_three+b_breaks_a": TrialStatus.ELSEWHERE,
        "a_right+b_none": TrialStatus.MISSED,
    }
    assert metrics.count_namings(done.of(SubjectKind.MISTAKE)) == metrics.NamingCounts(1, 0, 4)
    random = [trial.status for trial in done.of(SubjectKind.RANDOM)]
    assert random.count(TrialStatus.CAUGHT) >= 8 and len(random) == 10, "a random number may be the right one"
    checks = {found.check: found for found in metrics.check_metrics(done) if found.question == "a"}
    assert checks["test_nothing"].never_fails and not checks["test_of_zero"].never_fails
    assert checks["test_nothing"].spare and not checks["test_of_zero"].spare and not checks["test_doubles"].spare
    assert metrics.faults(done) == {"unsuitable": 5, "never_fails": 1}


@pytest.mark.slow
def test_a_verdict_that_hangs_on_the_dice_is_found(tiny: Callable[..., Lab], here: Host, tmp_path: Path) -> None:
    """With many seeds, a check that throws dice is named with the seeds; a check that does not is not."""
    done = run(
        lab_of(tiny, catalogue_of("b_none", "a_sum"), CHECKS + LUCKY), here, tmp_path, "a_sum", "b_none", seeds=12
    )
    (dependence,) = (found for trial in done.of(SubjectKind.VARIANT) for found in trial.record.seed_dependences)
    assert (dependence.question, dependence.check) == ("a", "test_lucky")
    assert sorted(seed for seeds in dependence.seeds.values() for seed in seeds) == list(range(12))
    assert not [trial for trial in done.of(SubjectKind.MISTAKE) if trial.record.seed_dependences], (
        "only its own question is judged again"
    )
    assert metrics.faults(done)["shaky"] == 1


@pytest.mark.slow
def test_mutants_are_told_from_equivalent_ones(tiny: Callable[..., Lab], here: Host, tmp_path: Path) -> None:
    """A lab without mistakes can be audited with mutants; a survivor that computes the same is equivalent."""
    weak = CHECKS.replace('assert student.call("double", 3) == 6', 'assert (student.call("double", 3) or 0) > 5')
    probes = (
        "def probes():\n    return {'double': [double(n) for n in range(9)], 'again': [again(n) for n in range(9)]}\n"
    )
    lab = lab_of(tiny, {"probes.py": probes}, weak)
    done = run(lab, here, tmp_path, "mutant_*", mutants=True)
    changes = [(t, t.subject.change) for t in done.trials if t.subject.change and t.subject.questions == ("a",)]
    own = {change.diff.splitlines()[-1].strip("+ "): trial.status for trial, change in changes}
    assert own["y = 3 * x  # twice"] is TrialStatus.MISSED
    assert own["y = 1 * x  # twice"] is TrialStatus.CAUGHT
    assert own["pass"] is TrialStatus.CAUGHT
    d = metrics.question_metrics(done)[0]
    assert d.mutants.all == len(own) and d.mutants.caught == len(own) - 1
    survivor = next(trial for trial in done.trials if trial.status is TrialStatus.MISSED)
    assert survivor.record.differs == ("probe double",)
    assert "unsuitable" not in metrics.faults(done), "what survives is told, and spoils nothing"


@pytest.mark.slow
def test_what_is_done_is_not_done_again(tiny: Callable[..., Lab], here: Host, tmp_path: Path) -> None:
    """A second audit tries nothing that is kept; a changed answer, or one that is new, it tries."""
    lab = lab_of(tiny, catalogue_of("a_triple", "a_sum"))
    first = run(lab, here, tmp_path, "a_*")
    (lab.folder / "variants" / "a_sum.py").write_text(catalogue_of()["variants/a_wrong.py"], encoding="utf-8")
    path = lab.folder / "mistakes" / "a.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("Wrong", "Explained otherwise"), encoding="utf-8")
    second = run(lab, here, tmp_path, "a_*")
    assert [trial.status for trial in second.trials] == [TrialStatus.CAUGHT, TrialStatus.REFUSED]
    assert second.trials[0].record == first.trials[0].record, "times and all"
    assert second.trials[0].subject.explanation["en"] == "Explained otherwise."


@pytest.mark.slow
def test_an_audit_that_was_stopped_goes_on(tiny: Callable[..., Lab], tmp_path: Path) -> None:
    """However an audit is stopped, what it had done is there, and the next one does the rest."""
    slow = CHECKS.replace('"Passes."', '"Passes."\n    import time\n    time.sleep(1.0)')
    lab = lab_of(tiny, catalogue_of(), slow)
    names = ["a_triple", "a_right", "a_sum", "a_wrong"]
    kept = tmp_path / "k"
    command = [sys.executable, "-m", "autograder.cli", "audit", str(lab.folder), *names]
    command += ["--keep", str(kept), "--jobs", "1"]
    marks: dict[Path, int] = {}
    for sign, code in ((signal.SIGINT, 130), (signal.SIGKILL, -signal.SIGKILL)):
        running = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL, start_new_session=True)
        until = time.monotonic() + 120
        while len(list(kept.rglob("*.json"))) <= len(marks) and time.monotonic() < until:
            time.sleep(0.05)
        os.kill(running.pid, sign)
        assert running.wait(60) == code
        done = {path: path.stat().st_mtime_ns for path in kept.rglob("*.json")}
        assert len(marks) < len(done) < len(names) and done.items() >= marks.items()
        marks = done
    files = ["--json", str(tmp_path / "new" / "a.json"), "--html", str(tmp_path / "new" / "a.html")]
    again = subprocess.run([*command, *files], cwd=ROOT, capture_output=True, timeout=300)
    assert again.returncode == 1, "a right answer among the mistakes, a wrong one among the variants"
    assert len(list(kept.rglob("*.json"))) == len(names)
    assert all(path.stat().st_mtime_ns == mark for path, mark in marks.items())
    assert [path.name for path in sorted((tmp_path / "new").iterdir())] == ["a.html", "a.json"]


@pytest.mark.slow
def test_an_error_in_grading_costs_only_that_answer(tiny: Callable[..., Lab], here: Host, tmp_path: Path) -> None:
    """Where grading raises, the answer is neither caught nor accepted, and is tried again the next time."""
    lab = lab_of(tiny, catalogue_of("a_triple", "a_sum"))
    broken = lab.folder / "checks" / "test_b_again.py"
    whole = broken.read_text(encoding="utf-8")
    broken.write_text(whole.replace("points(1.0)", "points(0.5)"), encoding="utf-8")
    assert [trial.status for trial in run(lab, here, tmp_path, "a_*").trials] == [TrialStatus.ERROR, TrialStatus.ERROR]
    broken.write_text(whole, encoding="utf-8")
    assert [trial.status for trial in run(lab, here, tmp_path, "a_*").trials] == [
        TrialStatus.CAUGHT,
        TrialStatus.ACCEPTED,
    ]


@pytest.mark.slow
def test_the_lab_knows_its_mistakes(here: Host, tmp_path: Path) -> None:
    """A mistake of the lab is caught at its question alone, and a variant is accepted.

    `make audit-sample` tries those in which every check catches something, and `make audit` all of them.
    """
    done = run(GPT, here, tmp_path, "i_other_model", "whole_one_cell")
    assert {trial.subject.name for trial in done.trials} == {"i_other_model", "whole_one_cell"}
    assert not done.unsuitable, [(trial.subject.name, trial.status, trial.failed) for trial in done.unsuitable]
    assert not done.misnamed and not done.broken
