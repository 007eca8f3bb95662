"""Laws of versions: what says best which is the last decides, and where nothing does, all that may be it are kept."""

import os

import pytest

from autograder.people.person import Person
from tests.intake.conftest import LAB, notebook


def versions(*names: str) -> list[tuple[str, bytes]]:
    """Notebooks of one student with contents of their own, and one of somebody else's."""
    mine = [(f"Ana Soto/{name}", notebook("Ana Soto", code=f"{LAB}\nx = {at}")) for at, name in enumerate(names)]
    return [*mine, ("Luz Paz/lab.ipynb", notebook("Luz Paz"))]


@pytest.mark.parametrize(
    "names",
    [
        ("lab_v9.ipynb", "lab_v10.ipynb"),
        ("lab_2.ipynb", "lab_10.ipynb"),
        ("lab.ipynb", "lab 2.ipynb", "lab (3).ipynb"),
        ("lab.ipynb", "lab.ipynb (1)", "lab.ipynb (2)"),
        ("lab.ipynb", "Copia de lab.ipynb"),
        ("v1/lab.ipynb", "v2/lab.ipynb"),
        ("lab.ipynb", "lab_v2.ipynb"),
    ],
)
@pytest.mark.parametrize("backwards", [False, True])
def test_numbered_names_have_an_order(collect, tmp_path, names, backwards) -> None:
    """Numbers in names that are alike otherwise tell the last, whatever order and stamps the files have on a disk."""
    for at, (name, content) in enumerate(reversed(versions(*names)) if backwards else versions(*names)):
        path = tmp_path / "clase" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        os.utime(path, (1e9 - 1e6 * at, 1e9 - 1e6 * at))
    ana, _ = collect(tmp_path / "clase")
    assert ana.source == f"clase/Ana Soto/{names[-1]}" and len(ana.older) == len(names) - 1
    assert ana.owner == Person(name="Ana Soto") and not ana.rivals


def test_what_nothing_orders_is_kept_with_its_rivals(collect) -> None:
    """Where nothing says which is the last, each that may be it is an entry that names the others."""
    one, two, _ = collect(*versions("lab final.ipynb", "lab corregido.ipynb"))
    assert {one.owner, two.owner} == {Person(name="Ana Soto")}
    assert one.rivals == (two.source,) and two.rivals == (one.source,) and not one.older


def test_equal_files_are_one(collect) -> None:
    """Of equal files in other names any one is as good: there is no doubt."""
    entries = collect(("Ana Soto/x.ipynb", notebook()), ("Ana Soto/y.ipynb", notebook()), ("C/z.ipynb", notebook()))
    assert len(entries) == 2 and not entries[0].rivals
