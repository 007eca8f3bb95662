"""A notebook's own names of the lab's sizes are told by how they are used."""

import pytest

from autograder.lab.declaration import Lab
from autograder.notebook.size_names import with_size_names


@pytest.mark.parametrize(
    ("source", "name", "learned"),
    [
        ("self.ln = nn.LayerNorm( ancho )", "n_embd", "ancho"),
        ("self.ln = nn.LayerNorm(cfg.ancho, eps=1e-5)", "n_embd", "ancho"),
        ("self.e = nn.Embedding(vocab_size, ancho)", "n_embd", "ancho"),
        ("m = torch.tril(torch.ones(largo, largo))", "block_size", "largo"),
        ("m = torch.triu(torch.ones((self.largo, self.largo)), 1)", "block_size", "largo"),
        ("idx = idx[:, -largo:]", "block_size", "largo"),
        ("nn.Dropout(p = tasa)", "dropout", "tasa"),
        ("head_size = n_embd // h", "n_head", "h"),
        ("x = nn.LayerNorm(d); head_size = d // h", "n_head", "h"),
        ("[Head(a, f(b)) for _ in range(h)]", "n_head", "h"),
        ("nn.Sequential(*[Block(n_embd, 4) for _ in range(pisos)])", "n_layer", "pisos"),
    ],
)
def test_a_size_is_told_by_its_use(gpt, source, name, learned):
    """However the source is laid out, as a name or as an attribute."""
    assert learned in with_size_names(gpt, [source]).spellings(name)


def test_what_is_not_clear_is_not_learned(gpt):
    """A name that the lab knows keeps its meaning; one used as two sizes, a number or a base class has none."""
    sources = ["nn.LayerNorm(head_size)", "class LayerNorm(Module): pass", "nn.LayerNorm(64)", "not Python at all ("]
    assert with_size_names(gpt, sources) == gpt
    assert "s" not in with_size_names(gpt, ["nn.LayerNorm(s)", "nn.Dropout(s)"]).spellings("n_embd")


def test_a_lab_without_such_uses_stays_as_it_is():
    """Nothing is learned where nothing is declared."""
    lab = Lab("x", "X", (), aliases={"n_embd": ("d_model",)})
    assert with_size_names(lab, ["nn.LayerNorm(ancho)"]) == lab
