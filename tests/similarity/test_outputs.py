"""Laws of the numbers in saved outputs: which tell something, and that nothing in a file is believed."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.similarity.outputs import find_decimals, output_numbers

LOSSES = "paso 0: 4.9346 4.9391\npaso 500: 1.5831 1.6544\n"


def of(*outputs, source="print(1)", shown=(), given=()):
    """The texts of the numbers of a notebook with one cell."""
    cells = [{"cell_type": "code", "source": source, "outputs": list(outputs)}]
    return output_numbers(json.dumps({"nbformat": 4, "cells": cells}).encode(), shown, given).texts


def stream(text):
    """Something that was printed."""
    return {"output_type": "stream", "name": "stdout", "text": text}


def test_three_in_a_row_tell():
    """Decimals as losses are printed count three at a time, in order, wherever the cell put them."""
    assert of(stream(LOSSES)) == ("4.9346 4.9391 1.5831", "4.9391 1.5831 1.6544")
    assert of(stream("4.9346 4.9391"), {"data": {"text/plain": ["1.5831\n", "1.6544"]}}) == of(stream(LOSSES))


def test_a_very_long_one_tells_alone():
    """A number that was printed whole is found by nobody else by chance."""
    assert of(stream("2.5429859161376953 y 0.5000")) == ("2.5429859161376953",)


@pytest.mark.parametrize(
    "text", ["0.50000 1.00000 0.25000", "3 14 159", "1.23 4.567", "v1.2.3456", "0.3333 0.3333 0.3333"]
)
def test_what_everybody_gets_tells_nothing(text):
    """Integers, halves, short decimals, versions and one number again and again are no numbers of a training."""
    assert of(stream(text)) == ()


def test_what_was_given_tells_nothing():
    """Numbers that the student version shows, and what its own cells print, are nobody's."""
    assert of(stream(LOSSES), shown={"4.9391", "1.5831"}) == ()
    assert of(stream(LOSSES), source="print(1)\n", given={"print(1)"}) == ()


def test_pages_are_not_looked_into():
    """Only text counts: HTML and pictures hold no numbers."""
    assert of({"output_type": "display_data", "data": {"text/html": LOSSES, "image/png": LOSSES}}) == ()


def test_old_notebooks_have_numbers_too():
    """nbformat 3 keeps its cells in worksheets, and calls sources input."""
    old = {"cell_type": "code", "input": ["x"], "outputs": [{"output_type": "pyout", "text": [LOSSES]}]}
    table = {"nbformat": 3, "worksheets": [{"cells": [old]}]}
    assert output_numbers(json.dumps(table).encode(), (), ()).texts == of(stream(LOSSES))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["cells", "outputs", "data", "text", "source", "text/plain"]), inner)
    ),
    max_leaves=20,
)


@given(JSON)
def test_nothing_is_believed(table):
    """Whatever JSON a file holds, reading its numbers raises nothing."""
    output_numbers(json.dumps(table).encode(), (), ())


@given(st.lists(st.from_regex(r"-?[1-9]\.\d{3}[1-9]", fullmatch=True)))
def test_decimals_are_read_as_they_are(listed):
    """Every number is found, once, in order."""
    assert find_decimals(", ".join(listed) + ".") == listed
