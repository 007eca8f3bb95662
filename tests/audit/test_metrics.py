"""What an audit comes to."""

from dataclasses import replace

import pytest

from autograder.audit import metrics
from autograder.audit.metrics import CatchRate, NamingCounts
from autograder.audit.run import Audit
from autograder.audit.subjects import MutantChange, Subject, SubjectKind
from autograder.audit.trial import CheckOutcome, SeedDependence, SubjectRecord, Trial
from autograder.results.verdict import Verdict

MARKS = {"+": Verdict.PASSED, "-": Verdict.FAILED, "!": Verdict.GRADER_ERROR}


def trial(kind: SubjectKind, marks: str, questions: str = "d", **record: object) -> Trial:
    """An answer on which the checks one, two and three of d, and one of e, ended as the marks say."""
    names = [("d", "one"), ("d", "two"), ("d", "three"), ("e", "one")]
    known = tuple(f"{id}_x" for id in questions) if kind in (SubjectKind.MISTAKE, SubjectKind.COMBINATION) else ()
    change = MutantChange("swap", 7, "-a @ b\n+b @ a") if kind is SubjectKind.MUTANT else None
    outcome = tuple(
        CheckOutcome(question, check, MARKS[mark], "why", 0.1 * (at + 1))
        for at, ((question, check), mark) in enumerate(zip(names, marks, strict=False))
    )
    made = Subject(
        kind, f"{kind}_{marks}", tuple(questions), "{}", known, explanation={"es": "mal", "en": "wrong"}, change=change
    )
    return Trial(made, SubjectRecord(outcome, **record))  # type: ignore[arg-type]


def test_an_answer_that_computes_nothing_may_earn_a_tenth() -> None:
    """Of the points of its question; one that earns more spoils the audit, and so do its points in the figures."""
    kind, checks = SubjectKind.EMPTY, (CheckOutcome("d", "one", MARKS["-"], points=0.9),)
    poor, paid = (
        Trial(
            Subject(kind, name, ("d",), "{}"),
            SubjectRecord((*checks, CheckOutcome("d", "two", MARKS["+"], points=worth))),
        )
        for name, worth in (("poor", 0.1), ("paid", 0.2))
    )
    assert metrics.faults(audit(poor)) == {} and metrics.faults(audit(poor, paid)) == {"paid": 1}
    assert metrics.question_metrics(audit(poor, paid))[0].empty == (0.1, 0.1818)


def audit(*trials: Trial) -> Audit:
    """An audit of a lab with the questions d and e."""
    return Audit("Lab", "lab", ("d", "e"), trials)


TRIALS = (
    trial(SubjectKind.REFERENCE, "++++", ""),
    trial(SubjectKind.MISTAKE, "-+++", named={"d": ("d_x",)}),
    trial(SubjectKind.MISTAKE, "--++", named={"d": ("d_other",)}),
    trial(SubjectKind.MISTAKE, "+++-", "e"),
    trial(SubjectKind.MUTANT, "--++"),
    trial(SubjectKind.MUTANT, "++++", differs=("global x",)),
    trial(SubjectKind.MUTANT, "++++", differs=()),
    trial(SubjectKind.RANDOM, "-++"),
)


def test_scores_count_what_is_caught_at_its_question() -> None:
    """Of a question's mistakes and mutants those are caught that a check of it fails; equivalent ones do not count."""
    d, e = metrics.question_metrics(audit(*TRIALS))
    assert (d.mistakes, d.mutants, d.equivalent) == (CatchRate(2, 2), CatchRate(1, 2), 1)
    assert (e.mistakes, e.mutants, e.equivalent) == (CatchRate(1, 1), CatchRate(0, 0), 0)
    assert CatchRate(1, 4).share == 0.25 and CatchRate(0, 0).share is None


def test_a_score_counts_no_undecided_answer_as_caught() -> None:
    """Where the grader failed, a mistake is not caught, whatever other checks said."""
    assert metrics.catch_rate([trial(SubjectKind.MISTAKE, "-!++")]) == CatchRate(0, 1)


def test_names_are_counted() -> None:
    """Names are right, wrong, or not there."""
    d, e = metrics.question_metrics(audit(*TRIALS))
    assert d.naming == NamingCounts(1, 1, 0) and e.naming == NamingCounts(0, 0, 1)


def test_figures_of_a_check() -> None:
    """A check is measured by what it fails, alone or with others, on wrong answers of its own question."""
    one, two, three, other = metrics.check_metrics(audit(*TRIALS))
    assert (one.check, one.mistakes, one.mutants, one.alone, one.random) == (
        *("one", CatchRate(2, 2), CatchRate(1, 2)),
        *(1, CatchRate(1, 1)),
    )
    assert (two.mistakes, two.mutants, two.alone) == (CatchRate(1, 2), CatchRate(1, 2), 0)
    assert not one.spare and two.spare and three.spare and not other.spare
    assert not one.never_fails and not two.never_fails and three.never_fails and not other.never_fails
    assert two.passes_at_random and not one.passes_at_random
    assert one.seconds == pytest.approx(0.1)


DEPENDENT = (SeedDependence("d", "one", {"passed": (0,), "failed": (1,)}),)
RENAMED = (SeedDependence("d", "", {"d_x": (0,), "": (1,)}),)


@pytest.mark.parametrize(
    ("trials", "faults"),
    [
        ((trial(SubjectKind.REFERENCE, "++++", ""), trial(SubjectKind.MISTAKE, "-+++")), {}),
        ((trial(SubjectKind.MUTANT, "++++"), trial(SubjectKind.MUTANT, "+++-"), trial(SubjectKind.MUTANT, "!+++")), {}),
        ((trial(SubjectKind.REFERENCE, "+++-", ""),), {"unsuitable": 1}),
        ((trial(SubjectKind.VARIANT, "+-++"), trial(SubjectKind.MISTAKE, "++++")), {"unsuitable": 2}),
        ((trial(SubjectKind.COMBINATION, "-+++", "de"),), {"unsuitable": 1}),
        ((trial(SubjectKind.MISTAKE, "-!++"),), {"unsuitable": 1}),
        ((trial(SubjectKind.MISTAKE, "-+++", seed_dependences=DEPENDENT),), {"shaky": 1}),
        ((trial(SubjectKind.MISTAKE, "-+++", named={"d": ("d_x",)}, seed_dependences=RENAMED),), {}),
        ((trial(SubjectKind.MISTAKE, "-+++", named={"d": ("d_y",)}),), {"misnamed": 1}),
        ((trial(SubjectKind.MISTAKE, "-+++", defects=("KeyError",)),), {"broken": 1}),
        ((trial(SubjectKind.RANDOM, "-++"),), {"never_fails": 2}),
        ((trial(SubjectKind.RANDOM, "-++"), trial(SubjectKind.MISTAKE, "+-++"), trial(SubjectKind.MUTANT, "++-+")), {}),
    ],
)
def test_what_spoils_an_audit(trials: tuple[Trial, ...], faults: dict[str, int]) -> None:
    """An audit is spoilt by a promise that is broken; by mutants, missing names and spare checks it is not."""
    assert metrics.faults(audit(*trials)) == faults


def test_a_sample_says_nothing_of_checks_that_never_fail() -> None:
    """In a sample, a check that failed nothing is no fault: it may fail what was left out."""
    whole = audit(trial(SubjectKind.RANDOM, "-++"))
    assert metrics.faults(whole) and not metrics.faults(replace(whole, sample=True))
