"""Laws of mistakes and variants as notebooks."""

from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from autograder.errors import LabError
from autograder.lab import known_answers, master, variants
from autograder.lab.declaration import Lab, load_lab
from autograder.lab.known_answers import KnownAnswer

GPT = load_lab(Path(__file__).parents[2] / "solutions" / "gpt")
REFERENCE = master.read(GPT.folder / GPT.notebook)
HEAD = '"""\nquestion = "{}"\nexplanation = "Otro estilo."\n"""\n'
MASTER = """# %% [raw]
# # BEGIN QUESTION
# name: a

# %% [raw]
# # BEGIN SOLUTION

# %%
# BEGIN SOLUTION
x = 1
y = 11
# END SOLUTION

# %%
# BEGIN SOLUTION
z = x + y
# END SOLUTION

# %% [raw]
# # END SOLUTION

# %% [raw]
# # END QUESTION
"""
FIRST = '[a_first]\nexplanation = "Wrong."\nreplace = "y = 11"\nwith = "y = 12"\n'


def sources(notebook: dict) -> list[str]:
    """The texts of a notebook's cells."""
    return [cell["source"] for cell in notebook["cells"]]


def variant(folder: Path, text: str) -> KnownAnswer:
    """The variant that a file of this text is."""
    path = folder / "some_name.py"
    path.write_text(text, encoding="utf-8")
    return known_answers.known_variant(variants.read_file(path, "es"))


@pytest.fixture(scope="module")
def known() -> tuple[KnownAnswer, ...]:
    """All known answers of the lab."""
    return known_answers.read_all(GPT, REFERENCE)


@pytest.fixture
def answers(tiny: Callable[..., Lab]) -> Callable[..., dict[str, list[str]]]:
    """Makes the cells of the mistakes of a lab with one question, from the texts of mistakes and of variants."""

    def make(text: str, **right: str) -> dict[str, list[str]]:
        folder = tiny({"a": 1.0, "b": 1.0}).folder
        (folder / "notebook.py").write_text(MASTER, encoding="utf-8")
        files = {f"variants/{name}.py": code for name, code in right.items()} | {"mistakes/a.toml": text}
        for name, code in files.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(code, encoding="utf-8")
        known = known_answers.read_all(load_lab(folder), master.read(folder / "notebook.py"))
        return {answer.name: [cell.source for cell in answer.cells] for answer in known if answer.kind == "mistake"}

    return make


def test_only_the_named_answers_differ_from_the_reference(known: tuple[KnownAnswer, ...]) -> None:
    """Outside the questions that an answer names, its notebook is the reference, cell by cell."""
    reference = REFERENCE.reference()["cells"]
    for answer in known:
        if answer.question == variants.WHOLE:
            continue
        built = known_answers.build(answer, REFERENCE)["cells"]
        kept = [cell for cell in built if cell in reference]
        changed = [cell["source"] for cell in built if cell not in reference]
        assert changed == [cell.source for cell in answer.cells], answer.name
        assert len(reference) - len(kept) == len({cell.question for cell in answer.cells}), answer.name
        assert kept == [cell for cell in reference if cell in kept], answer.name
        assert answer.name.partition("_")[0] == answer.question


def test_every_notebook_is_valid(known: tuple[KnownAnswer, ...]) -> None:
    """What is built is a notebook by nbformat's schema, and differs from the reference."""
    reference = REFERENCE.reference()
    for answer in known:
        built = known_answers.build(answer, REFERENCE)
        nbformat.validate(
            nbformat.from_dict(built | {"cells": [c for c in built["cells"] if c not in reference["cells"]]})
        )
        assert sources(built) != sources(reference), answer.name


def test_no_two_answers_are_alike(known: tuple[KnownAnswer, ...]) -> None:
    """No answer of a lab is there twice."""
    assert len({tuple(cell.source for cell in answer.cells) for answer in known}) == len(known)


def test_hunks_change_the_reference_and_nothing_else(answers: Callable[..., dict[str, list[str]]]) -> None:
    """A hunk may be a part of a line, whole lines, or the last one, in any cell; what it makes may be further cells."""
    text = """
[a_part]
explanation = "Wrong."
replace = "11"
with = "12"
[a_lines]
explanation = "Wrong."
[[a_lines.hunks]]
replace = '''
x = 1
'''
with = ""
[[a_lines.hunks]]
replace = '''
z = x + y
'''
with = '''
z = y
z = z + x

# %%
print(z)
'''
"""
    assert answers(text) == {
        "a_part": ["x = 1\ny = 12", "z = x + y"],
        "a_lines": ["y = 11", "z = y\nz = z + x", "print(z)"],
    }


def test_a_base_is_a_variant_or_another_mistake(answers: Callable[..., dict[str, list[str]]]) -> None:
    """Where a base is named, the hunk is one against that answer, however that one came to be."""
    text = f"""{FIRST}
[a_second]
explanation = "Wrong."
base = "a_first"
replace = "12"
with = "13"
[a_third]
explanation = "Wrong."
base = "a_style"
replace = "7"
with = "8"
[a_fourth]
explanation = "Wrong."
base = "a_third"
replace = "8"
with = "9"
"""
    assert answers(text, a_style=HEAD.format("a") + "\nx = 7\n") == {
        "a_first": ["x = 1\ny = 12", "z = x + y"],
        "a_second": ["x = 1\ny = 13", "z = x + y"],
        "a_third": ["x = 8"],
        "a_fourth": ["x = 9"],
    }


@given(st.data())
def test_a_hunk_fits_exactly_once(data: st.DataObject) -> None:
    """A piece of a text is found as often as it stands there, where one may overlap the next."""
    text = data.draw(st.text("ab\n", min_size=1, max_size=12))
    piece = data.draw(st.text("ab\n", min_size=1, max_size=3))
    assume(piece in text)
    places = [at for at in range(len(text)) if text[at : at + len(piece)] == piece]
    assert known_answers.occurrences(text, piece) == len(places)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (FIRST.replace("y = 11", "y = 2"), "hunk 1 fits nowhere: notebook.py does not hold 'y = 2'"),
        (FIRST.replace("y = 11", " = "), "hunk 1 fits 3 times in notebook.py"),
        (FIRST.replace("y = 11", "1"), "hunk 1 fits 3 times in notebook.py"),
        (FIRST.replace("[a_first]", "[a_first]\nbase = 'a_gone'"), "'base' is 'a_gone', and question 'a' has no"),
        (FIRST.replace("[a_first]", "[a_first]\nbase = 'b_style'"), "'base' is 'b_style', and question 'a' has no"),
        (FIRST.replace("[a_first]", "[a_first]\nbase = 'a_first'"), "in a circle: a_first → a_first"),
        (
            FIRST.replace("[a_first]", "[a_first]\nbase = 'a_other'")
            + FIRST.replace("[a_first]", "[a_other]\nbase = 'a_first'"),
            "in a circle: a_first → a_other → a_first",
        ),
        (FIRST.replace("y = 12", "y = ("), "[a_first]:2: the code does not compile"),
        ('[a_first]\nexplanation = "Wrong."\nanswer = "# %%\\n"\n', "[a_first] holds no code"),
        (
            '[a_first]\nexplanation = "Wrong."\nreplace = """\nx = 1\ny = 11\n\n# %%\nz = x + y\n"""\nwith = ""\n',
            "no code",
        ),
    ],
)
def test_an_answer_that_cannot_be_made_is_named(
    answers: Callable[..., dict[str, list[str]]], text: str, says: str
) -> None:
    """What does not fit, has no base or does not compile is one LabError that names file and mistake."""
    with pytest.raises(LabError) as caught:
        answers(text, b_style=HEAD.format("b") + "x = 7\n")
    assert says in str(caught.value)
    assert all("a.toml [a_first]" in message for message in (str(caught.value), caught.value.render("es")))


def test_mistakes_of_a_question_without_code_are_refused(tiny: Callable[..., Lab]) -> None:
    """A hunk needs code of the reference, and a question that has none is named with those that have."""
    folder = tiny({"a": 1.0, "b": 1.0}).folder
    (folder / "notebook.py").write_text(MASTER, encoding="utf-8")
    (folder / "mistakes").mkdir()
    (folder / "mistakes" / "b.toml").write_text(FIRST.replace("a_first", "b_first"), encoding="utf-8")
    with pytest.raises(LabError, match=r"\[b_first\]: there is no code of question 'b'.*there is of a"):
        known_answers.read_all(load_lab(folder), master.read(folder / "notebook.py"))


def test_an_answer_may_take_several_cells_of_several_questions(tmp_path: Path) -> None:
    """What an answer says of a question stands where the reference's answer stood, in as many cells as it has."""
    code = "\nclass Head:\n    pass\n\n\n# %%\nprobe = Head()\n\n# %% g\nclass DecoderBlock:\n    pass\n"
    built = sources(known_answers.build(variant(tmp_path, HEAD.format("d") + code), REFERENCE))
    reference = sources(REFERENCE.reference())
    at = next(i for i, source in enumerate(reference) if source.startswith("class Head("))
    assert built[at : at + 2] == ["class Head:\n    pass", "probe = Head()"]
    assert built[at + 2 :][0] == reference[at + 1] and len(built) == len(reference) + 1
    assert "class DecoderBlock:\n    pass" in built


def test_a_whole_notebook_is_nothing_but_the_file(tmp_path: Path) -> None:
    """With question "*" the cells are those of the file, prose and commands included."""
    code = "\nx = 1\n\n# %% [markdown]\n# # Title\n#\n# text\n\n# %%\n!ls\ny = 2\n"
    built = known_answers.build(variant(tmp_path, HEAD.format("*") + code), REFERENCE)
    assert [(cell["cell_type"], cell["source"]) for cell in built["cells"]] == [
        ("code", "x = 1"),
        ("markdown", "# Title\n\ntext"),
        ("code", "!ls\ny = 2"),
    ]


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("", r"some_name\.py holds no code"),
        ("# %%\n\n", r"some_name\.py holds no code"),
        ("x = 1\n\n# %%\ny = 2\nz = (\n", r"some_name\.py:9: the code does not compile"),
    ],
)
def test_a_variant_without_sound_code_is_refused(tmp_path: Path, code: str, says: str) -> None:
    """Code that is missing or does not compile is a LabError with the line of the file."""
    with pytest.raises(LabError, match=says):
        variant(tmp_path, HEAD.format("d") + code)


@pytest.mark.parametrize("question", ["z", "f"])
def test_a_question_without_code_is_refused(tmp_path: Path, question: str) -> None:
    """A question that the master has no code for, unknown or written, is refused with its line and the known ones."""
    known = variant(tmp_path, HEAD.format("d") + f"x = 1\n\n# %% {question}\ny = 2\n")
    with pytest.raises(LabError, match=rf"some_name\.py:8: there is no code of question '{question}'.*a, d, e"):
        known_answers.build(known, REFERENCE)
