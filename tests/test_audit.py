"""Trying the checks of a lab on known mistakes and variants."""

import io
import json
import shutil
from functools import partial
from pathlib import Path

import pytest
from rich.console import Console

from autograder import audit, grade, mistake
from autograder import lab as labs
from autograder.audit import Audit, Fate, Seen, Trial
from autograder.corpora import shelf_for
from autograder.errors import LabError
from autograder.host import Host
from autograder.mistake import Kind, Mistake
from autograder.verdict import Verdict

ROOT = Path(__file__).parents[1]
GPT = ROOT / "solutions" / "gpt"


def trial(kind: Kind, *seen: tuple[str, Verdict], fault: str = "") -> Trial:
    """An answer to d of which these checks did not pass."""
    answer = Mistake(kind, Path("d_[x].py"), "d", "Está mal.", "It is wrong.", ())
    return Trial(answer, tuple(Seen(id, "test_[y]", verdict, "because [z]") for id, verdict in seen), 1.0, fault)


@pytest.mark.parametrize(
    ("tried", "fate"),
    [
        (trial("mistake"), Fate.MISSED),
        (trial("mistake", ("d", Verdict.FAILED)), Fate.CAUGHT),
        (trial("mistake", ("d", Verdict.STUDENT_ERROR), ("d", Verdict.TIMED_OUT)), Fate.CAUGHT),
        (trial("mistake", ("e", Verdict.FAILED)), Fate.ELSEWHERE),
        (trial("mistake", ("d", Verdict.FAILED), ("e", Verdict.STUDENT_ERROR)), Fate.ELSEWHERE),
        (trial("mistake", ("d", Verdict.FAILED), ("e", Verdict.GRADER_ERROR)), Fate.ERROR),
        (trial("mistake", fault="KernelError"), Fate.ERROR),
        (trial("variant"), Fate.ACCEPTED),
        (trial("variant", ("d", Verdict.FAILED)), Fate.REFUSED),
        (trial("variant", ("e", Verdict.SKIPPED)), Fate.REFUSED),
        (trial("variant", ("d", Verdict.GRADER_ERROR)), Fate.ERROR),
        (trial("variant", fault="KernelError"), Fate.ERROR),
    ],
)
def test_a_fate_follows_from_the_checks_that_did_not_pass(tried: Trial, fate: Fate) -> None:
    """Only its own question catches a mistake, any check refuses a variant, and our own error decides nothing."""
    assert tried.fate is fate
    assert Audit(labs.load(GPT), (tried,)).clean is (fate in (Fate.CAUGHT, Fate.ACCEPTED))


def test_one_bad_fate_spoils_an_audit() -> None:
    """An audit is clean only where all of its trials are."""
    good = (trial("mistake", ("d", Verdict.FAILED)), trial("variant"))
    assert Audit(labs.load(GPT), good).clean
    assert not Audit(labs.load(GPT), (*good, trial("mistake"))).clean


def test_an_audit_is_plain_json() -> None:
    """The table survives JSON, counts every fate and says of each answer what was seen."""
    tried = (trial("mistake", ("d", Verdict.FAILED), ("e", Verdict.FAILED)), trial("variant"))
    table = Audit(labs.load(GPT), tried).table
    assert json.loads(json.dumps(table)) == table
    assert table["counts"] == {fate.value: 0 for fate in Fate} | {"elsewhere": 1, "accepted": 1}
    assert table["trials"][0]["elsewhere"] == ["e"] and len(table["trials"][0]["seen"]) == 2


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_table_says_everything_as_it_is(language: str) -> None:
    """Brackets are no markup, the messages of surprises are shown, and every fate has its word."""
    tried = (
        trial("mistake", ("d", Verdict.FAILED)),
        trial("mistake"),
        trial("mistake", ("e", Verdict.FAILED)),
        trial("variant"),
        trial("variant", ("d", Verdict.FAILED)),
        trial("variant", fault="fault [w]"),
    )
    text = io.StringIO()
    Console(file=text, width=300).print(audit.render(Audit(labs.load(GPT), tried), language))
    shown = text.getvalue()
    assert shown.count("d_[x]") == 6 and shown.count("test_[y]") == 3
    assert shown.count("because [z]") == 2 and "fault [w]" in shown
    assert len({line.split("│")[3].strip() for line in shown.splitlines() if "d_[x]" in line}) == 6


def lab_with(folder: Path, **files: str) -> labs.Lab:
    """The real lab, with these mistakes (`mistakes__name`) and variants (`variants__name`) instead of its own."""
    made = folder / "solutions" / "gpt"
    shutil.copytree(GPT, made, ignore=shutil.ignore_patterns("mistakes", "variants", "__pycache__"))
    (folder / "data").symlink_to(ROOT / "data")
    for name, text in files.items():
        path = made / f"{name.replace('__', '/')}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return labs.load(made)


def known(path: str) -> str:
    """The text of a mistake or variant of the lab."""
    return (GPT / f"{path}.py").read_text(encoding="utf-8")


def test_what_cannot_be_audited_is_said(tmp_path: Path) -> None:
    """An empty catalogue, an unknown name and fewer than one job are LabErrors, before anything is graded."""
    empty, lab = lab_with(tmp_path / "empty"), labs.load(GPT)
    with pytest.raises(LabError, match="nothing to audit"):
        audit.audit(empty, shelf_for(lab), grade.grade)
    with pytest.raises(LabError, match="called 'd_nonsense'"):
        audit.audit(lab, shelf_for(lab), grade.grade, only=["d_nonsense"])
    with pytest.raises(LabError, match="jobs is 0"):
        audit.audit(lab, shelf_for(lab), grade.grade, jobs=0)


def test_a_bad_file_stops_an_audit_at_once(tmp_path: Path) -> None:
    """A file that is no mistake is named before anything is graded."""
    lab = lab_with(tmp_path, mistakes__d_no_mask=known("mistakes/d_no_mask"), mistakes__z="x = 1\n")
    seen: list[Trial] = []
    with pytest.raises(LabError, match=r"z\.py does not open"):
        audit.audit(lab, shelf_for(lab), grade.grade, progress=seen.append)
    assert seen == []


def test_an_error_in_grading_costs_only_that_answer() -> None:
    """Where grading raises, the answer is neither caught nor accepted, and the others go on."""
    lab = labs.load(GPT)
    seen: list[Trial] = []
    # `len` cannot be called so: it stands for a grading that raises
    done = audit.audit(lab, shelf_for(lab), len, only=["d_no_mask", "d_sdpa"], progress=seen.append)  # type: ignore[arg-type]
    assert [tried.fate for tried in done.trials] == [Fate.ERROR, Fate.ERROR]
    assert all(tried.fault.startswith("TypeError") for tried in done.trials)
    assert sorted(tried.mistake.name for tried in seen) == ["d_no_mask", "d_sdpa"]


@pytest.mark.slow
def test_a_small_audit_tells_all_fates_apart(tmp_path: Path, here: Host) -> None:
    """Real gradings end as they should: a right answer is missed, a wrong one caught where it is, or refused."""
    wrong, right = known("mistakes/d_no_mask"), known("variants/a_itos_list")
    lab = lab_with(
        tmp_path,
        mistakes__d_no_mask=wrong,
        mistakes__a_right=right,
        mistakes__e_but_d=wrong.replace('question = "d"', 'question = "e"') + "\n",
        variants__a_itos_list=right,
        variants__d_no_mask=wrong,
    )
    # what is declared for e stands in e's cell: there it replaces FeedForward by a second, wrong Head
    done = audit.audit(lab, shelf_for(lab), partial(grade.grade, host=here), jobs=2)
    assert {(t.mistake.kind, t.mistake.name): t.fate for t in done.trials} == {
        ("mistake", "a_right"): Fate.MISSED,
        ("mistake", "d_no_mask"): Fate.CAUGHT,
        ("mistake", "e_but_d"): Fate.ELSEWHERE,
        ("variant", "a_itos_list"): Fate.ACCEPTED,
        ("variant", "d_no_mask"): Fate.REFUSED,
    }


@pytest.mark.slow
def test_the_lab_knows_its_mistakes(here: Host) -> None:
    """Of the mistakes each is caught at its question alone, and of the variants each is accepted.

    Every eighth is tried here; .ci/run audits all of them.
    """
    lab = labs.load(GPT)
    sample = [answer.name for answer in mistake.read_all(lab)][::8]
    done = audit.audit(lab, shelf_for(lab), partial(grade.grade, host=here), only=sample)
    bad = [trial for trial in done.table["trials"] if trial["fate"] not in ("caught", "accepted")]
    assert done.clean, json.dumps(bad, indent=1, ensure_ascii=False)
