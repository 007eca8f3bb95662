"""Laws of a sample of an audit: every check is met, and whatever has changed is tried whole."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis.strategies import booleans, lists

from autograder.audit import sample
from autograder.audit.run import Audit
from autograder.audit.sample import WholeAudit
from autograder.audit.subjects import Subject, SubjectKind
from autograder.audit.trial import CheckOutcome, SubjectRecord, Trial
from autograder.errors import LabError
from autograder.lab.declaration import Lab
from autograder.results.verdict import Verdict

PLANNED = (
    Subject(SubjectKind.REFERENCE, "reference", (), "{}"),
    Subject(SubjectKind.MISTAKE, "a_one", ("a",), "{}"),
    Subject(SubjectKind.MISTAKE, "a_two", ("a",), "{}"),
    Subject(SubjectKind.MISTAKE, "b_one", ("b",), "{}"),
    Subject(SubjectKind.VARIANT, "whole", (), "{}"),
    Subject(SubjectKind.COMBINATION, "a_two+b_one", ("a", "b"), "{}", parts=("a_two", "b_one")),
    Subject(SubjectKind.RANDOM, "random_a", ("a",), "{}"),
)


@pytest.fixture
def lab(tiny: Callable[..., Lab]) -> Lab:
    """A lab of two questions, whose checks of b share a file with nobody, and of a import a helper."""
    made = tiny({"a": 1.0, "b": 1.0}, test_a_one="from .shared import two", test_b_one="", shared="two = 2")
    (made.folder / made.notebook).write_text("# the master", encoding="utf-8")
    return made


def names(lab: Lab, last: WholeAudit) -> set[str]:
    return {subject.name for subject in sample.select(PLANNED, lab, last)}


def recorded(lab: Lab, *chosen: str) -> WholeAudit:
    return WholeAudit(sample.engine_digest(), sample.question_digests(lab), chosen)


@given(lists(lists(booleans(), min_size=4, max_size=4), min_size=1, max_size=12))
def test_every_check_that_catches_something_does_so_in_the_sample(caught: list[list[bool]]) -> None:
    """Whatever the checks catch in a whole audit, each that caught anything catches one of the chosen answers."""
    trials = [
        Trial(
            Subject(SubjectKind.MISTAKE, f"m{number}", ("a",), "{}"),
            SubjectRecord(
                tuple(CheckOutcome("a", f"c{n}", Verdict.FAILED if it else Verdict.PASSED) for n, it in enumerate(row))
            ),
        )
        for number, row in enumerate(caught)
    ]
    chosen = sample.choose(Audit("", "lab", ("a",), tuple(trials)))
    rows = [row for number, row in enumerate(caught) if f"m{number}" in chosen]
    assert [any(column) for column in zip(*caught, strict=True)] == [any(c) for c in zip(*rows, strict=True)] or (
        not rows and not any(map(any, caught))
    )


def test_where_nothing_has_changed_the_sample_is_enough(lab: Lab) -> None:
    """Only what is in the sample, the reference and random answers are tried; a combination brings its mistakes."""
    assert names(lab, recorded(lab, "reference")) == {"reference", "random_a"}
    assert names(lab, recorded(lab, "a_two+b_one")) == {"a_two+b_one", "a_two", "b_one", "random_a", "reference"}


@pytest.mark.parametrize("file", ["test_a_one.py", "shared.py", "test_a_new.py"])
def test_a_changed_check_is_tried_whole(lab: Lab, file: str) -> None:
    """Changing or adding a check, or what checks import, brings every answer that the question's checks judge."""
    last = recorded(lab, "reference")
    (lab.checks / file).write_text("two = 2  # changed", encoding="utf-8")
    alone = [subject for subject in PLANNED if subject.kind is not SubjectKind.COMBINATION]
    assert {subject.name for subject in sample.select(alone, lab, last)} == {subject.name for subject in alone} - {
        "b_one"
    }
    assert "a_two+b_one" in names(lab, last)


@pytest.mark.parametrize(("file", "added"), [("lab.toml", "[mark]\ntop = 8.0"), ("notebook.py", "# changed")])
def test_a_changed_lab_is_tried_whole(lab: Lab, file: str, added: str) -> None:
    """The declaration and the master notebook decide every verdict."""
    last = recorded(lab)
    path = lab.folder / file
    path.write_text(f"{path.read_text('utf-8')}\n{added}\n", encoding="utf-8")
    assert names(lab, last) == {subject.name for subject in PLANNED}


def test_a_changed_engine_is_tried_on_more(lab: Lab) -> None:
    """Where the code that runs and judges answers is another one, a fixed part of all is tried besides the sample."""
    chosen = names(lab, WholeAudit("another", sample.question_digests(lab), ("b_one",)))
    assert chosen == {
        "b_one",
        *(made.name for made in PLANNED[:: sample.EVERY_AFTER_A_CHANGE]),
        "random_a",
        "reference",
    }


def test_without_a_whole_audit_a_part_of_all_is_tried(lab: Lab) -> None:
    """Where no whole audit has been recorded, the same part of all is tried."""
    part = {made.name for made in PLANNED[:: sample.EVERY_AFTER_A_CHANGE]}
    assert names(lab, sample.read_whole_audit(lab)) == part | {"random_a", "reference"}


def test_what_is_written_is_read_again(lab: Lab) -> None:
    """The file that a whole audit leaves says the same when it is read; a broken one is a clear fault."""
    (lab.folder / sample.FILE).write_text("{", encoding="utf-8")
    with pytest.raises(LabError, match=r"audited\.json"):
        sample.read_whole_audit(lab)
    path = sample.write_whole_audit(Audit("", lab.id, ("a", "b"), ()), lab)
    assert path == lab.folder / sample.FILE and isinstance(path, Path)
    assert sample.read_whole_audit(lab) == recorded(lab)
