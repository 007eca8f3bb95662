"""Laws of name flow: what a statement sets and uses follows Python's scopes, and needs lead back to their makers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.source.name_flow import NameFlow, names_set

HEAD = """
class Head(nn.Module):
    scale = width
    def forward(self, x):
        wei = F.softmax(self.key(x), dim=-1)
        return [v for v in wei]
"""


@pytest.mark.parametrize(
    ("source", "sets"),
    [
        ("a = b = 1\nc, *d = x\nfor e in y: f = e\nwith z as g: pass\nh += 1\n(i := 2)\nj: int = 3", "abcdefghij"),
        ("import a.b\nfrom c import d as e", "ae"),
        ("class A:\n    x = 1\ndef f(y):\n    z = 1\nasync def g(): pass", "Afg"),
        ("def f():\n    global a\n    a = 1", "fa"),
        ("a.append(1)\nb[0] = 2\nc.d = 3\ne().f.update(g)", "abce"),
        ("import a\na.seed(1)\na.flag = 2", "a"),
        ("try:\n    a = 1\nexcept E:\n    b = 2\nif x:\n    c = 3", "abc"),
    ],
)
def test_names_that_a_cell_sets(source, sets):
    """Every global that is bound or changed counts, and nothing inside functions and classes but what is global."""
    assert names_set(source) == sorted(sets)


def test_names_of_what_is_no_python():
    """Of a cell that Python cannot read, definitions and assignments at the start of lines are found."""
    assert names_set("class A(B):\ndef f(x:\n  y = 1\nz: int = 3\nw == 4\nv = (") == ["A", "f", "v", "z"]


def test_a_statement_uses_globals_only():
    """What functions and classes name for themselves is not used by the statement that defines them."""
    (head,) = NameFlow.of({0: HEAD}).statements
    assert {"nn", "width", "F"} <= head.uses
    assert not head.uses & {"x", "self", "wei", "v", "scale", "Head"}


def test_a_statement_has_a_place():
    """A statement has its cell and lines, from its decorators on."""
    (_, second) = NameFlow.of({3: "a = 1\n@wrap\ndef f():\n    pass"}).statements
    assert (second.cell, second.first_line, second.last_line) == (3, 2, 4)


def test_needs_lead_back_to_what_makes_them():
    """What a name needs are the names that its makers use, and theirs, but no statement that merely uses a module."""
    flow = NameFlow.of(
        {
            0: "import torch\ntext = open(path).read()",
            1: "chars = sorted(text)\nstoi = {}\nfor c in chars: stoi[c] = len(stoi)",
            2: "def encode(s): return [stoi[c] for c in s]",
            3: "x = torch.tensor(encode(text))\ntorch.save(x, where)",
            4: HEAD,
        }
    )
    assert {"stoi", "chars", "text", "path"} <= flow.needed(["encode"], 4)
    assert not flow.needed(["Head"], 4) & {"text", "where", "x"}
    assert "where" not in flow.needed(["torch"], 4)
    assert [(one.cell, one.first_line) for one in flow.setting(["stoi"])] == [(1, 2), (1, 3)]


def test_later_cells_make_only_what_nothing_made_before():
    """A name that a later cell sets again does not need what that cell uses; one that is set only there does."""
    flow = NameFlow.of({0: "f = early", 1: "f = late", 2: "g = h\nh = deep"})
    assert flow.needed(["f"], 0) == {"f", "early"}
    assert flow.needed(["f"], 1) == {"f", "early", "late"}
    assert flow.needed(["g"], 0) == {"g", "h", "deep"}


def test_circles_end():
    """Names that need each other are needed once."""
    assert NameFlow.of({0: "a = b\nb = a"}).needed(["a"], 0) == {"a", "b"}


@given(st.dictionaries(st.integers(0, 3), st.text("abf =()[].:\n\tdeclsgobimprtxy1#,*@'", max_size=60), max_size=3))
def test_any_text_is_read(sources):
    """Whatever the cells hold, they are read, and what is needed includes what was asked for."""
    flow = NameFlow.of(sources)
    assert {one.cell for one in flow.statements} <= sources.keys()
    assert {"a", "b"} <= flow.needed(["a", "b"], 1)
