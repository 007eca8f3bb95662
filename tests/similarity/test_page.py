"""A comparison as a page, as a table, as JSON and as a command."""

import io
import json
from html.parser import HTMLParser
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

from autograder.cli import build
from autograder.intake.collect import collect_submissions
from autograder.messages import catalogue
from autograder.similarity import page, report, table
from autograder.similarity.comparison import compare_class
from autograder.workers.pool import HERE

NASTY = "</td><script>alert('[b]ñ')</script>"
RUNNER = CliRunner()


class Reader(HTMLParser):
    """Reads a page: its tags with their attributes, its text, and whether what is opened is closed in order."""

    VOID = ("meta", "br")

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture
def folder(hand, cell, answer, training):
    """Two notebooks with an answer, losses and a seed in common, hostile texts in them, and a broken file."""
    losses = "".join(f"{n} {4.1234 - n / 7:.4f} {NASTY}\n" for n in range(1, 7))
    for name in ("Ana", "Beto"):
        start = f'# {NASTY}\ntorch.manual_seed(206684402)\n{"y" * 5000} = "{NASTY}"\n'
        whose = {"cell_type": "markdown", "metadata": {}, "source": f"Nombre: {name} <i>Ñ</i> [red]"}
        folder = hand(f"{name} =cmd", whose, cell(start + answer, losses), cell(training))
    (folder / "<b>.ipynb").write_text("{")
    return folder


@pytest.fixture
def compared(folder, lab):
    """These notebooks, compared."""
    with collect_submissions([folder], lab, HERE) as entries:
        return compare_class(entries, lab, 5, HERE)


@pytest.mark.parametrize("language", ["es", "en"])
def test_a_page_stands_alone(compared, language):
    """The page fetches nothing and runs nothing, closes what it opens, and shows what came from students as text."""
    read = Reader(page.page(compared, report.pair_reports(compared), catalogue(language), NASTY))
    tags = [tag for tag, _ in read.tags]
    assert read.open == []
    assert not {"script", "link", "img", "iframe", "i "} & set(tags)
    assert not [a for _, given in read.tags for a in given if a == "src" or a.startswith("on")]
    assert all(str(given["href"]).startswith("#") for _, given in read.tags if "href" in given)
    assert "url(" not in read.text and "@import" not in read.text
    assert dict(read.tags)["html"]["lang"] == language
    assert any(given.get("name") == "viewport" for _, given in read.tags)
    assert NASTY in read.text and "<b>.ipynb" in read.text and "206684402" in read.text and "3.9805" in read.text
    assert catalogue(language)("similarity.meaning") in read.text


def test_marks_lead_to_the_other_side(compared):
    """Each mark leads to a passage that is there, on the other side of the same pair, and says how many have it."""
    read = Reader(page.page(compared, report.pair_reports(compared), catalogue("es"), "lab"))
    places = [given["id"] for _, given in read.tags if "id" in given]
    assert len(places) == len(set(places))
    leading = {str(given["href"]).removeprefix("#") for _, given in read.tags if "href" in given}
    assert leading <= set(places)
    assert {place.split("-")[1] for place in leading if place.startswith("p1-")} == {"1", "2"}
    marks = [given for tag, given in read.tags if tag == "td" and given.get("class") == "two"]
    assert marks and {mark["title"] for mark in marks} == {"La tienen 2 de 2 cuadernos"}


def test_long_code_is_cut_and_said(compared):
    """Lines that nobody wrote by hand do not fill the page, and the page says so."""
    text = page.page(compared, report.pair_reports(compared), catalogue("es"), "lab")
    assert "y" * page.MOST_WIDTH in text and "y" * (page.MOST_WIDTH + 1) not in text
    assert catalogue("es")("similarity.cut") in text


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_terminal_says_it_as_it_is(compared, language):
    """Brackets are no markup; both notebooks, the seed and what the figures do not mean are shown."""
    shown = io.StringIO()
    Console(file=shown, width=600).print(table.render(compared, report.pair_reports(compared), catalogue(language)))
    text = shown.getvalue()
    for part in ("Ana Ñ [red", "Beto =cmd.ipynb", "206684402", catalogue(language)("similarity.meaning")):
        assert part in text


def test_json_holds_what_was_found(compared):
    """The JSON tells of each pair who, what and how much, and of each other file why not."""
    plain = json.loads(report.to_json(compared, report.pair_reports(compared), "es"))
    (pair,) = plain["pairs"]
    assert [Path(one["source"]).name for one in pair["notebooks"]] == ["Ana =cmd.ipynb", "Beto =cmd.ipynb"]
    assert pair["seeds"] == [206684402] and pair["holders"] == 2 and pair["unusual_lines"] > 10
    assert pair["numbers"][:2] == ["3.9805", "3.8377"]
    assert plain["usual"] is None and plain["compared"] == 2 and plain["more_pairs"] == 0
    assert [Path(file["source"]).name for file in plain["uncompared"]] == ["<b>.ipynb"]


def run(*arguments):
    """The command, in Spanish."""
    return RUNNER.invoke(build(catalogue("es")), ["similarity", *map(str, arguments)])


def test_the_command_shows_and_writes(folder, lab, tmp_path):
    """The command prints the table, leaves both files, names what was not compared, and may be done again."""
    for _ in range(2):
        ran = run(folder, "--lab", lab.folder, "--out", tmp_path / "out")
        assert ran.exit_code == 0, ran.output
        assert "Ana Ñ" in ran.output and "<b>.ipynb" in ran.output
        assert {file.name for file in (tmp_path / "out").iterdir()} == {"pairs.html", "pairs.json"}


def test_one_notebook_is_too_few(hand, cell, lab, tmp_path):
    """With one notebook the command says so, and ends with 2."""
    ran = run(hand("Ana", cell("a = 1")), "--lab", lab.folder, "--out", tmp_path / "out")
    assert ran.exit_code == 2 and "al menos dos cuadernos" in ran.output


def test_a_place_that_cannot_be_written_is_named(folder, lab, tmp_path):
    """Where the results cannot go, the command says so in one line, and still shows what it found."""
    (tmp_path / "out").write_text("de otra persona")
    ran = run(folder, "--lab", lab.folder, "--out", tmp_path / "out")
    assert ran.exit_code == 2 and f"No se pudo escribir {tmp_path / 'out'}" in ran.output
    assert "206684402" in ran.output
    assert (tmp_path / "out").read_text() == "de otra persona"


def test_a_passage_that_is_nowhere_opposite_leads_nowhere(hand, cell, lab, answer, training):
    """Where one passage stands twice in a notebook and once in the other, every link still leads to something."""
    hand("Ana", cell(answer), cell("a = 1"), cell(training), cell("b = len(a)"), cell(answer))
    with collect_submissions([hand("Beto", cell(training), cell(answer))], lab, HERE) as entries:
        compared = compare_class(entries, lab, 5, HERE)
    read = Reader(page.page(compared, report.pair_reports(compared), catalogue("es"), "lab"))
    places = {given["id"] for _, given in read.tags if "id" in given}
    assert {str(given["href"]).removeprefix("#") for _, given in read.tags if "href" in given} <= places
    assert "p1-1-3" in places and "p1-2-3" not in places
