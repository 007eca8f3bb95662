"""What becomes of a notebook that the checks are tried on."""

import pytest

from autograder.audit.subjects import Kind, Specimen
from autograder.audit.trial import Fate, Record, Seen, Shaky, Trial
from autograder.results.verdict import Verdict

P, F, S, T, G = (
    *(Verdict.PASSED, Verdict.FAILED, Verdict.STUDENT_ERROR),
    *(Verdict.TIMED_OUT, Verdict.GRADER_ERROR),
)


def trial(kind: Kind, seen: dict[str, Verdict], questions: str = "d", **record: object) -> Trial:
    """An answer to some questions, of each of which one check was run, or what `record` says."""
    made = Specimen(kind, "x", tuple(questions), "{}", tuple(f"{id}_right" for id in questions))
    found = tuple(Seen(id, "test_y", verdict) for id, verdict in seen.items())
    return Trial(made, Record(found, **record))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("tried", "fate"),
    [
        (trial(Kind.MISTAKE, {"d": P, "e": P}), Fate.MISSED),
        (trial(Kind.MISTAKE, {"d": F, "e": P}), Fate.CAUGHT),
        (trial(Kind.MISTAKE, {"d": T}), Fate.CAUGHT),
        (trial(Kind.MISTAKE, {"d": P, "e": F}), Fate.ELSEWHERE),
        (trial(Kind.MISTAKE, {"d": F, "e": S}), Fate.ELSEWHERE),
        (trial(Kind.MISTAKE, {"d": F, "e": G}), Fate.ERROR),
        (trial(Kind.MISTAKE, {}, fault="KernelError"), Fate.ERROR),
        (trial(Kind.VARIANT, {"d": P}), Fate.ACCEPTED),
        (trial(Kind.VARIANT, {"d": F}), Fate.REFUSED),
        (trial(Kind.VARIANT, {"d": P, "e": Verdict.SKIPPED}), Fate.REFUSED),
        (trial(Kind.VARIANT, {"d": G}), Fate.ERROR),
        (trial(Kind.VARIANT, {}, fault="KernelError"), Fate.ERROR),
        (trial(Kind.REFERENCE, {"d": P}, ""), Fate.ACCEPTED),
        (trial(Kind.MUTANT, {"d": P}), Fate.MISSED),
        (trial(Kind.MUTANT, {"d": P}, differs=("global x",)), Fate.MISSED),
        (trial(Kind.MUTANT, {"d": P}, differs=()), Fate.EQUIVALENT),
        (trial(Kind.MUTANT, {"d": F}), Fate.CAUGHT),
        (trial(Kind.COMBINATION, {"d": F, "e": F, "g": P}, "de"), Fate.CAUGHT),
        (trial(Kind.COMBINATION, {"d": F, "e": P, "g": P}, "de"), Fate.MISSED),
        (trial(Kind.COMBINATION, {"d": F, "e": F, "g": F}, "de"), Fate.ELSEWHERE),
    ],
)
def test_a_fate_follows_from_the_checks_that_did_not_pass(tried: Trial, fate: Fate) -> None:
    """Only its own questions catch a mistake, any check refuses a right answer, and our own error decides nothing."""
    assert tried.fate is fate


@pytest.mark.parametrize(
    ("alone", "fate", "where"),
    [
        (trial(Kind.MISTAKE, {"d": F}), Fate.CAUGHT, ()),
        (trial(Kind.MISTAKE, {"d": F, "e": F}), Fate.CAUGHT, ()),
        (trial(Kind.MISTAKE, {"d": T}), Fate.ELSEWHERE, ("d",)),
        (trial(Kind.MISTAKE, {"d": F}, named={"d": ("d_right",)}), Fate.ELSEWHERE, ("d",)),
        (trial(Kind.MISTAKE, {"d": G}), Fate.CAUGHT, ()),
    ],
)
def test_a_combination_is_judged_as_its_mistakes_alone(alone: Trial, fate: Fate, where: tuple[str, ...]) -> None:
    """A question with other verdicts or names than its mistake alone is where a combination is seen elsewhere."""
    together = trial(Kind.COMBINATION, {"d": F, "e": F, "g": P}, "de")
    tried = Trial(together.specimen, together.record, (alone, trial(Kind.MISTAKE, {"e": F}, "e")))
    assert (tried.fate, tried.elsewhere) == (fate, where)


SHAKY = (Shaky("d", "", {"d_right": (0,), "d_other": (3,)}),)


@pytest.mark.parametrize(
    ("tried", "named", "misnamed"),
    [
        (trial(Kind.MISTAKE, {"d": F}, named={"d": ("d_right",)}), True, ()),
        (trial(Kind.MISTAKE, {"d": F}), False, ()),
        (trial(Kind.MISTAKE, {"d": F}, named={"d": ("d_other",)}), False, ("d",)),
        (trial(Kind.MISTAKE, {"d": F}, named={"d": ("d_right", "d_other")}), False, ("d",)),
        (trial(Kind.MISTAKE, {"d": F}, named={"d": ("d_right",), "e": ("e_other",)}), False, ("e",)),
        (trial(Kind.MISTAKE, {"d": F}, named={"d": ("d_right",)}, shaky=SHAKY), True, ("d",)),
        (trial(Kind.COMBINATION, {"d": F}, "de", named={"d": ("d_right",), "e": ("e_right",)}), True, ()),
        (trial(Kind.COMBINATION, {"d": F}, "de", named={"d": ("d_right",)}), False, ()),
        (trial(Kind.COMBINATION, {"d": F}, "de", named={"d": ("e_right",)}), False, ("d",)),
        (trial(Kind.VARIANT, {"d": F}, "", named={"d": ("d_right",)}), False, ("d",)),
        (trial(Kind.MUTANT, {"d": F}, named={"d": ("d_other",)}), False, ()),
    ],
)
def test_a_name_is_right_or_wrong_question_by_question(tried: Trial, named: bool, misnamed: tuple[str, ...]) -> None:
    """The one name that fits is right, with any seed every other is wrong, and of a mutant nobody knows the name."""
    assert tried.named is named
    assert tried.misnamed == misnamed
