"""Classes under other names get the lab's names where only one fits, and nothing else changes."""

from autograder.lab.declaration import Lab
from autograder.lab.recognition import LikelyClass
from autograder.notebook.likely_classes import likely_classes, with_names

LAB = Lab(
    "x",
    "X",
    (),
    aliases={"Model": ("Net",)},
    likely={"Model": LikelyClass("(?i)model|gpt", ("Embedding",)), "Head": LikelyClass("(?i)head$")},
)
TINY = "class TinyGPT(nn.Module):\n    def __init__(self):\n        self.e = nn.Embedding(2, 2)\n"


def test_the_only_class_that_fits_is_the_one_meant():
    """A class whose name and text fit is found; one whose text does not fit is not."""
    assert likely_classes([TINY, "class OtherModel:\n    pass\n"], LAB) == {"TinyGPT": "Model"}


def test_two_that_fit_are_none():
    """Where two classes fit, nobody can tell which is meant."""
    assert likely_classes([TINY, TINY.replace("TinyGPT", "BigModel")], LAB) == {}


def test_a_known_spelling_is_enough():
    """Where a notebook uses a name that the lab knows, nothing else is taken for it, whatever the case."""
    assert likely_classes([TINY, "class net:\n    pass\n"], LAB) == {}


def test_an_object_that_is_called_like_a_class_is_none():
    """A variable whose name differs from the lab's by its case alone leaves the class to be found."""
    assert likely_classes([TINY, "model = TinyGPT()\nnet = model\n"], LAB) == {"TinyGPT": "Model"}


def test_one_class_is_not_taken_for_two():
    """A class stands for one of the lab's names at most."""
    assert likely_classes([TINY.replace("TinyGPT", "GPTHead")], LAB) == {"GPTHead": "Model"}


def test_classes_in_functions_do_not_count():
    """What a function defines inside is no class of the notebook."""
    inside = "def make():\n" + "".join(f"    {line}\n" for line in TINY.splitlines())
    assert likely_classes([inside], LAB) == {}


def test_only_the_name_itself_is_replaced():
    """Longer names, attributes and lines stay as they are."""
    source = "class TinyGPT: pass\nTinyGPT2 = TinyGPT()\nx.TinyGPT = 1\n"
    assert with_names(source, {"TinyGPT": "Model"}) == "class Model: pass\nTinyGPT2 = Model()\nx.TinyGPT = 1\n"
    assert with_names(source, {}) == source
