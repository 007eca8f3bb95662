"""Laws of constructing a class whose constructor is not quite the lab's."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.kernel_side.wire import Global
from autograder.lab.declaration import Lab
from autograder.lab.recognition import Multiple
from autograder.student import constructor_args
from autograder.student.constructor_args import Made, Parameter, Signature, signature

ALIASES = {"n_embd": ("d_model",), "head_size": ("hs",), "n_head": ("num_heads",)}
KNOWN = {"n_embd": 26, "n_head": 2, "dropout": 0.5, "vocab_size": 23, "head_size": 11}
HOLDERS = {"config": ["n_embd", "n_head"], "unlike": ["colour"]}
LAB = Lab("x", "X", (), aliases=ALIASES | {"d_ff": ("hidden",)}, multiples={"d_ff": Multiple("n_embd", 4)})


def arranged(text, given=None, known=KNOWN, holders=HOLDERS, makers=None):
    """The arguments for a constructor written as in `head_size, *, dropout=`."""
    asked, kind = [], "positional"
    for part in filter(None, text.split(", ")):
        if part == "*":
            kind = "keyword"
        else:
            asked.append(Parameter(part.rstrip("="), kind, not part.endswith("=")))
    return constructor_args.arranged(Signature(tuple(asked), holders, makers or {}), given or {}, known, LAB)


@pytest.mark.parametrize(
    ("asked", "given", "wanted"),
    [
        ("head_size", {"head_size": 7}, {"head_size": 7}),
        ("hs", {"head_size": 7}, {"hs": 7}),
        ("HeadSize", {"head_size": 7}, {"HeadSize": 7}),
        ("size", {"head_size": 7}, {"size": 7}),
        ("size=", {"head_size": 7}, {"size": 7}),
        ("d_model, hidden", {"n_embd": 7}, {"d_model": 7, "hidden": 28}),
        ("d, h", {"n_embd": 26, "n_head": 2}, {"d": 26, "h": 2}),
        ("n_head, n_embd", {"n_embd": 26, "n_head": 2}, {"n_head": 2, "n_embd": 26}),
        ("num_heads, d", {"n_embd": 26, "n_head": 2}, {"num_heads": 2, "d": 26}),
        ("d_model, head_size, dropout", {"head_size": 7}, {"d_model": 26, "head_size": 7, "dropout": 0.5}),
        ("size, d_model=, dropout=", {"head_size": 7}, {"size": 7, "d_model": 26, "dropout": 0.5}),
        ("size, verbose=, *, dropout=", {"head_size": 7}, {"size": 7, "dropout": 0.5}),
        ("vocab_size, n_embd=", {}, {"vocab_size": 23, "n_embd": 26}),
        ("n_embd", {"n_embd": 10}, {"n_embd": 10}),
        ("config", {"n_embd": 26, "n_head": 2}, {"config": Global("config")}),
        ("config", {}, {"config": Global("config")}),
        ("config, hs", {"head_size": 7}, {"config": Global("config"), "hs": 7}),
        ("", {}, {}),
        ("cfg", {"n_embd": 26, "n_head": 2}, {"cfg": Global("config")}),
        ("hp, hs", {"head_size": 7}, {"hp": Global("config"), "hs": 7}),
        ("", {"n_embd": 26, "n_head": 2}, {}),
        ("num_heads", {"n_embd": 26, "n_head": 2}, {"num_heads": 2}),
    ],
)
def test_a_parameter_is_given_what_its_name_means(asked, given, wanted):
    """By name, in any spelling, first from the lab's own arguments; the others in order; settings to whom they name.

    What no parameter takes may be left out where the globals have it.
    """
    assert arranged(asked, given) == wanted


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("n_embd", {"head_size": 7}),
        ("size, other", {"head_size": 7}),
        ("thing", {}),
        ("", {"head_size": 7}),
        ("", {"n_embd": 27}),
        ("thing", {"n_embd": 26, "n_head": 2}),
    ],
)
def test_what_nobody_can_tell_is_not_guessed(asked, given):
    """A constructor that takes less than the lab's, or asks for what no name tells, is left to a person."""
    assert arranged(asked, given, {name: KNOWN[name] for name in ("n_embd", "dropout")}) is None


@given(st.lists(st.sampled_from(["a", "b", "c", "d"]), unique=True))
def test_the_labs_own_constructor_is_called_as_it_is(names):
    """Where a constructor has the lab's own parameters, each gets its own argument."""
    given = {name: number for number, name in enumerate(names)}
    assert arranged(", ".join(names), given) == given


def test_settings_are_guessed_only_where_there_is_one_guess():
    """Where two globals hold the lab's settings, or the parameter is not called like settings, none is given."""
    assert arranged("cfg", holders={"first": ["n_embd", "n_head"], "second": ["n_embd", "n_head"]}) is None
    assert arranged("thing") is None


def test_settings_are_made_where_a_class_makes_them():
    """Where no global holds the lab's settings, an object of the only class that has several of them is given."""
    makers = {"Config": ["n_embd", "n_head"], "Data": ["text"]}
    assert arranged("cfg", holders={}, makers=makers) == {"cfg": Made("Config")}
    assert arranged("cfg", makers=makers) == {"cfg": Global("config")}
    assert arranged("cfg", holders={}, makers=makers | {"Other": ["n_embd", "n_head"]}) is None


ANSWER = {"parameters": [("x", "keyword", True)], "settings": {}, "makers": {"C": ["x"]}, "stale": [], "anything": True}


def test_an_answer_is_read():
    """What a student's process says of a constructor is read where it has the form of it."""
    asked = (Parameter("x", "keyword", True),)
    assert signature(ANSWER) == Signature(asked, {}, {"C": ["x"]}, frozenset(), True)


@pytest.mark.parametrize(
    "change",
    [
        *({"parameters": value} for value in (None, {}, "x", [1], [("x", "positional")], [("x", "other", True)])),
        *({"parameters": value} for value in ([(1, "positional", True)], [["x", "keyword", 1]])),
        *({key: value} for key in ("settings", "makers") for value in (None, [], {1: []}, {"x": "y"}, {"x": [1]})),
        {"stale": [1]},
    ],
)
def test_an_answer_that_is_none_is_not_believed(change):
    """What a student's process says of a constructor is read only where it has the form of it."""
    assert signature(ANSWER | change) is None
    assert signature(None) is None


def test_a_lab_without_other_spellings_knows_its_own():
    """Case and underscores are no matter even where the lab lists no other spelling."""
    lab = dataclasses.replace(LAB, aliases={})
    asked = Signature((Parameter("N_Embd", "positional", True),))
    assert constructor_args.arranged(asked, {}, KNOWN, lab) == {"N_Embd": 26}
