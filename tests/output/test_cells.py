"""Laws of texts in cells: a spreadsheet shows them, and runs nothing."""

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis.strategies import lists, sampled_from, text

from autograder.output import cells

SIGNS = text(sampled_from("=+-@\t\r\n;,|\"' a1.)({🙂é＝"), max_size=12) | text(max_size=12)
FORMULA = re.compile(r'[\s"]*[=@＝＠]')
SIGNED = re.compile(r"\s*[+\-＋－]")
NUMBER = re.compile(r"\s*[+-]\d+(?:[.,]\d+)?\s*(?:$|[)\]}]|[^\W\d_])")
ACTS = re.compile(r"[(!|]")  # a call, or the address of another program


@given(lists(SIGNS, min_size=1, max_size=4), sampled_from([",", ";", "\t"]), sampled_from([",", ";", "\t", "|"]))
def test_no_cell_begins_a_formula_however_the_file_is_cut(texts, written, read):
    """Whatever sign the spreadsheet takes for the end of a cell, none begins with what begins a formula."""
    content = cells.encode([["x", *map(cells.safe, texts)]], delimiter=written).decode()
    for row in csv.reader(io.StringIO(content, newline=""), delimiter=read):
        for cell in row:
            cut = re.split(r",\s|[;\t|]", cell)[0]
            assert not FORMULA.match(cell), cell
            assert not SIGNED.match(cell) or NUMBER.match(re.split("[,|]", cut)[0]) or not ACTS.search(cut), cell


@given(text())
def test_what_is_safe_stays_as_it_is(given_text):
    """A text that is safe is made safe no further, and nothing but apostrophes and unprintable signs is touched."""
    once = cells.safe(given_text)
    assert cells.safe(once) == once
    printable = "".join(sign if sign.isprintable() else " " for sign in given_text)
    assert once.replace("'", "") == printable.replace("'", "")


@pytest.mark.parametrize(
    "name", ["Soto, Ana", 'Ana "la ñata"', "José 🙂 Ångström", "O'Higgins", "-5", "a+b@c.cl", "x=1"]
)
def test_harmless_names_come_back_unchanged(name):
    """What begins no formula is not touched."""
    assert cells.safe(name) == name
    assert next(csv.reader(io.StringIO(cells.encode([[name, "x"]]).decode(), newline=""))) == [name, "x"]


@pytest.mark.parametrize("name", ["=1+1", "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "Ana;=1+1", ' "=1"'])
def test_formulas_become_texts(name):
    """An apostrophe stands before what would begin a formula."""
    assert re.search(r"(^|[;\s\"])'[=+\-@]", cells.safe(name))


def test_half_an_emoji_does_not_cost_the_file():
    """What UTF-8 cannot hold is replaced."""
    assert cells.encode([["\ud83d", "ok"]]) == b"?,ok\n"


@pytest.mark.parametrize(
    "sentence",
    [
        'Se esperaba "-x", no "x": revisa la máscara (pregunta d)',
        "Tu salida es distinta, -3 en vez de 4 (mira la celda 5)",
        "Falta:\n- la máscara\n- el escalamiento",
        "scores[:, -1], y no scores[:,-2]",
        "la pérdida; + es mejor que nada",
    ],
)
def test_a_sentence_stays_as_it_was_written(sentence):
    """Quotes, lists and signs inside a longer text are no formula."""
    assert cells.lines(sentence) == sentence


@pytest.mark.parametrize(
    "text", ["bien\n=1+1", "bien;+HYPERLINK(A1)", "bien;-1,5+cmd|'/C calc'!A0", 'bien;"@SUM(A1)', "bien, - SUM (A1)"]
)
def test_a_formula_inside_a_longer_text_is_none_either(text):
    """A formula after a separator, or on a further line, has its apostrophe."""
    assert re.search(r"[\n;, \"]'[=+\-@]", cells.lines(text))
