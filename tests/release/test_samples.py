"""Sample submissions are notebooks that can be graded."""

from pathlib import Path

import nbformat
import pytest

from autograder.errors import LabError
from autograder.lab.declaration import load_lab
from autograder.release import samples

LAB = load_lab(Path(__file__).parents[2] / "solutions" / "gpt")


def test_samples_are_valid_notebooks(tmp_path: Path) -> None:
    """Without names, the reference, the stub and every known answer are written, as valid notebooks."""
    paths = samples.write_samples(LAB, tmp_path, ())
    assert {"reference", "stub", "d_no_mask"} <= {path.stem for path in paths}
    assert all(path.is_file() for path in paths)
    for path in (*paths[:2], *paths[::40]):  # what is put into them is looked at where known answers are built
        nbformat.validate(nbformat.read(path, as_version=4))


def test_the_stub_holds_no_solution(tmp_path: Path) -> None:
    """The stub is the reference without its answers."""
    reference, stub = (
        path.read_text(encoding="utf-8") for path in samples.write_samples(LAB, tmp_path, ("reference", "stub"))
    )
    assert "scores.masked_fill" in reference
    assert "scores.masked_fill" not in stub
    assert "NotImplementedError" in stub
    assert "NotImplementedError" not in reference


def test_an_unknown_name_is_refused(tmp_path: Path) -> None:
    """A name that the lab does not have is named in the error."""
    with pytest.raises(LabError, match="nothing_like_it"):
        samples.write_samples(LAB, tmp_path, ("nothing_like_it",))
