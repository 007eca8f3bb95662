"""Reading mistakes and variants, and putting them into the reference notebook."""

from pathlib import Path

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.errors import LabError
from autograder.lab import known_answers, master
from autograder.lab.declaration import load_lab

GPT = Path(__file__).parents[2] / "solutions" / "gpt"
REFERENCE = master.read(GPT / "notebook.py")
KNOWN = known_answers.read_all(load_lab(GPT))
NOTHING_TO_SHOW = {"j_not_trained"}  # where nothing trains there are no numbers
HEAD = '"""\nquestion = "d"\nes = "Falta algo."\nen = "Something is missing."\n"""\n'


def written(folder: Path, text: str) -> Path:
    """A file with this text."""
    path = folder / "some_name.py"
    path.write_text(text, encoding="utf-8")
    return path


def sources(notebook: dict) -> list[str]:
    """The texts of a notebook's cells."""
    return [cell["source"] for cell in notebook["cells"]]


@pytest.mark.parametrize(
    "known", [m for m in KNOWN if m.question != known_answers.WHOLE], ids=lambda m: f"{m.kind}-{m.name}"
)
def test_only_the_named_answers_differ_from_the_reference(known: known_answers.Mistake) -> None:
    """Outside the questions that a file names, its notebook is the reference, cell by cell."""
    reference, built = REFERENCE.reference()["cells"], known_answers.build(known, REFERENCE)["cells"]
    own = [part.source for part in known.parts]
    kept = [cell for cell in built if cell in reference]
    assert [cell["source"] for cell in built if cell not in reference] == own
    assert len(reference) - len(kept) == len({part.question for part in known.parts})
    assert kept == [cell for cell in reference if cell in kept]
    assert known.name.partition("_")[0] == known.question


@pytest.mark.parametrize("known", KNOWN, ids=lambda m: f"{m.kind}-{m.name}")
def test_every_notebook_is_valid(known: known_answers.Mistake) -> None:
    """What is built is a notebook by nbformat's schema, and differs from the reference."""
    built = known_answers.build(known, REFERENCE)
    nbformat.validate(nbformat.from_dict(built))
    assert sources(built) != sources(REFERENCE.reference())


def test_the_catalogue_is_as_large_as_promised() -> None:
    """There are at least 120 mistakes over all questions with code and at least 60 variants, and no two alike."""
    wrong = [m for m in KNOWN if m.kind == "mistake"]
    assert len(wrong) >= 120 and {m.question for m in wrong} == set("adeghij")
    assert len(KNOWN) - len(wrong) >= 60
    assert len({tuple(part.source for part in m.parts) for m in KNOWN}) == len(KNOWN)


def test_every_mistake_says_what_shows_it() -> None:
    """A mistake has evidence in both languages, or goes under the name of one of the same question that has."""
    wrong = {m.name: m for m in KNOWN if m.kind == "mistake"}
    for known in wrong.values():
        if known.name in NOTHING_TO_SHOW:
            continue
        named = wrong[known.known_as]
        assert named.known_as == named.name and named.question == known.question
        assert named.shows_es and named.shows_en, known.name


def test_an_answer_may_take_several_cells_of_several_questions(tmp_path: Path) -> None:
    """`# %%` starts a further cell of the same question where its answer stood, `# %% g` goes on with question g."""
    text = HEAD + "\nclass Head:\n    pass\n\n\n# %%\nprobe = Head()\n\n# %% g\nclass DecoderBlock:\n    pass\n"
    known = known_answers.read(written(tmp_path, text), "variant")
    assert [(part.question, part.source) for part in known.parts] == [
        ("d", "class Head:\n    pass"),
        ("d", "probe = Head()"),
        ("g", "class DecoderBlock:\n    pass"),
    ]
    built, reference = sources(known_answers.build(known, REFERENCE)), sources(REFERENCE.reference())
    at = next(i for i, source in enumerate(reference) if source.startswith("class Head("))
    assert built[at : at + 2] == ["class Head:\n    pass", "probe = Head()"]
    assert built[at + 2 :][0] == reference[at + 1] and len(built) == len(reference) + 1


def test_a_whole_notebook_is_nothing_but_the_file(tmp_path: Path) -> None:
    """With question "*" the cells are those of the file, texts without their comment signs and commands included."""
    text = HEAD.replace('"d"', '"*"') + "\nx = 1\n\n# %% [markdown]\n# # Title\n#\n# text\n\n# %%\n!ls\ny = 2\n"
    built = known_answers.build(known_answers.read(written(tmp_path, text), "variant"), REFERENCE)
    assert [(cell["cell_type"], cell["source"]) for cell in built["cells"]] == [
        ("code", "x = 1"),
        ("markdown", "# Title\n\ntext"),
        ("code", "!ls\ny = 2"),
    ]


@given(st.lists(st.lists(st.sampled_from(["x = 1", "", "    ", "# % %", "# %%x", "def f():\n    pass"])), min_size=1))
def test_cells_come_back_as_they_were_written(tmp_path_factory: pytest.TempPathFactory, cells: list[list[str]]) -> None:
    """Whatever stands between two headers is one cell, in order; blank ones are left out."""
    texts = ["\n".join(lines) for lines in [["first = 0"], *cells]]
    path = written(tmp_path_factory.mktemp("m"), HEAD + "\n# %%\n".join(texts) + "\n")
    known = known_answers.read(path)
    assert [part.source for part in known.parts] == [text.strip("\n") for text in texts if text.strip()]
    lines = path.read_text(encoding="utf-8").splitlines()
    for part in known.parts:
        assert (
            lines[part.line - 1 :][: part.source.count("\n") + 1] == part.source.splitlines()
            or not lines[part.line - 1]
        )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("x = 1\n", "does not open with a docstring"),
        ('"""question = d"""\nx = 1\n', "not valid TOML"),
        ('"""question = "d"\nes = "a"\n"""\nx = 1\n', "'en' is None"),
        ('"""question = "d"\nes = "a"\nen = " "\n"""\nx = 1\n', "'en' is ' '"),
        ('"""question = "d"\nes = "a"\nen = 3\n"""\nx = 1\n', "'en' is 3"),
        ('"""question = "d"\nes = "a"\nen = "b"\nquestions = "e"\n"""\nx = 1\n', "'questions' is 'e'"),
        (HEAD, "holds no code"),
        (HEAD + "# %%\n\n", "holds no code"),
        (HEAD + "x = 1\n\n# %%\ny = 2\nz = (\n", "some_name.py:10: the code does not compile"),
        (HEAD.replace('"d"', '"*"') + "x = 1\n", "cannot be '*'"),
    ],
)
def test_a_bad_file_is_named_with_its_fault(tmp_path: Path, text: str, says: str) -> None:
    """A file that is no mistake gives one LabError that names it and what is wrong, in both languages."""
    path = written(tmp_path, text)
    with pytest.raises(LabError) as caught:
        known_answers.read(path)
    assert says in str(caught.value)
    assert str(path) in str(caught.value) and str(path) in caught.value.render("es")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """A file that cannot be read gives a LabError with its path."""
    with pytest.raises(LabError, match=r"gone\.py cannot be read"):
        known_answers.read(tmp_path / "gone.py")


@pytest.mark.parametrize("question", ["z", "f"])
def test_a_question_without_code_is_refused(tmp_path: Path, question: str) -> None:
    """A question that the master has no code for, unknown or written, is refused with its line and the known ones."""
    known = known_answers.read(written(tmp_path, HEAD + f"x = 1\n\n# %% {question}\ny = 2\n"))
    with pytest.raises(LabError, match=rf"some_name\.py:9: there is no code of question '{question}'.*a, d, e"):
        known_answers.build(known, REFERENCE)
