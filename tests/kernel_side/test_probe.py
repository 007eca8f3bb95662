"""Laws of the probe: it carries out what it is told to, and whatever the student's code does becomes data."""

import random
import sys

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import nn

from autograder.kernel_side.budget import Budget
from autograder.kernel_side.probe import Probe
from autograder.kernel_side.wire import Global, Opaque, Ref, pack, unpack


def probe_of(**names) -> Probe:
    """A probe beside some globals."""
    return Probe(names, Budget(3, 60.0), None, None)


def ask(probe: Probe, verb: str, seed: int = 0, **arguments):
    """What a probe answers: a value, or its error as a dict."""
    data, buffer = pack(arguments)
    reply, tensors = probe.answer({"verb": verb, "arguments": data, "seed": seed}, buffer)
    return unpack(reply["value"], tensors) if reply["ok"] else reply["error"]


def call(probe: Probe, target, *arguments, method=None, keep=None, seed=0, **named):
    """Ask for a call."""
    more = {"target": target, "method": method, "arguments": list(arguments), "named": named, "keep": keep}
    return ask(probe, "call", seed, **more)


class Rude(Exception):
    """An exception that will not be described."""

    def __str__(self) -> str:
        raise SystemExit


@pytest.mark.parametrize("error", [ValueError("v"), SystemExit(), KeyboardInterrupt(), Rude(), RecursionError()])
def test_whatever_is_raised_becomes_data(error):
    """No exception of the student's, not even SystemExit, leaves `answer`."""

    def fail():
        raise error

    assert call(probe_of(fail=fail), Global("fail"))["type"] == type(error).__name__


@given(
    st.dictionaries(
        st.sampled_from(["verb", "arguments", "seed"]),
        st.sampled_from([None, 0, -1, "", "get", "__init__", [], {}, {"$": "dict", "is": [[]]}]),
    ),
    st.binary(max_size=20),
)
def test_malformed_requests_are_answered(request, buffer):
    """A request of any form gets an answer that says no."""
    assert probe_of().answer(request, buffer)[0]["ok"] is False


@given(st.integers(0, 2**32 - 1))
def test_the_seed_decides(seed):
    """The same request with the same seed gives the same numbers, of torch and of random."""
    probe = probe_of(draw=lambda: (torch.rand(3), random.random()))
    first, second = (call(probe, Global("draw"), seed=seed) for _ in range(2))
    assert torch.equal(first[0], second[0])
    assert first[1] == second[1]


def test_messages_are_cut():
    """A message of a megabyte comes back short."""

    def fail():
        raise ValueError("a" * (1 << 20))

    assert len(call(probe_of(fail=fail), Global("fail"))["message"]) == 1000


def test_find_prefers_the_first_spelling_and_forgives_case():
    """The first spelling that is defined wins; without one, case and underscores do not count."""
    probe = probe_of(Block=1, feed_forward=2)
    assert ask(probe, "find", spellings=["DecoderBlock", "Block"]) == "Block"
    assert ask(probe, "find", spellings=["FeedForward"]) == "feed_forward"
    assert ask(probe, "find", spellings=["Head"]) == {
        "type": "NameNotDefined",
        "message": "Head",
        "where": ask(probe, "find", spellings=["Head"])["where"],
    }


def test_a_model_is_no_class():
    """A model that is called like a class, but for its case, is not found in the class's place."""
    probe = probe_of(gpt=torch.nn.Linear(1, 1), Net=torch.nn.Linear(1, 1), net=torch.nn.Linear)
    assert ask(probe, "find", spellings=["Model", "GPT"])["type"] == "NameNotDefined"
    assert ask(probe, "find", spellings=["Net"]) == "Net"
    assert ask(probe, "find", spellings=["gpt"]) == "gpt"


def test_objects_stay_under_their_number_until_the_check_is_over():
    """What is kept can be called, and is gone when a check has finished."""
    probe = probe_of(Linear=nn.Linear)
    assert call(probe, Global("Linear"), 2, 3, keep=1) is None
    assert call(probe, Ref(1), torch.ones(1, 2)).shape == (1, 3)
    ask(probe, "finish", snapshot=None)
    assert call(probe, Ref(1), torch.ones(1, 2))["type"] == "KeyError"


def test_restore_undoes_everything_since_its_snapshot():
    """Globals that were set, made or deleted in between are as they were, also where snapshots nest."""
    probe = probe_of(a=1, b=2)
    outer = ask(probe, "replace_globals", values={"a": 5}, everywhere={}, fresh=False)["snapshot"]
    ask(probe, "run", source="c = a; del b", steps=None)
    ask(probe, "replace_globals", values={"a": 6, "d": 1}, everywhere={}, fresh=False)
    assert probe.names["a"] == 6
    ask(probe, "restore_globals", snapshot=outer)
    assert {name: value for name, value in probe.names.items() if name != "__builtins__"} == {"a": 1, "b": 2}


def test_defaults_are_compared_with_what_the_notebook_left():
    """Also where a check keeps objects, and has set the global of the default's name to something else."""
    probe = probe_of(dropout=0.1)
    ask(probe, "run", source="def make(dropout=0.1): pass", steps=None)
    ask(probe, "get", target=Global("make"), path=[], keep=1)
    ask(probe, "replace_globals", values={"dropout": 0.4}, everywhere={}, fresh=False)
    assert ask(probe, "signature", target=Ref(1))["stale"] == []


def test_a_fresh_start_takes_the_notebook_away_and_gives_it_back():
    """With `fresh`, only what was there before the first cell is left, until `restore`."""
    probe = probe_of(shell=0)
    ask(probe, "run", source="mine = 1", steps=None)
    snapshot = ask(probe, "replace_globals", values={"b": 2}, everywhere={}, fresh=True)["snapshot"]
    assert {name: value for name, value in probe.names.items() if name != "__builtins__"} == {"shell": 0, "b": 2}
    ask(probe, "restore_globals", snapshot=snapshot)
    assert probe.names["mine"] == 1
    assert "b" not in probe.names


def test_state_is_read_and_written_in_place():
    """`load` changes the parameters themselves, so that an optimizer which holds them still does."""
    net = nn.Linear(2, 1)
    weight = net.weight
    probe = probe_of(net=net)
    loaded = ask(probe, "load", target=Global("net"), state={"weight": torch.full((1, 2), 7.0)})
    assert net.weight is weight
    assert torch.equal(loaded["parameters"]["weight"], torch.full((1, 2), 7.0))
    assert torch.equal(ask(probe, "state", target=Global("net"))["parameters"]["weight"], torch.full((1, 2), 7.0))
    assert ask(probe, "load", target=Global("net"), state={"other": torch.ones(1)})["type"] == "KeyError"


def test_gradients_agree_with_the_formula():
    """For y = W x weighted by w: d/dx = W^T w, d/dW = w x^T; what is not reached is None."""
    net = nn.Linear(2, 3)
    net.extra = nn.Parameter(torch.ones(1))
    x, w = torch.randn(2), torch.randn(3)
    found = ask(probe_of(net=net), "gradients", target=Global("net"), method=None, arguments=[x], pick=None, weight=w)
    torch.testing.assert_close(found["inputs"][0], net.weight.detach().T @ w)
    torch.testing.assert_close(found["parameters"]["weight"], torch.outer(w, x))
    assert found["parameters"]["extra"] is None


def test_a_detached_output_has_no_gradients():
    """Where nothing reaches, every gradient is None, and that is no error."""
    net = nn.Linear(2, 2)
    probe = probe_of(net=net, cut=lambda x: net(x).detach())
    found = ask(
        probe,
        "gradients",
        target=Global("cut"),
        method=None,
        arguments=[torch.ones(2)],
        pick=None,
        weight=torch.ones(2),
    )
    assert found["inputs"] == [None]


def test_gradients_work_where_the_student_left_them_off():
    """`torch.set_grad_enabled(False)` in the notebook does not reach into a request."""
    net = nn.Linear(2, 2)
    with torch.no_grad():
        found = ask(
            probe_of(net=net),
            "gradients",
            target=Global("net"),
            method=None,
            arguments=[torch.ones(2)],
            pick=None,
            weight=torch.ones(2),
        )
    assert found["inputs"][0] is not None


def test_a_stand_in_is_made_of_source():
    """`define` keeps the named object; its module can be imported, as pickle needs."""
    probe = probe_of()
    ask(probe, "define", id=3, name="Double", source="class Double:\n    def __call__(self, x): return 2 * x")
    call(probe, Ref(3), keep=4)
    assert call(probe, Ref(4), 21) == 42
    assert sys.modules.pop("standin_3").Double is probe.objects[3]


def test_attributes_are_fetched_and_set_by_path():
    """`a.b` reaches inner objects, for reading, keeping and writing."""
    probe = probe_of(net=nn.Sequential(nn.Linear(2, 5)))
    assert ask(probe, "get", target=Global("net"), path=["0", "out_features"], keep=None) == 5
    ask(probe, "set", target=Global("net"), path=["0", "out_features"], value=6)
    assert probe.names["net"][0].out_features == 6
    assert ask(probe, "get", target=Global("net"), path=["0", "nothing"], keep=None)["type"] == "AttributeError"


def test_modules_are_listed_with_their_classes():
    """Submodules come in order, each with its classes from the most special up."""
    found = ask(probe_of(net=nn.Sequential(nn.ReLU())), "modules", target=Global("net"))
    assert [(path, kinds[0]) for path, kinds in found] == [("", "Sequential"), ("0", "ReLU")]


def test_run_sets_the_budget_and_puts_it_back():
    """A run's loops take its steps; the next run has the usual number again, also after an error."""
    probe = probe_of()
    probe.names["budget"] = probe.budget
    source = "n = 0\nfor _ in budget(range(99)): n += 1\n"
    ask(probe, "run", source=source, steps=7)
    assert probe.names["n"] == 7
    ask(probe, "run", source=source + "1 / 0", steps=9)
    ask(probe, "run", source=source, steps=None)
    assert probe.names["n"] == 3


def test_used_globals_sees_through_functions():
    """The globals of a cell are those of its functions too, each with its classes."""
    names = {"net": nn.ReLU()}
    exec("def inner(): return [net for _ in 'a']\ndef outer(): return inner()", names)
    found = ask(probe_of(**names), "used_globals", source="outer()")
    assert found["net"][0] == "ReLU"


def test_what_has_no_text_still_has_a_type():
    """A value whose repr fails arrives as its type."""

    class Mute:
        def __repr__(self):
            raise ValueError

    assert ask(probe_of(x=Mute()), "get", target=Global("x"), path=[], keep=None) == Opaque("Mute", "")
