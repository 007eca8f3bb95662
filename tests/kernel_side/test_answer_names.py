"""Laws of answer names: what an answer used comes back for it, and hyperparameters stay as the notebook leaves them."""

import builtins

import torch

from autograder.kernel_side.answer_names import AnswerNames


class Settings:
    """Hyperparameters as attributes; `__module__` is that of a notebook."""

    n_embd = 32


class Tokenizer:
    """A class that does something; `__module__` is that of a notebook."""

    def encode(self) -> None:
        """Do nothing."""


Settings.__module__ = Tokenizer.__module__ = "__main__"


def after(before: dict[str, object], later: dict[str, object], *wanted: str) -> tuple[list[str], dict[str, object]]:
    """What was given to something else once `before` had become `later`, and the globals of the answer then."""
    names = dict(before)
    answers = AnswerNames(names)
    answers.remember("a")
    names.clear()
    names.update(later)
    changed = answers.compare({"a": wanted}).get("a", [])
    answers.restore("a")
    return changed, names


def test_what_an_answer_needs_comes_back():
    """Names that were rebound or deleted stand again for what they stood for; those that it does not need do not."""
    changed, names = after({"F": len, "h": print, "x": abs}, {"F": max, "x": min, "new": 1}, "F", "h", "new")
    assert changed == ["F", "h"]
    assert names == {"F": len, "h": print, "x": min, "new": 1}


def test_a_table_and_a_class_that_does_something_are_answers():
    """A vocabulary or a tokenizer that a later cell replaces comes back, however small it is."""
    before = {"stoi": {"a": 0, " ": 1}, "itos": {0: "a"}, "Tok": Tokenizer, "tok": Tokenizer(), "text": "x" * 101}
    changed, _ = after(before, dict.fromkeys(before, "other"), *before)
    assert changed == sorted(before)


def test_hyperparameters_stay_as_they_are_at_the_end():
    """Numbers, short texts, devices and containers of such are not given back: many notebooks set them last."""
    before = {"n": 1, "none": None, "device": torch.device("cpu"), "name": "gpt", "config": {"n_embd": 3, "lr": 0.1}}
    before |= {"Settings": Settings, "settings": Settings()}
    changed, names = after(before, dict.fromkeys(before, "other"), *before)
    assert changed == []
    assert set(names.values()) == {"other"}


def test_pythons_own_names_come_back():
    """A function of Python's that a later cell shadows is itself for the answer; one shadowed before stays so."""
    changed, names = after({"max": 3}, {"max": 3, "list": [], 7: "no name"}, "f")
    assert changed == ["list"]
    assert "list" not in names
    assert hasattr(builtins, "list")
    assert after({"sum": len}, {"sum": min})[0] == ["sum"]


def test_an_answer_that_never_ran_changes_nothing():
    """A label under which nothing was remembered restores nothing, and what was remembered is dropped once compared."""
    answers = AnswerNames({"F": 1})
    assert answers.compare({"b": ["F"]}) == {}
    answers.restore("b")
    answers.remember("a")
    answers.compare({})
    assert not answers.remembered
    assert answers.names == {"F": 1}
