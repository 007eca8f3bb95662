"""First-order changes of a text."""

import ast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.audit.mutation import imported, mutations


def changed(source: str, operator: str = "") -> list[str]:
    """The texts that a source is changed into, by one operator or by all."""
    lines = range(1, source.count("\n") + 2)
    made = mutations(source, lines, {"torch", "F"})
    return [mutation.source for mutation in made if operator in ("", mutation.operator)]


@pytest.mark.parametrize(
    ("source", "operator", "expected"),
    [
        ("x = 1\ny = x", "drop_statement", ["pass\ny = x", "x = 1\npass"]),
        ("def f():\n    'says'\n    return 1", "drop_statement", ["def f():\n    'says'\n    pass"]),
        ("a @ b", "swap", ["b @ a"]),
        ("a * b", "swap", []),
        ("a - b * c", "swap", ["b * c - a"]),
        ("a @ b @ c", "swap", ["c @ (a @ b)", "b @ a @ c"]),
        ("f(a, b)", "swap", ["f(b, a)"]),
        ("f(x, dim=-1)", "axis", ["f(x, dim=-2)", "f(x, dim=0)"]),
        ("f(x, dim=1)", "axis", ["f(x, dim=-1)", "f(x, dim=0)"]),
        ("x = 0", "constant", ["x = 1", "x = -1"]),
        ("x = -1", "constant", ["x = 0", "x = -2", "x = 1"]),
        ("x = 0.5", "constant", ["x = 1.0", "x = 1.5", "x = -0.5"]),
        ("x = True", "constant", ["x = False"]),
        ("x = 'one'", "constant", []),
        ("a == b", "comparison", ["a != b"]),
        ("a < b", "comparison", ["a <= b", "a >= b"]),
        ("a is None", "comparison", ["a is not None"]),
        ("a and b", "comparison", ["a or b"]),
        ("a + b", "sign", ["a - b"]),
        ("a * b", "sign", ["a / b"]),
        ("a * b ** c", "sign", ["a / b ** c", "a * (b * c)"]),
        ("-a", "sign", ["a"]),
        ("a += b", "sign", ["a -= b"]),
        ("y = F.softmax(x, dim=1)", "unwrap", ["y = x"]),
        ("y = x.mean()", "unwrap", ["y = x"]),
        ("y = torch.nn.relu(x)", "unwrap", ["y = x"]),
        ("y = self.key(x)", "unwrap", ["y = x"]),
        ("loss.backward()", "unwrap", []),
        ("if a:\n    b()", "negate", ["if not a:\n    b()"]),
        ("while not a:\n    b()", "negate", ["while a:\n    b()"]),
        ("x = a if b else c", "negate", ["x = a if not b else c"]),
        ("[a for a in b if c]", "negate", ["[a for a in b if not c]"]),
        ("x[:T]", "slice", ["x", "x[:]", "x[:T + 1]", "x[:T - 1]"]),
        ("x[:, -1]", "slice", ["x"]),
        ("x[1:]", "slice", ["x", "x[:]"]),
        ("x[0]", "slice", []),
    ],
)
def test_an_operator_changes_what_it_says(source: str, operator: str, expected: list[str]) -> None:
    """Each operator makes exactly its changes, with parentheses where the tree needs them."""
    assert changed(source, operator) == expected


def test_comments_and_other_lines_stay() -> None:
    """Only what stands on the given lines is changed, and the text around it stays as it was, accents and all."""
    source = "a = 1  # uno: á\nb = 2  # dos: é\n\n# fin"
    made = list(mutations(source, {2}))
    assert {mutation.line for mutation in made} == {2}
    assert all(m.source.startswith("a = 1  # uno: á\n") and m.source.endswith("# dos: é\n\n# fin") for m in made)


@pytest.mark.parametrize("source", ["x = (", "print(f'{x + 1:.2f}')", "", "'''text'''"])
def test_what_cannot_be_changed_is_left_alone(source: str) -> None:
    """Text that is no Python has no mutants, and the insides of f-strings stay."""
    assert not changed(source, "sign") and not changed(source, "constant")


PIECES = st.sampled_from(
    ["a = b @ c - -d", "if a < 1:\n    b = a[:c, 1:]", "for i in range(3):\n    a.b(c, d)", "a = [b for b in c if b]"]
)


@settings(deadline=None, max_examples=20)
@given(st.lists(PIECES, min_size=1, max_size=3).map("\n".join))
def test_every_change_is_one_new_program(source: str) -> None:
    """Every mutant compiles, differs from the source and from all others, and the same source gives the same ones."""
    made = changed(source)
    trees = [ast.dump(ast.parse(text)) for text in (source, *made)]
    assert len(set(trees)) == len(trees)
    assert made == changed(source)


def test_imported_names_are_known() -> None:
    """The names of modules are those that imports bring."""
    assert imported(["import a.b, c as d", "from e import f as g, h", "x = ("]) == {"a", "d", "g", "h"}
