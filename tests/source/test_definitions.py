"""Definitions of a cell from a line on."""

from autograder.source.definitions import definitions_below

CELL = """x = 1
class Early: pass
@mark
class Late(nn.Module):
    y = 1
print(x)
def f(): return 2
"""


def test_definitions_from_a_line_on_are_given_by_name():
    """What stands above the line, and what is no definition, is left out."""
    assert list(definitions_below(CELL, 3)) == ["Late", "f"]
    assert definitions_below(CELL, 4)["Late"].startswith("@mark\nclass Late(nn.Module):")
    assert list(definitions_below(CELL, 2)) == ["Early", "Late", "f"]


def test_a_line_without_definition_has_none():
    """Where the statement at the line is something else, or the text is no Python, nothing is defined."""
    assert definitions_below(CELL, 1) == definitions_below(CELL, 6) == definitions_below(CELL, 9) == {}
    assert definitions_below("def f(:", 1) == {}
