"""Laws of words: what a copy may change without being another text, and what it may not."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.similarity.tokens import normalized_tokens, own_names, source_tokens

SOURCE = """class Head(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.key, self.query = nn.Linear(32, size), nn.Linear(32, size)
        self.mask = torch.tril(torch.ones(8, 8))

    def forward(self, x):
        scores = self.query(x) @ self.key(x).transpose(-2, -1) * 16**-0.5
        print(f"forma {scores.shape}")
        return scores.masked_fill(self.mask == 0, float("-inf")).softmax(-1)
"""


def read(*cells):
    """The words of the cells of a notebook, without their lines."""
    found = [source_tokens(cell) for cell in cells]
    return [word.text for cell in found for word in normalized_tokens(cell, own_names(found))]


def renamed(text, **names):
    """A text with other names."""
    for old, new in names.items():
        text = re.sub(rf"\b{old}\b", new, text)
    return text


NAMES = st.from_regex(r"q[a-zñ]{0,9}[0-9]", fullmatch=True)


@given(st.lists(NAMES, min_size=8, max_size=8, unique=True))
def test_names_do_not_matter(names):
    """A copy in which everything that is the author's has another name has the same words."""
    own = ("Head", "size", "key", "query", "mask", "x", "scores", "self")
    assert read(renamed(SOURCE, **dict(zip(own, names, strict=True)))) == read(SOURCE)


@pytest.mark.parametrize("name", ["input", "list", "id", "KeyErrors", "type"])
def test_a_builtins_name_hides_nothing(name):
    """An argument that is called as a builtin is, is the author's name all the same."""
    assert read(renamed(SOURCE, x=name)) == read(SOURCE)


def test_comments_white_space_numbers_and_texts_do_not_matter():
    """Comments, docstrings, line breaks, commas at the end, semicolons, numbers and texts make no other words."""
    other = SOURCE.replace("(self, x):\n", "(self, x):\n\n\n        '''Calcula.'''  # la atención\n")
    other = other.replace("nn.Linear(32, size), nn", "nn.Linear(\n            64,\n            size,\n        ), nn")
    other = other.replace('"-inf"', "'-' 'inf'").replace("16**", "16.0 **").replace("8, 8", "128, 128")
    other = other.replace("super().__init__()\n        ", "super().__init__(); ")
    assert read(other) == read(SOURCE)


def test_what_a_library_calls_it_matters():
    """Who calls another function of a library writes other words."""
    for old, new in (("softmax", "sigmoid"), ("transpose", "permute"), ("tril", "triu"), ("@", "*"), ("print", "repr")):
        assert read(SOURCE.replace(old, new)) != read(SOURCE)


def test_magics_are_no_code():
    """Lines for the shell and for IPython have no words, and the lines below keep their numbers."""
    assert [(w.text, w.line) for w in normalized_tokens(source_tokens("%pip install x\n!ls\na = 1"), frozenset())] == [
        *(("n", 2), ("=", 2), ("0", 2)),
    ]


@given(st.text(max_size=200))
def test_any_text_has_words(text):
    """Text that is no Python has words too, in lines that it has."""
    found = source_tokens(text)
    assert all(0 <= word.line <= text.count("\n") for word in normalized_tokens(found, own_names([found])))


def test_an_empty_cell_has_none():
    """A cell without code has no words."""
    assert read("", "  \n", "# nada") == []
