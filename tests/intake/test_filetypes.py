"""Laws of endings: a notebook is found under whatever name it was saved, and what is none says what it is."""

import pytest

from tests.intake.conftest import notebook, zipped

NAMES = (
    "ana.ipynb (1)", "ana.ipynb.txt", "ana.ipynb.json", "ana.json", "ana.ipynb.part", "ana.part",
    "ana.ipynb.crdownload", "ana.download", "ana.ipynb_", "ana", "ana.IPYNB.TXT", "ana.txt", "ana.ipynb~",
    "ana.ipynb copia", "ana.ipynb-1", "ana.ipynb.ENTREGADO", "ana.ipynb.xlsx", "ana.ipynb.pdf",
    "ana.pynb", "ana.jupyter",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("folder", ["", "Ana Soto/"])
def test_a_notebook_in_any_name_is_read(collect, name: str, folder: str) -> None:
    """Endings that browsers, mail and people make keep no notebook from being read, in an archive or a folder."""
    ana, _ = collect((folder + name, notebook("Ana Soto")), ("luz.ipynb", notebook("Luz Paz")))
    assert ana.source == f"export.zip/{folder}{name}" and ana.fault is None


@pytest.mark.parametrize(
    ("name", "content", "key"),
    [
        ("Ana.url", b"[InternetShortcut]", "intake.is_shortcut"),
        ("Ana.webloc", b"<plist/>", "intake.is_shortcut"),
        (".Ana.ipynb.icloud", b"bplist00", "intake.is_placeholder"),
        ("Ana.crdownload", b"\0\0", "intake.is_unfinished"),
        ("Ana.pdf", b"%PDF-1.4", "intake.is_pdf"),
        ("Ana.ipynb.pdf", b"%PDF-1.4", "intake.is_pdf"),
        ("Ana.ipynb", b"%PDF-1.4", "intake.is_pdf"),
        ("Ana.ipynb", b"<!doctype html><title>Log in</title>", "intake.is_html"),
        ("Ana.ipynb.crdownload", notebook()[:99], "submission.truncated"),
    ],
)
def test_what_is_no_notebook_is_a_row_that_says_what_it_is(collect, name: str, content: bytes, key: str) -> None:
    """Shortcuts, placeholders, broken downloads, pages and PDFs lie in everybody's folder as rows of their own."""
    entries = collect((name, content), ("Luz.ipynb", notebook("Luz Paz")))
    assert {entry.source.rpartition("/")[2]: entry.fault and entry.fault.key for entry in entries} == {
        name: key,
        "Luz.ipynb": None,
    }


def test_an_archive_of_a_class_is_opened_in_any_case(collect) -> None:
    """ENTREGAS.ZIP, beside other files, holds the folders of people, and each of them is one."""
    inner = zipped(("Ana Soto/lab.ipynb", notebook()), ("Luz Paz/lab.ipynb", notebook()))
    entries = collect(("ENTREGAS.ZIP", inner), ("Beto Ríos/lab.ipynb", notebook()), ("Eva Ruz/lab.ipynb", notebook()))
    assert {entry.owner.name for entry in entries} == {"Ana Soto", "Luz Paz", "Beto Ríos", "Eva Ruz"}


def test_a_heap_of_nameless_files_is_not_all_opened(collect, monkeypatch) -> None:
    """One student's files of names that say little are looked into up to a bound, which is no other student's."""
    monkeypatch.setattr("autograder.intake.collect.MOST_LOOKS", 2)
    heap = [
        (f"Ana Soto/{number}.json", notebook(code=f"x = {number}") if number == 2 else b"{}") for number in range(3)
    ]
    ana, luz = collect(*heap, ("Luz Paz/lab.json", notebook("Luz Paz")))
    assert ana.fault is not None and luz.fault is None
