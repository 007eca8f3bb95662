"""Laws of settings: they are found wherever a notebook keeps them, and are afterwards what they were."""

import types
from dataclasses import dataclass

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from autograder.kernel_side import hyperparameters


@pytest.fixture
def names():
    """A notebook's globals with a width in all kinds of places; classes of a notebook live in `__main__`."""
    made = {"__name__": "__main__", "dataclass": dataclass, "torch": torch, "types": types}
    exec(
        """
from dataclasses import dataclass

@dataclass
class Config:
    n_embd: int = 384
    name: str = "gpt"

@dataclass(frozen=True)
class Frozen:
    n_embd: int = 384

class Constants:
    N_EMBD = 384

class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.n_embd = 384

cfg, frozen, net = Config(), Frozen(), Net()
space = types.SimpleNamespace(n_embd=384)
table = {"n_embd": 384, 3: "x", "other": 1}
large = {str(n): n for n in range(1000)} | {"n_embd": 384}
d_model = 384
n_embd = torch.zeros(3)
""",
        made,
    )
    return made


def widths(names):
    """The width in each place."""
    spaces = {name: names[name].n_embd for name in ("cfg", "frozen", "space", "net")}
    tables = {name: names[name]["n_embd"] for name in ("table", "large")}
    classes = {"Constants": names["Constants"].N_EMBD, "Config": names["Config"].n_embd}
    return spaces | tables | classes | {"d_model": names["d_model"]}


def test_settings_are_put_wherever_they_are(names):
    """Globals, tables, namespaces, dataclasses and constants take a value by any spelling; models and data do not."""
    before = widths(names)
    changes = hyperparameters.set_everywhere(names, {"n_embd": (26, ["d_model"])})
    kept = {"net", "large"}
    assert widths(names) == {name: 384 if name in kept else 26 for name in before}
    assert isinstance(names["n_embd"], torch.Tensor) and names["cfg"].name == "gpt" and names["table"]["other"] == 1
    hyperparameters.restore_previous(changes)
    assert widths(names) == before


def test_objects_made_without_arguments_have_the_new_values(names):
    """The defaults of a settings' class change with its constants, and come back."""
    exec("class Plain:\n    def __init__(self, a, n_embd=384, *, n_head=6): self.both = (n_embd, n_head)", names)
    changes = hyperparameters.set_everywhere(names, {"n_embd": (26, []), "n_head": (2, [])})
    assert names["Config"]().n_embd == 26 and names["Plain"](1).both == (26, 2)
    hyperparameters.restore_previous(changes)
    assert names["Config"]().n_embd == 384 and names["Plain"](1).both == (384, 6)


def test_a_class_of_settings_tells_what_its_objects_have(names):
    """The constructor's parameters and the constants."""
    found = {name: hyperparameters.class_settings(names[name]) for name in ("Config", "Constants")}
    assert found == {"Config": ["n_embd", "name"], "Constants": ["N_EMBD"]}


def test_another_spelling_may_mean_something_else(names):
    """A spelling that has another value than the name itself is another thing, and stays."""
    names["n_embd"], names["d_model"] = 384, 64
    hyperparameters.set_everywhere(names, {"n_embd": (26, ["d_model"])})
    assert (names["n_embd"], names["d_model"]) == (26, 64)


def test_only_what_is_plain_is_put(names):
    """A tensor or a function is no setting, neither as it is nor as it was."""
    assert hyperparameters.set_everywhere(names, {"n_embd": (torch.ones(2), []), "name": (print, [])}) == []
    assert hyperparameters.set_everywhere(names, {"large": (3, []), "cfg": (3, [])}) == []


@given(st.dictionaries(st.text(), st.integers() | st.text()), st.dictionaries(st.text(), st.integers()))
def test_what_was_put_can_be_undone(table, values):
    """After undoing, a table holds what it held, whatever its names."""
    holder = {"table": dict(table)}
    hyperparameters.restore_previous(
        hyperparameters.set_everywhere(holder, {name: (value, [name + "s"]) for name, value in values.items()})
    )
    assert holder == {"table": table}


def test_what_refuses_is_left(names):
    """Settings that cannot be written stay as they are, and cost nothing."""
    exec("class Fixed:\n    __slots__ = ()\n    def __setattr__(self, *_): raise TypeError\nfixed = Fixed()", names)
    assert all(change[0] is not names["fixed"] for change in hyperparameters.set_everywhere(names, {"n_embd": (1, [])}))
