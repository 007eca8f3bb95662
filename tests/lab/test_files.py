"""Laws of parcels: a lab unpacked elsewhere is the same lab."""

from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.errors import LabError
from autograder.grading.fingerprint import fingerprint
from autograder.lab.corpora import Shelf, shelf_for
from autograder.lab.declaration import Lab, load_lab
from autograder.lab.files import grading_files, parcel
from autograder.lab.price_list import read_price_list

GPT = load_lab(Path(__file__).parents[2] / "solutions" / "gpt")


def test_a_lab_unpacked_is_the_same_lab(tmp_path: Path) -> None:
    """What decides verdicts and points is the same there: declaration, checks, mistakes, what these fail, and texts."""
    folder = parcel(GPT, shelf_for(GPT)).unpack(tmp_path)
    there = load_lab(folder)
    before = fingerprint(GPT, shelf_for(GPT), "autograder.grading.grade", grading_files(GPT))
    assert fingerprint(there, Shelf(there.data_folder), "autograder.grading.grade", grading_files(there)) == before
    assert read_price_list(there) == read_price_list(GPT)
    assert folder.is_relative_to(tmp_path) and there.data_folder.is_relative_to(tmp_path)


def test_the_texts_in_use_travel(tmp_path: Path) -> None:
    """A real text that lies elsewhere on this machine goes along, so that every machine grades with the same one."""
    here = shelf_for(GPT)
    (profile,) = (found for found in map(here.profile, here.names()) if found.sha256 is None)
    real = (profile.vocabulary * (1 + profile.characters // profile.vocab_size))[: profile.characters]
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / profile.file).write_text(real, encoding="utf-8")
    there = load_lab(parcel(GPT, Shelf(here.folder, tmp_path / "texts")).unpack(tmp_path / "there"))
    assert Shelf(there.data_folder).text(profile.name) == real


def test_data_at_an_absolute_path_cannot_travel(tiny: Callable[..., Lab]) -> None:
    """A lab that names its data by an absolute path is told that no other machine has it."""
    lab = tiny()
    with pytest.raises(LabError, match="absolute"):
        parcel(lab, shelf_for(lab))
