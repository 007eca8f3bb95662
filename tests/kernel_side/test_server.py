"""Laws of the kernel's end of a connection: every request gets one reply, and nothing ends the kernel."""

import asyncio
import json
import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.kernel_side.budget import Budget
from autograder.kernel_side.probe import Probe
from autograder.kernel_side.server import Server, listen
from autograder.kernel_side.wire import HEADER, frame, pack


def probe_of(**names: Any) -> Probe:
    """A probe beside some globals."""
    return Probe(names, Budget(3, 60.0), None, None)


def call(name: str, seed: int = 0) -> dict[str, Any]:
    """The request to call a function without arguments."""
    arguments = {"target": {"$": "global", "is": name}, "method": None, "arguments": [], "named": {}, "keep": None}
    return {"verb": "call", "arguments": {"$": "dict", "is": [list(pair) for pair in _packed(arguments)]}, "seed": seed}


def _packed(arguments: dict[str, Any]) -> list[tuple[str, Any]]:
    return [(name, value if name == "target" else pack(value)[0]) for name, value in arguments.items()]


def served(server: Server, other: socket.socket, data: bytes) -> tuple[int, Any, bytes]:
    """What a server replies to the bytes of a request."""
    other.sendall(data)
    assert server.answer_next()
    with other.makefile("rb") as stream:
        number, length, size = HEADER.unpack(stream.read(HEADER.size))
        return number, json.loads(stream.read(length)), stream.read(size)


def meeting(made: Probe, message: int = 1 << 16) -> tuple[Server, socket.socket]:
    """A server, and the other end of its connection."""
    ours, theirs = socket.socketpair()
    return Server(made, ours, message), theirs


@given(st.integers(0, 2**64 - 1), st.binary(max_size=30), st.binary(max_size=30))
def test_every_request_gets_the_reply_of_its_number(number, text, buffer):
    """Whatever a request holds, one reply with its number comes, and after it the next is answered."""
    server, other = meeting(probe_of())
    with other, server.connection:
        data = HEADER.pack(number, len(text), len(buffer)) + text + buffer
        assert [served(server, other, data)[:2][0] for _ in range(2)] == [number, number]
        assert served(server, other, data)[1]["ok"] is False


@pytest.mark.parametrize(
    "function", [lambda: "x" * (1 << 17), lambda: deep(5000), lambda: 1 / 0, lambda: "\ud800" * 3, lambda: exit(3)]
)
def test_what_cannot_be_sent_is_an_error_or_is_sent(function):
    """A value too long or too deep for a reply is an error that says so, and the next question is answered."""
    server, other = meeting(probe_of(f=function, g=lambda: 7))
    with other, server.connection:
        reply = served(server, other, frame(1, call("f"), b""))[1]
        assert reply["ok"] is False or reply["value"] == "\ud800" * 3
        assert served(server, other, frame(2, call("g"), b"")) == (2, {"ok": True, "value": 7}, b"")


def deep(levels: int) -> Any:
    """A list in a list in a list."""
    value: Any = 1
    for _ in range(levels):
        value = [value]
    return value


def test_an_interrupt_reaches_the_answering_and_nothing_else():
    """While it answers, a server can be interrupted; before and after, interrupts are what they were."""
    before = signal.getsignal(signal.SIGINT)
    server, other = meeting(probe_of(f=lambda: time.sleep(60), g=lambda: signal.getsignal(signal.SIGINT)))
    timer = threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT))
    with other, server.connection:
        timer.start()
        assert served(server, other, frame(1, call("f"), b""))[1]["error"]["type"] == "KeyboardInterrupt"
        assert "default_int_handler" in json.dumps(served(server, other, frame(1, call("g"), b""))[1])
    assert signal.getsignal(signal.SIGINT) is before


@pytest.mark.parametrize("data", [b"", b"half", HEADER.pack(1, 10, 0) + b"half"])
def test_whoever_hangs_up_is_not_waited_for(data):
    """The end of the connection, also in the middle of a request, is told as the end."""
    server, other = meeting(probe_of())
    other.sendall(data)
    other.close()
    with server.connection:
        assert server.answer_next() is False


def test_the_first_to_connect_is_the_only_one(tmp_path):
    """One connection is served, from the event loop; then nobody listens any more."""
    address = str(tmp_path / "s")

    def grader(report: Callable[[Any], None]) -> None:
        with socket.socket(socket.AF_UNIX) as first, socket.socket(socket.AF_UNIX) as second:
            first.connect(address)
            first.sendall(frame(5, call("f"), b""))
            number = HEADER.unpack(first.recv(HEADER.size))[0]
            report((number, second.connect_ex(address) != 0))

    async def kernel() -> list[Any]:
        reports: list[Any] = []
        listen(probe_of(f=lambda: 7), address)
        await asyncio.to_thread(grader, reports.append)
        return reports

    assert asyncio.run(kernel()) == [(5, True)]
