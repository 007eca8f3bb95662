"""Python text as a tree."""

import ast

import pytest
from hypothesis import given
from hypothesis.strategies import text

from autograder.source.parsing import called_name, parse, parse_or_empty


@given(text())
def test_any_text_is_read(source: str) -> None:
    """What is no Python is None to `parse` and empty to `tree`; what is Python is the same tree to both."""
    found = parse(source)
    assert ast.dump(parse_or_empty(source)) == ast.dump(
        found if found is not None else ast.Module(body=[], type_ignores=[])
    )


@pytest.mark.parametrize("source", ["x = ", "\0", "(" * 300, "for"])
def test_what_is_no_python_is_empty(source: str) -> None:
    """A source that cannot be read raises nothing and has no statements."""
    assert parse(source) is None
    assert parse_or_empty(source).body == []


@pytest.mark.parametrize(("source", "name"), [("f(x)", "f"), ("a.b.f(x)", "f"), ("f(x)(y)", ""), ("a[0](x)", "")])
def test_the_name_of_a_call(source: str, name: str) -> None:
    """A call of a name or an attribute has that name; any other call has none."""
    statement = parse_or_empty(source).body[0]
    assert isinstance(statement, ast.Expr)
    assert isinstance(statement.value, ast.Call)
    assert called_name(statement.value) == name
