"""What becomes of a notebook that the checks are tried on."""

import pytest

from autograder.audit.subjects import Subject, SubjectKind
from autograder.audit.trial import CheckOutcome, SeedDependence, SubjectRecord, Trial, TrialStatus
from autograder.results.verdict import Verdict

P, F, S, T, G = (
    *(Verdict.PASSED, Verdict.FAILED, Verdict.STUDENT_ERROR),
    *(Verdict.TIMED_OUT, Verdict.GRADER_ERROR),
)


def trial(kind: SubjectKind, outcome: dict[str, Verdict], questions: str = "d", **record: object) -> Trial:
    """An answer to some questions, of each of which one check was run, or what `record` says."""
    made = Subject(kind, "x", tuple(questions), "{}", tuple(f"{id}_right" for id in questions))
    found = tuple(CheckOutcome(id, "test_y", verdict) for id, verdict in outcome.items())
    return Trial(made, SubjectRecord(found, **record))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("tried", "status"),
    [
        (trial(SubjectKind.MISTAKE, {"d": P, "e": P}), TrialStatus.MISSED),
        (trial(SubjectKind.MISTAKE, {"d": F, "e": P}), TrialStatus.CAUGHT),
        (trial(SubjectKind.MISTAKE, {"d": T}), TrialStatus.CAUGHT),
        (trial(SubjectKind.MISTAKE, {"d": P, "e": F}), TrialStatus.ELSEWHERE),
        (trial(SubjectKind.MISTAKE, {"d": F, "e": S}), TrialStatus.ELSEWHERE),
        (trial(SubjectKind.MISTAKE, {"d": F, "e": G}), TrialStatus.ERROR),
        (trial(SubjectKind.MISTAKE, {}, fault="KernelError"), TrialStatus.ERROR),
        (trial(SubjectKind.VARIANT, {"d": P}), TrialStatus.ACCEPTED),
        (trial(SubjectKind.VARIANT, {"d": F}), TrialStatus.REFUSED),
        (trial(SubjectKind.VARIANT, {"d": P, "e": Verdict.SKIPPED}), TrialStatus.REFUSED),
        (trial(SubjectKind.VARIANT, {"d": G}), TrialStatus.ERROR),
        (trial(SubjectKind.VARIANT, {}, fault="KernelError"), TrialStatus.ERROR),
        (trial(SubjectKind.REFERENCE, {"d": P}, ""), TrialStatus.ACCEPTED),
        (trial(SubjectKind.MUTANT, {"d": P}), TrialStatus.MISSED),
        (trial(SubjectKind.MUTANT, {"d": P}, differs=("global x",)), TrialStatus.MISSED),
        (trial(SubjectKind.MUTANT, {"d": P}, differs=()), TrialStatus.EQUIVALENT),
        (trial(SubjectKind.MUTANT, {"d": F}), TrialStatus.CAUGHT),
        (trial(SubjectKind.COMBINATION, {"d": F, "e": F, "g": P}, "de"), TrialStatus.CAUGHT),
        (trial(SubjectKind.COMBINATION, {"d": F, "e": P, "g": P}, "de"), TrialStatus.MISSED),
        (trial(SubjectKind.COMBINATION, {"d": F, "e": F, "g": F}, "de"), TrialStatus.ELSEWHERE),
    ],
)
def test_a_status_follows_from_the_checks_that_did_not_pass(tried: Trial, status: TrialStatus) -> None:
    """Only its own questions catch a mistake, any check refuses a right answer, and our own error decides nothing."""
    assert tried.status is status


@pytest.mark.parametrize(
    ("alone", "status", "where"),
    [
        (trial(SubjectKind.MISTAKE, {"d": F}), TrialStatus.CAUGHT, ()),
        (trial(SubjectKind.MISTAKE, {"d": F, "e": F}), TrialStatus.CAUGHT, ()),
        (trial(SubjectKind.MISTAKE, {"d": T}), TrialStatus.ELSEWHERE, ("d",)),
        (trial(SubjectKind.MISTAKE, {"d": F}, named={"d": ("d_right",)}), TrialStatus.ELSEWHERE, ("d",)),
        (trial(SubjectKind.MISTAKE, {"d": G}), TrialStatus.CAUGHT, ()),
    ],
)
def test_a_combination_is_judged_as_its_mistakes_alone(
    alone: Trial, status: TrialStatus, where: tuple[str, ...]
) -> None:
    """A question with other verdicts or names than its mistake alone is where a combination is seen elsewhere."""
    together = trial(SubjectKind.COMBINATION, {"d": F, "e": F, "g": P}, "de")
    tried = Trial(together.subject, together.record, (alone, trial(SubjectKind.MISTAKE, {"e": F}, "e")))
    assert (tried.status, tried.elsewhere) == (status, where)


DEPENDENT = (SeedDependence("d", "", {"d_right": (0,), "d_other": (3,)}),)


@pytest.mark.parametrize(
    ("tried", "named", "misnamed"),
    [
        (trial(SubjectKind.MISTAKE, {"d": F}, named={"d": ("d_right",)}), True, ()),
        (trial(SubjectKind.MISTAKE, {"d": F}), False, ()),
        (trial(SubjectKind.MISTAKE, {"d": F}, named={"d": ("d_other",)}), False, ("d",)),
        (trial(SubjectKind.MISTAKE, {"d": F}, named={"d": ("d_right", "d_other")}), False, ("d",)),
        (trial(SubjectKind.MISTAKE, {"d": F}, named={"d": ("d_right",), "e": ("e_other",)}), False, ("e",)),
        (trial(SubjectKind.MISTAKE, {"d": F}, named={"d": ("d_right",)}, seed_dependences=DEPENDENT), True, ("d",)),
        (trial(SubjectKind.COMBINATION, {"d": F}, "de", named={"d": ("d_right",), "e": ("e_right",)}), True, ()),
        (trial(SubjectKind.COMBINATION, {"d": F}, "de", named={"d": ("d_right",)}), False, ()),
        (trial(SubjectKind.COMBINATION, {"d": F}, "de", named={"d": ("e_right",)}), False, ("d",)),
        (trial(SubjectKind.VARIANT, {"d": F}, "", named={"d": ("d_right",)}), False, ("d",)),
        (trial(SubjectKind.MUTANT, {"d": F}, named={"d": ("d_other",)}), False, ()),
    ],
)
def test_a_name_is_right_or_wrong_question_by_question(tried: Trial, named: bool, misnamed: tuple[str, ...]) -> None:
    """The one name that fits is right, with any seed every other is wrong, and of a mutant nobody knows the name."""
    assert tried.named is named
    assert tried.misnamed == misnamed


@pytest.mark.parametrize(
    ("names", "named", "misnamed"),
    [
        (("d_other", "d_right"), True, ()),
        (("d_right",), False, ()),
        (("d_other", "d_right", "d_third"), False, ("d",)),
    ],
)
def test_several_mistakes_of_one_question_may_all_be_named(
    names: tuple[str, ...], named: bool, misnamed: tuple[str, ...]
) -> None:
    """All of them in any order are right, some of them no fault, and any other is wrong."""
    made = Subject(SubjectKind.COMBINATION, "x", ("d", "d"), "{}", ("d_right", "d_other"))
    alone = trial(SubjectKind.MISTAKE, {"d": T}, named={"d": ("d_right",)})
    tried = Trial(made, SubjectRecord((CheckOutcome("d", "test_y", F),), {"d": names}), (alone, alone))
    assert (tried.named, tried.misnamed, tried.status) == (named, misnamed, TrialStatus.CAUGHT)
