"""Laws of telling prose from code."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.source.ipython import to_python
from autograder.source.prose import is_prose, only_shows_text, shown_texts


@pytest.mark.parametrize(
    "source",
    [
        "La matriz XX^T es simétrica, y por eso se pierde la dirección de la relación.",
        "**Respuesta:** n_head por head_size da n_embd, así que no cambia nada.",
        "Porque es simétrica",
        "# Respuesta c\n1. La varianza crece con d_k\n2. El softmax se satura",
        "Se tiene que\nn_embd = n_head * head_size\npor lo que al aumentar uno se achica el otro",
        "If we do not scale the scores, the softmax is saturated and its gradients vanish.",
    ],
)
def test_sentences_are_prose_and_are_not_run(source):
    """Sentences in a code cell are prose, and become comments when the cell is made Python."""
    assert is_prose(source)
    cell = to_python(source)
    assert cell and all(line.startswith("#") for line in cell.text.splitlines() if line)


@pytest.mark.parametrize(
    "source",
    [
        "x = 1",
        "stoi = pass\nitos = pass",
        "print 'la frase de la matriz'",
        "class Head(nn.Module)\n    # la máscara de la cabeza\n    def __init__(self): pass",
        "for x in la lista de la clase:\n    pass",
        "from torch.nn import functional as F import math",
        "try:\n    x = 1\nexcept ValueError, TypeError:\n    pass",
        "raise NotImplementedError 'falta escribir la respuesta'",
        "import torch\nLa matriz es la de la clase",
    ],
)
def test_broken_code_is_no_prose(source):
    """Code is no prose, whether it is valid or broken, and whatever its texts and comments say."""
    assert not is_prose(source)


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        ('answer_b = """Because."""', [("answer_b", "Because.")]),
        ('print("one", "two")', [("", "one\ntwo")]),
        ('display(Markdown("**why** " + "so"))', [("", "**why** so")]),
        ('r = "so"\nprint(r)', [("r", "so")]),
        ('r = {"b": "because it is so"}', [("r_b", "because it is so")]),
        ('print(textwrap.dedent("so"))', [("", "so")]),
        ("Answer: symmetry", [("Answer", "Answer: symmetry")]),
        ("print('loss', x)", []),
        ("x = 3", []),
    ],
)
def test_the_texts_that_a_cell_shows_are_read(source, texts):
    """Literal texts that are printed, displayed, assigned or stated are found, with the name of their variable."""
    assert shown_texts(source) == texts
    assert only_shows_text(source) is bool(texts)


@given(st.text())
def test_any_source_is_prose_or_not(source):
    """Whatever a cell holds, looking for prose does not fail."""
    assert is_prose(source) in (True, False)
    assert isinstance(shown_texts(source), list)
