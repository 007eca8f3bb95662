"""Trials that are kept."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.audit.cache import OutcomeCache, open_cache
from autograder.audit.subjects import Subject, SubjectKind
from autograder.audit.trial import CheckOutcome, SeedDependence, SubjectRecord
from autograder.lab.corpora import shelf_for
from autograder.lab.declaration import Lab
from autograder.results.verdict import Verdict

CATALOGUE = '[a_half]\nexplanation = "Halves."\nanswer = "double = None"\n'
MADE = Subject(SubjectKind.MISTAKE, "a_half", ("a",), '{"cells": []}', ("a_half",))
RECORD = SubjectRecord(
    (CheckOutcome("a", "test_x", Verdict.FAILED, "porque é \ud800"[:-1], 0.1),),
    {"a": ("a_half",)},
    (SeedDependence("a", "test_x", {"failed": (0, 2), "passed": (1,)}),),
    ("broken",),
    ("global x",),
    1.5,
)


def opened(folder: Path, lab: Lab, seeds: int = 1) -> OutcomeCache:
    """The cache of a lab in a folder, with the mistake that it names."""
    (lab.folder / "mistakes").mkdir(exist_ok=True)
    (lab.folder / "mistakes" / "a.toml").write_text(CATALOGUE, encoding="utf-8")
    return open_cache(folder / "kept", lab, shelf_for(lab), seeds)


def test_what_is_kept_comes_back(tmp_path: Path, tiny: Callable[..., Lab]) -> None:
    """A record comes back as it was, from a cache that is opened anew, for its own subject alone."""
    lab = tiny(test_a_x="")
    opened(tmp_path, lab).put(MADE, RECORD)
    again = opened(tmp_path, lab)
    assert again.get(MADE) == RECORD
    assert again.get(replace(MADE, name="a_other")) is None


@pytest.mark.parametrize(
    "record", [SubjectRecord(fault="KernelError"), SubjectRecord((CheckOutcome("a", "x", Verdict.GRADER_ERROR),))]
)
def test_what_came_to_no_verdict_is_tried_again(
    tmp_path: Path, tiny: Callable[..., Lab], record: SubjectRecord
) -> None:
    """A trial that the grader failed in is not kept."""
    kept = opened(tmp_path, tiny(test_a_x=""))
    kept.put(MADE, record)
    assert kept.get(MADE) is None


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"key": 1}', b'{"key": "x", "record": 3}', b"\xff\xfe", None])
def test_a_damaged_entry_is_no_entry(tmp_path: Path, tiny: Callable[..., Lab], damage: bytes | None) -> None:
    """Whatever became of a file, it is ignored, and can be written again."""
    kept = opened(tmp_path, tiny(test_a_x=""))
    kept.put(MADE, RECORD)
    (path,) = (path for path in (tmp_path / "kept").rglob("*") if path.is_file())
    path.write_bytes(path.read_bytes().replace(b'"failed"', b'"fallen"') if damage is None else damage)
    assert kept.get(MADE) is None
    kept.put(MADE, RECORD)
    assert kept.get(MADE) == RECORD


def test_probes_decide_on_mutants_alone(tmp_path: Path, tiny: Callable[..., Lab]) -> None:
    """Other probes make the records of mutants void, and no others."""
    lab, mutant = tiny(test_a_x=""), replace(MADE, kind=SubjectKind.MUTANT)
    before = opened(tmp_path, lab)
    before.put(MADE, RECORD)
    before.put(mutant, RECORD)
    (lab.folder / "probes.py").write_text("def probes():\n    return {}\n", encoding="utf-8")
    after = opened(tmp_path, lab)
    assert after.get(MADE) == RECORD and after.get(mutant) is None


def test_seeds_are_kept_apart(tmp_path: Path, tiny: Callable[..., Lab]) -> None:
    """A trial with more seeds is another one, where seeds count at all: a mutant is judged with one."""
    lab, mutant = tiny(test_a_x=""), replace(MADE, kind=SubjectKind.MUTANT)
    few, many = opened(tmp_path, lab), opened(tmp_path, lab, seeds=20)
    few.put(MADE, RECORD)
    few.put(mutant, RECORD)
    assert many.get(MADE) is None and many.get(mutant) == RECORD


def test_a_name_that_is_gone_makes_a_record_void(tmp_path: Path, tiny: Callable[..., Lab]) -> None:
    """A record that names a mistake which the lab has no more is tried again."""
    lab = tiny(test_a_x="")
    opened(tmp_path, lab).put(MADE, RECORD)
    (lab.folder / "mistakes" / "a.toml").write_text(CATALOGUE.replace("a_half", "a_new"), encoding="utf-8")
    assert open_cache(tmp_path / "kept", lab, shelf_for(lab), 1).get(MADE) is None


def test_long_and_strange_names_have_files(tmp_path: Path, tiny: Callable[..., Lab]) -> None:
    """Every name has a file of its own, inside the folder."""
    kept = opened(tmp_path, tiny(test_a_x=""))
    names = ["x" * 300, "x" * 301, "../../a", "a/b", "a_b", "é"]
    for name in names:
        kept.put(replace(MADE, name=name), replace(RECORD, fault="", seconds=float(len(name))))
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) == len(names)
    assert all(path.is_relative_to(tmp_path / "kept") for path in files)
