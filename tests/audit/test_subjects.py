"""Laws of the notebooks that an audit tries, several mistakes in one among them."""

import json
from pathlib import Path

import pytest

from autograder.audit import subjects
from autograder.audit.subjects import COMBINATIONS, JOINT, SubjectKind
from autograder.errors import LabError
from autograder.lab import known_answers, master
from autograder.lab.declaration import load_lab
from autograder.lab.known_answers import KnownAnswer

GPT = load_lab(Path(__file__).parents[2] / "solutions" / "gpt")
REFERENCE = master.read(GPT.folder / GPT.notebook)


@pytest.fixture(scope="module")
def known() -> dict[str, KnownAnswer]:
    """The known mistakes of the lab by name."""
    return {answer.name: answer for answer in known_answers.read_all(GPT, REFERENCE) if answer.kind == "mistake"}


@pytest.fixture(scope="module")
def together(known: dict[str, KnownAnswer]) -> tuple[tuple[KnownAnswer, ...], ...]:
    """The combinations of the lab."""
    return subjects.read_combinations(GPT, known)


def read(folder: Path, text: str, known: dict[str, KnownAnswer]) -> tuple[tuple[KnownAnswer, ...], ...]:
    """What a file of this text lists."""
    (folder / "lab.toml").write_text(
        'id = "x"\ntitle = "x"\n[[questions]]\nid = "a"\ntitle = "a"\nkind = "code"\npoints = 1.0\n'
    )
    (folder / COMBINATIONS).write_text(text, encoding="utf-8")
    return subjects.read_combinations(load_lab(folder), known)


def test_the_lab_has_as_many_as_promised(together: tuple[tuple[KnownAnswer, ...], ...]) -> None:
    """There are at least 40 combinations over every question, no two alike, and 20 pairs and 10 triples within one."""
    names = [tuple(part.name for part in parts) for parts in together]
    within = [len(parts) for parts in together if len({part.question for part in parts}) == 1]
    assert len(set(map(frozenset, names))) == len(names) >= 40 + len(within)
    assert (within.count(2), within.count(3)) == (20, 10)
    assert {len(parts) for parts in names} == {2, 3, 4}
    assert {part.question for parts in together for part in parts} == set("adeghij")


def test_each_answer_is_its_mistake_s(together: tuple[tuple[KnownAnswer, ...], ...]) -> None:
    """Each question of a combination stands as in the notebook of its mistake alone, the rest as in the reference."""
    reference = [cell["source"] for cell in REFERENCE.reference()["cells"]]
    for parts in together:
        made = subjects.combination_subject(parts, REFERENCE)
        assert made.kind is SubjectKind.COMBINATION
        assert made.questions == tuple(part.question for part in parts)
        assert made.known_as == tuple(part.known_as for part in parts)
        if len(set(made.questions)) < len(parts):
            continue  # several mistakes of one question are the next law's
        cells = [cell["source"] for cell in json.loads(made.notebook)["cells"]]
        changed = [source for source in cells if source not in reference]
        alone = [[cell["source"] for cell in known_answers.build(part, REFERENCE)["cells"]] for part in parts]
        wanted = [source for one in alone for source in one if source not in reference]
        assert sorted(changed) == sorted(wanted), JOINT.join(part.name for part in parts)


def test_mistakes_of_one_question_are_made_one_after_the_other(known: dict[str, KnownAnswer]) -> None:
    """All their hunks are applied to the base that they share; whole answers and other bases are refused by name."""
    made = subjects.combination_subject([known["d_no_scale"], known["d_dropout_unused"], known["e_width_2"]], REFERENCE)
    assert made.names == {"d": ("d_no_scale", "d_dropout_unused"), "e": ("e_width_2",)}
    (head,) = (cell["source"] for cell in json.loads(made.notebook)["cells"] if "class Head(" in cell["source"])
    assert "** -0.5" not in head and "self.dropout(F" not in head and "masked_fill" in head
    for names in (["d_no_scale", "d_scale_d_k"], ["d_no_scale", "d_no_mask"], ["d_no_scale", "d_mask_adds_tril"]):
        with pytest.raises(LabError) as caught:
            subjects.combination_subject([known[name] for name in names], REFERENCE)
        assert names[1] in str(caught.value)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("combinations = [", "cannot be read"),
        ("other = 1", "holds None"),
        ('combinations = [["d_no_mask"]]', "at least two"),
        ('combinations = ["d_no_mask"]', "at least two"),
        ('combinations = [["d_no_mask", 3]]', "at least two"),
        ('combinations = [["d_no_mask", "d_gone"]]', "no mistake called 'd_gone'"),
    ],
)
def test_a_bad_list_is_named_with_its_fault(
    tmp_path: Path, known: dict[str, KnownAnswer], text: str, says: str
) -> None:
    """A list that cannot be built gives a LabError that names the file and what is wrong."""
    with pytest.raises(LabError) as caught:
        read(tmp_path, text, known)
    assert says in str(caught.value)
    assert COMBINATIONS in str(caught.value)


def test_a_lab_needs_no_combinations(tmp_path: Path, tiny) -> None:
    """A lab without the file has none."""
    assert subjects.read_combinations(tiny(), {}) == ()
