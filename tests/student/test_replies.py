"""Laws of replies: whatever the student's process answers, nothing but a fault of the student's comes of it."""

import json
import math
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import example, given, settings
from hypothesis import strategies as st

from autograder.kernel.failures import read_failures
from autograder.kernel.replaced_files import read_replaced_files
from autograder.kernel.session import AskError, Session
from autograder.kernel_side.wire import Ref, pack
from autograder.messages import catalogue
from autograder.student.assertions import WrongAnswer, assert_equal, assert_number, assert_tensor
from autograder.student.client import Client
from autograder.student.constructor_args import signature
from autograder.student.exceptions import StudentFault, Undecided
from autograder.student.figures import MalformedFigure, read_figures
from autograder.student.handle import Handle
from autograder.student.replies import Replies

SIGNS = ("ok", "\ud800", "\x1b[2J", "\u202e", "x" * 3000)
KEYS = ("parameters", "buffers", "inputs", "output", "snapshot", "failures", "unseen", "cell", "type", "axes", "lines")
TENSORS = (
    torch.zeros(2, 3),
    torch.zeros(()),
    torch.zeros(0),
    torch.full((2,), math.nan),
    torch.zeros(2, dtype=torch.int8),
    torch.zeros(1, dtype=torch.complex64),
    np.zeros(3),
    np.array([None, "a"], dtype=object),
    np.float64(math.inf),
)
leaves = st.one_of(
    st.none(),
    st.booleans(),
    st.sampled_from([0, -1, 3, 10**300, -(10**300), 1e308, math.nan, math.inf]),
    st.sampled_from(SIGNS),
    st.sampled_from(TENSORS),
)
replies = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.lists(inner, max_size=3).map(tuple),
        st.dictionaries(st.sampled_from([*KEYS, 1, None]), inner, max_size=5),
    ),
    max_leaves=12,
)


@dataclass
class Liar:
    """What a session is to a client, with a process behind it that answers every request with the same value."""

    answer: Any
    alive: bool = True
    seconds_left: float = 60.0
    rebound: tuple[str, ...] = ()

    def ask(self, verb: str, arguments: Any, seed: int, seconds: float) -> Any:
        data, tensors = pack(self.answer)
        return Session._read(json.loads(json.dumps({"ok": True, "value": data})), tensors)


REQUESTS = {
    "call": lambda handle: handle(torch.zeros(1)),
    "value": lambda handle: assert_tensor(handle.value(), (2, 3), "x"),
    "get": lambda handle: assert_number(handle.get("a"), 1.0, "x"),
    "equal": lambda handle: assert_equal(handle.get("a.b"), {"a": [1, 2.0]}, "x"),
    "count": lambda handle: handle.count("calls") + 1,
    "state": lambda handle: [value.double().sum() for value in handle.state().parameters.values()],
    "load": lambda handle: handle.load({"w": torch.ones(2)}),
    "modules": lambda handle: [name.split(".") + kinds for name, kinds in handle.modules()],
    "gradients": lambda handle: handle.gradients(torch.zeros(1), weight=torch.ones(1)),
    "double": lambda handle: handle.double(torch.zeros(1)).state(),
    "globals": lambda handle: handle.client.replace_globals({"a": 1}, {}) + 1,
}


def asked(answer: Any) -> Handle:
    client = Client(Liar(answer), catalogue("en"))
    client.begin("a", 30)
    return Handle(client, Ref(1), "f")


@pytest.mark.parametrize("request_name", REQUESTS)
@settings(deadline=None, max_examples=60)
@given(answer=replies)
@example(answer={"parameters": {"w": torch.zeros(2)}, "buffers": {"b": 3}})
@example(answer={"inputs": [torch.zeros(1)], "parameters": {"\ud800": None}, "output": torch.zeros(1)})
@example(answer={"snapshot": True})
def test_a_forged_reply_is_a_fault_of_the_students(request_name, answer):
    """Whatever answers a request, the check gets a value that it may use as it is meant, or the student's fault."""
    with suppress(StudentFault, WrongAnswer, Undecided):
        REQUESTS[request_name](asked(answer))


@settings(deadline=None, max_examples=200)
@given(answer=replies)
def test_what_a_session_asks_by_itself_is_read_without_harm(answer):
    """Failures, replaced files, figures and signatures that make no sense are left out, or told as malformed."""
    read_failures(answer, {0: 0})
    read_failures({"failures": [answer], "unseen": answer}, {0: 0})
    read_replaced_files(answer, {0: 0}, frozenset({"a"}))
    signature(answer)
    for told in (answer, [answer, 0], [[{"title": "", "axes": answer}], 0]):
        with suppress(MalformedFigure):
            read_figures(told)


@settings(deadline=None, max_examples=200)
@given(reply=st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(), lambda inner: (
    st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["ok", "value", "error", "type", "$", "is"]), inner)
)), tensors=st.binary(max_size=40))  # fmt: skip
def test_a_reply_is_a_value_or_an_error(reply, tensors):
    """Whatever JSON and bytes come for a reply, they are a value, or an error that the client tells as a fault."""
    for told in (reply, {"ok": True, "value": reply}, {"ok": False, "error": reply}):
        with suppress(AskError):
            Session._read(told, tensors)


def stumble(source: str, path: Path, value: Any) -> Exception:
    """The error that a check in a file raises over a value."""
    space: dict[str, Any] = {}
    exec(compile(source, str(path), "exec"), space)
    with pytest.raises(Exception) as caught:
        space["check"](SimpleNamespace(call=lambda: value))
    return caught.value


@pytest.mark.parametrize(
    ("source", "value", "theirs"),
    [
        ("def check(s):\n value = s.call()\n return value + 1", [1, 2], True),
        ("def check(s):\n value = s.call()\n return {value}", [[3]], True),
        ("def check(s):\n first, *_ = s.call()\n return first.upper()", [1e308], True),
        ("def check(s):\n value = s.call()\n if value: pass", np.zeros(3), True),
        ("def check(s):\n s.call()\n return {}['ours']", [1, 2], False),
        ("def check(s):\n value = s.call()\n return {}[1]", 3, False),
    ],
)
def test_who_is_to_blame(tmp_path, source, value, theirs):
    """A check that stumbles over a value of the student's blames them; one that fails by itself blames us."""
    replies = Replies()
    replies.note("call", value)
    error = stumble(source, tmp_path / "test_a_x.py", value)
    assert replies.explain(error, tmp_path) is theirs
    assert not replies.explain(error, tmp_path / "elsewhere")
    assert not Replies().explain(error, tmp_path)
