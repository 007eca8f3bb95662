"""What an audit comes to."""

import pytest

from autograder.audit import metrics
from autograder.audit.metrics import Naming, Score
from autograder.audit.run import Audit
from autograder.audit.subjects import Change, Kind, Specimen
from autograder.audit.trial import Record, Seen, Shaky, Trial
from autograder.results.verdict import Verdict

MARKS = {"+": Verdict.PASSED, "-": Verdict.FAILED, "!": Verdict.GRADER_ERROR}


def trial(kind: Kind, marks: str, questions: str = "d", **record: object) -> Trial:
    """An answer on which the checks one, two and three of d, and one of e, ended as the marks say."""
    names = [("d", "one"), ("d", "two"), ("d", "three"), ("e", "one")]
    known = tuple(f"{id}_x" for id in questions) if kind in (Kind.MISTAKE, Kind.COMBINATION) else ()
    change = Change("swap", 7, "-a @ b\n+b @ a") if kind is Kind.MUTANT else None
    seen = tuple(
        Seen(question, check, MARKS[mark], "why", 0.1 * (at + 1))
        for at, ((question, check), mark) in enumerate(zip(names, marks, strict=False))
    )
    made = Specimen(
        kind, f"{kind}_{marks}", tuple(questions), "{}", known, explanation={"es": "mal", "en": "wrong"}, change=change
    )
    return Trial(made, Record(seen, **record))  # type: ignore[arg-type]


def audit(*trials: Trial) -> Audit:
    """An audit of a lab with the questions d and e."""
    return Audit("Lab", "lab", ("d", "e"), trials)


TRIALS = (
    trial(Kind.REFERENCE, "++++", ""),
    trial(Kind.MISTAKE, "-+++", named={"d": ("d_x",)}),
    trial(Kind.MISTAKE, "--++", named={"d": ("d_other",)}),
    trial(Kind.MISTAKE, "+++-", "e"),
    trial(Kind.MUTANT, "--++"),
    trial(Kind.MUTANT, "++++", differs=("global x",)),
    trial(Kind.MUTANT, "++++", differs=()),
    trial(Kind.RANDOM, "-++"),
)


def test_scores_count_what_is_caught_at_its_question() -> None:
    """Of a question's mistakes and mutants those are caught that a check of it fails; equivalent ones do not count."""
    d, e = metrics.of_questions(audit(*TRIALS))
    assert (d.mistakes, d.mutants, d.equivalent) == (Score(2, 2), Score(1, 2), 1)
    assert (e.mistakes, e.mutants, e.equivalent) == (Score(1, 1), Score(0, 0), 0)
    assert Score(1, 4).share == 0.25 and Score(0, 0).share is None


def test_a_score_counts_no_undecided_answer_as_caught() -> None:
    """Where the grader failed, a mistake is not caught, whatever other checks said."""
    assert metrics.score([trial(Kind.MISTAKE, "-!++")]) == Score(0, 1)


def test_names_are_counted() -> None:
    """Names are right, wrong, or not there."""
    d, e = metrics.of_questions(audit(*TRIALS))
    assert d.naming == Naming(1, 1, 0) and e.naming == Naming(0, 0, 1)


def test_figures_of_a_check() -> None:
    """A check is measured by what it fails, alone or with others, on wrong answers of its own question."""
    one, two, three, other = metrics.of_checks(audit(*TRIALS))
    assert (one.check, one.mistakes, one.mutants, one.alone, one.random) == (
        *("one", Score(2, 2), Score(1, 2)),
        *(1, Score(1, 1)),
    )
    assert (two.mistakes, two.mutants, two.alone) == (Score(1, 2), Score(1, 2), 0)
    assert not one.spare and two.spare and three.spare and not other.spare
    assert not one.never_fails and not two.never_fails and three.never_fails and not other.never_fails
    assert two.passes_at_random and not one.passes_at_random
    assert one.seconds == pytest.approx(0.1)


SHAKY = (Shaky("d", "one", {"passed": (0,), "failed": (1,)}),)
RENAMED = (Shaky("d", "", {"d_x": (0,), "": (1,)}),)


@pytest.mark.parametrize(
    ("trials", "faults"),
    [
        ((trial(Kind.REFERENCE, "++++", ""), trial(Kind.MISTAKE, "-+++")), {}),
        ((trial(Kind.MUTANT, "++++"), trial(Kind.MUTANT, "+++-"), trial(Kind.MUTANT, "!+++")), {}),
        ((trial(Kind.REFERENCE, "+++-", ""),), {"unsuitable": 1}),
        ((trial(Kind.VARIANT, "+-++"), trial(Kind.MISTAKE, "++++")), {"unsuitable": 2}),
        ((trial(Kind.COMBINATION, "-+++", "de"),), {"unsuitable": 1}),
        ((trial(Kind.MISTAKE, "-!++"),), {"unsuitable": 1}),
        ((trial(Kind.MISTAKE, "-+++", shaky=SHAKY),), {"shaky": 1}),
        ((trial(Kind.MISTAKE, "-+++", named={"d": ("d_x",)}, shaky=RENAMED),), {}),
        ((trial(Kind.MISTAKE, "-+++", named={"d": ("d_y",)}),), {"misnamed": 1}),
        ((trial(Kind.MISTAKE, "-+++", defects=("KeyError",)),), {"broken": 1}),
        ((trial(Kind.RANDOM, "-++"),), {"never_fails": 2}),
        ((trial(Kind.RANDOM, "-++"), trial(Kind.MISTAKE, "+-++"), trial(Kind.MUTANT, "++-+")), {}),
    ],
)
def test_what_spoils_an_audit(trials: tuple[Trial, ...], faults: dict[str, int]) -> None:
    """An audit is spoilt by a promise that is broken; by mutants, missing names and spare checks it is not."""
    assert metrics.faults(audit(*trials)) == faults
