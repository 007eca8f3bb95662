"""Laws of splices: changes land where the tree says, nest, and move no line."""

import ast

from hypothesis import given
from hypothesis.strategies import integers, lists, sampled_from

from autograder.source.edits import SourceEdits
from autograder.source.parsing import parse


def test_changes_nest():
    """A replacement inside a wrapping inside a wrapping: the wider one is the outer one."""
    text = "f(g(8000), 1)"
    call = ast.parse(text).body[0].value
    splices = SourceEdits(text)
    assert splices.wrap(call, "a(", ")")
    assert splices.wrap(call.args[0], "b(", ")")
    assert splices.replace(call.args[0].args[0], "30")
    assert splices.apply() == "a(f(b(g(30)), 1))"


def test_changes_that_begin_at_one_place_nest_too():
    """Of two wrappings that begin or end at one place the wider one is the outer one, whichever came first."""
    for order in (1, -1):
        text = "x.f() + g(y)[z]"
        total = ast.parse(text).body[0].value
        splices = SourceEdits(text)
        nodes = [(total, "a"), (total.left, "b"), (total.left.func.value, "c"), (total.right, "d")]
        for node, name in nodes[::order]:
            splices.wrap(node, f"<{name} ", f" {name}>")
        assert splices.apply() == "<a <b <c x c>.f() b> + <d g(y)[z] d> a>"


def test_columns_count_bytes():
    """Letters outside ASCII before a place do not shift it."""
    text = "x = 'ñandú → 词'; y = 8000"
    splices = SourceEdits(text)
    assert splices.replace(ast.parse(text).body[1].value, "30")
    assert splices.apply() == "x = 'ñandú → 词'; y = 30"


@given(lists(sampled_from(["\n", "\r\n", "\r"]), min_size=1, max_size=5))
def test_every_line_end_of_python_is_one(ends):
    """Lines may end as on any system."""
    text = "".join(f"a = 1{end}" for end in ends) + "b = 8000"
    splices = SourceEdits(text)
    assert splices.segment(ast.parse(text).body[-1].value) == "8000"


@given(integers(0, 4))
def test_replacing_keeps_lines(breaks):
    """A value written over several lines leaves as many lines."""
    text = "x = 10 * " + "\\\n" * breaks + "800\ny = x"
    splices = SourceEdits(text)
    splices.replace(ast.parse(text).body[0].value, "30")
    result = splices.apply()
    assert result.count("\n") == text.count("\n")
    assert ast.literal_eval(parse(result).body[0].value) == 30


def test_what_is_replaced_is_replaced_once():
    """A second replacement at the same place is refused."""
    text = "x = 8000"
    splices, value = SourceEdits(text), ast.parse(text).body[0].value
    assert splices.replace(value, "30")
    assert not splices.replace(value, "40")
    assert splices.apply() == "x = 30"


def test_a_node_that_is_not_where_it_says_is_refused():
    """Where the text does not hold the node, nothing is changed."""
    splices = SourceEdits("x = 1000")
    assert not splices.replace(ast.parse("x = 8000").body[0].value, "30")
    assert not splices.wrap(ast.parse("x = 8000").body[0].value, "f(", ")")
    assert not splices


def test_bare_tuples_are_wrapped_whole():
    """`for x in 1, 2` hands over one tuple, not two arguments."""
    text = "for x in 1, 2: pass"
    splices = SourceEdits(text)
    splices.wrap(ast.parse(text).body[0].iter, "f(", ")")
    assert splices.apply() == "for x in f((1, 2)): pass"
