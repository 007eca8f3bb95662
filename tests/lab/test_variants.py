"""Laws of variants as files."""

from pathlib import Path

import pytest

from autograder.errors import LabError
from autograder.lab import variants

HEAD = '"""\nquestion = "d"\nexplanation = "Otro estilo."\n"""\n'


def written(folder: Path, text: str) -> Path:
    """A file with this text."""
    path = folder / "some_name.py"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_variant_is_its_file(tmp_path: Path) -> None:
    """Name, question and explanation are the file's, and the code is all that stands below its docstring."""
    variant = variants.read_file(written(tmp_path, HEAD + "\nx = 1\n"), "es")
    assert (variant.name, variant.question, variant.text, variant.line) == ("some_name", "d", "\nx = 1\n", 5)
    assert variant.explanation == {"es": "Otro estilo.", "en": "Otro estilo."}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("x = 1\n", "does not open with a docstring"),
        ('"""question = d"""\nx = 1\n', "not valid TOML"),
        ('"""question = "d"\n"""\nx = 1\n', "'explanation' is None"),
        ('"""question = "d"\nexplanation = " "\n"""\nx = 1\n', "'explanation' is ' '"),
        ('"""question = "d"\nexplanation.en = "a"\n"""\nx = 1\n', "'es' among them"),
        ('"""question = 3\nexplanation = "a"\n"""\nx = 1\n', "'question' is 3"),
        ('"""question = "d"\nexplanation = "a"\nquestions = "e"\n"""\nx = 1\n', "'questions' is not a key"),
    ],
)
def test_a_bad_file_is_named_with_its_fault(tmp_path: Path, text: str, says: str) -> None:
    """A file that is no variant gives one LabError that names it and what is wrong, in both languages."""
    path = written(tmp_path, text)
    with pytest.raises(LabError) as caught:
        variants.read_file(path, "es")
    assert says in str(caught.value)
    assert str(path) in str(caught.value) and str(path) in caught.value.render("es")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """A file that cannot be read gives a LabError with its path."""
    with pytest.raises(LabError, match=r"gone\.py cannot be read"):
        variants.read_file(tmp_path / "gone.py", "es")
