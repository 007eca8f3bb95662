"""Laws of fingerprints: they change with all that decides a verdict, and with nothing else."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis.strategies import lists, text

from autograder.grading import fingerprint as fingerprints
from autograder.grading.fingerprint import fingerprint
from autograder.lab.corpora import shelf_for
from autograder.lab.declaration import Lab
from autograder.lab.digests import digest
from autograder.lab.files import grading_files


def taken(lab: Lab) -> str:
    """The fingerprint of a lab for one of the engine's programs."""
    return fingerprint(lab, shelf_for(lab), "autograder.audit.subject_grading", grading_files(lab))


@pytest.mark.parametrize(
    "file",
    ["checks/test_a_x.py", "checks/standins/model.py", "checks/data.csv", "notebook.py"],
)
def test_what_decides_a_verdict_changes_it(tiny: Callable[..., Lab], file: str) -> None:
    """The lab's declaration, its checks and whatever they read are part of the fingerprint."""
    lab = tiny(test_a_x="")
    before = taken(lab)
    path = lab.folder / file
    path.parent.mkdir(exist_ok=True)
    path.write_text((path.read_text("utf-8") if path.exists() else "") + "\n# changed", encoding="utf-8")
    assert taken(lab) != before


def test_prices_are_no_part_of_it(tiny: Callable[..., Lab]) -> None:
    """What a mistake costs, its patterns and a mistake that nothing can name change no verdict; what is told does."""
    lab = tiny(test_a_x="")
    declared, mistakes = lab.folder / "lab.toml", lab.folder / "mistakes" / "a.toml"
    mistakes.parent.mkdir(exist_ok=True)
    told = '[a_x]\nexplanation = "X."\nevidence = "seen."\nanswer = "x"\n'
    mistakes.write_text(told, encoding="utf-8")
    text, before = declared.read_text("utf-8"), taken(lab)
    declared.write_text(text + "\n[rubric]\nslight = 0.2\n", encoding="utf-8")
    mistakes.write_text(f'{told}price = 0.5\n[a_y]\nexplanation = "Y."\npatterns = ["p"]\n', encoding="utf-8")
    assert taken(lab) == before
    for other in (told.replace("X.", "Z."), told + 'named = "a_y"\n'):
        mistakes.write_text(other, encoding="utf-8")
        assert taken(lab) != before
    mistakes.write_text(told, encoding="utf-8")
    declared.write_text(text + "\n[mark]\ntop = 8.0\n", encoding="utf-8")
    assert taken(lab) != before


def test_a_mistake_that_checks_name_decides_what_is_told(tiny: Callable[..., Lab]) -> None:
    """Also one without evidence; and the order of names in the declaration may decide which of them is found."""
    lab = tiny(test_a_x="def test_names_it(named):\n    named('a_x')\n")
    declared, mistakes = lab.folder / "lab.toml", lab.folder / "mistakes" / "a.toml"
    mistakes.parent.mkdir(exist_ok=True)
    seen = []
    for said in ("X.", "Z."):
        mistakes.write_text(f'[a_x]\nexplanation = "{said}"\nanswer = "x"\n', encoding="utf-8")
        seen.append(taken(lab))
    text = declared.read_text("utf-8")
    for names in ('A = ["B"]\nC = ["B"]\n', 'C = ["B"]\nA = ["B"]\n'):
        declared.write_text(f"{text}\n[aliases]\n{names}", encoding="utf-8")
        seen.append(taken(lab))
    assert len(set(seen)) == len(seen)
    with mistakes.open("a", encoding="utf-8") as file:
        file.write('[a_]\nexplanation = ""\npatterns = ["p"]\n')
    assert taken(lab) == seen[-1], "a draft whose name is part of another's"


@pytest.mark.parametrize(
    "file",
    [".git/config", "README.md", "variants/x.py", "checks/.x.py.swp", "checks/x.py~", "checks/__pycache__/x.pyc"],
)
def test_what_is_never_read_does_not(tiny: Callable[..., Lab], file: str) -> None:
    """What the work does not look at, and what Python keeps for itself, is no part of it."""
    lab = tiny(test_a_x="")
    before = taken(lab)
    (lab.folder / file).parent.mkdir(exist_ok=True)
    (lab.folder / file).write_text("# new", encoding="utf-8")
    assert taken(lab) == before


def test_the_engine_is_part_of_it(tiny: Callable[..., Lab], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Code that the program runs is part of it, also what is sent into the kernel; the pages that show it are not."""
    lab, engine = tiny(test_a_x=""), tmp_path / "engine"
    shutil.copytree(fingerprints.ENGINE, engine, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(fingerprints, "ENGINE", engine)
    before = taken(lab)
    for name, decides in (
        ("audit/page", False),
        ("cli", False),
        ("checks/decorators", True),
        ("kernel_side/probe", True),
        ("kernel_side/snapshot", True),
    ):
        path = engine / f"{name}.py"
        source = path.read_text(encoding="utf-8")
        path.write_text(f"{source}# changed\n", encoding="utf-8")
        assert (taken(lab) != before) is decides, name
        path.write_text(source, encoding="utf-8")


@given(lists(text()), lists(text()))
def test_texts_do_not_run_together(one: list[str], other: list[str]) -> None:
    """Other texts, or the same ones cut elsewhere, have another digest."""
    assert (digest(*one) == digest(*other)) is (one == other)
