"""Laws of the grader's end of a connection, held against another end that keeps to nothing."""

import gc
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.kernel.connection import MAX_JSON, Connection, KernelDied, KernelTimeout, decode_json
from autograder.kernel_side.wire import HEADER, frame

Act = Callable[[socket.socket, int], object]  # what the other end does when the request of a number has come
Meet = Callable[..., Connection]
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


def receive(connection: socket.socket, count: int) -> bytes:
    """So many bytes."""
    data = b""
    while len(data) < count:
        data += connection.recv(count - len(data)) or exit()
    return data


@pytest.fixture
def meet(tmp_path) -> Iterator[Meet]:
    """Makes a connection to a process that sleeps, and to a thread that acts upon each request in its place."""
    connections: list[Connection] = []
    processes: list[subprocess.Popen[bytes]] = []

    def made(act: Act, max_reply: int = 1 << 20) -> Connection:
        path = tmp_path / str(len(connections))
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        listener.bind(str(path))
        listener.listen()

        def serve() -> None:
            connection = listener.accept()[0]
            while True:
                number, length, size = HEADER.unpack(receive(connection, HEADER.size))
                receive(connection, length + size)
                act(connection, number)

        def quiet() -> None:
            with suppress(OSError, SystemExit):
                serve()

        threading.Thread(target=quiet, daemon=True).start()
        ignoring = "import signal, os; signal.signal(2, signal.SIG_IGN); os.execvp('sleep', ['sleep', '100'])"
        processes.append(subprocess.Popen([sys.executable, "-SEc", ignoring]))
        connections.append(Connection(path, processes[-1], max_reply))
        return connections[-1]

    yield made
    for connection in connections:
        connection.close()
    for process in processes:
        process.kill()
        process.wait()


def sends(*parts: bytes) -> Act:
    """Sends the same bytes whatever it is asked."""
    return lambda connection, _number: connection.sendall(b"".join(parts))


def replies(value: object = True, tensors: bytes = b"") -> Act:
    """Replies as one should."""
    return lambda connection, number: connection.sendall(frame(number, value, tensors))


@settings(max_examples=30)
@given(VALUES, st.binary(max_size=2000))
def test_a_frame_holds_what_was_put_into_it(value, tensors):
    """Header, JSON and bytes of a frame can be told apart again, and are what they were."""
    data = frame(7, value, tensors)
    number, length, size = HEADER.unpack_from(data)
    assert (number, len(data)) == (7, HEADER.size + length + size)
    assert decode_json(data[HEADER.size : HEADER.size + length]) == value
    assert data[HEADER.size + length :] == tensors


def test_replies_come_as_they_were_sent(meet):
    """JSON and bytes of a reply arrive unchanged, in one piece or many, time after time."""

    def slowly(connection: socket.socket, number: int) -> None:
        for byte in frame(number, {"n": number}, b"\x00\xff"):
            connection.sendall(bytes([byte]))

    for act in (slowly, lambda connection, number: connection.sendall(frame(number, {"n": number}, b"\x00\xff"))):
        connection = meet(act)
        assert [connection.ask("?", b"", 10) for _ in range(3)] == [({"n": n}, b"\x00\xff") for n in (1, 2, 3)]


def test_large_requests_and_replies_pass(meet):
    """What is larger than any buffer of the system's goes through, both ways."""
    connection = meet(replies("r", b"t" * (8 << 20)), max_reply=9 << 20)
    assert connection.ask("q" * (4 << 20), b"b" * (8 << 20), 30) == ("r", b"t" * (8 << 20))


def test_what_answers_another_question_is_dropped(meet):
    """Forged replies before and after the true one change nothing for the question that is open, or for the next."""

    def forge(connection: socket.socket, number: int) -> None:
        for other in (0, number - 1, number + 7, 2**64 - 1):
            connection.sendall(frame(other, "forged", b"forged"))
        connection.sendall(frame(number, number, b""))
        connection.sendall(frame(number, "again", b""))

    connection = meet(forge)
    assert [connection.ask("?", b"", 10)[0] for _ in range(3)] == [1, 2, 3]


@pytest.mark.parametrize(
    "text", [b"", b"{", b"\xff", b"[" * 100_000, b"1" * 5000, b"'", b'"' + b"a" * MAX_JSON + b'"', b"[] []"]
)
def test_what_is_no_json_says_nothing(meet, text):
    """A text that cannot be read, or is too long to be, is None, and the next reply is read again."""

    def act(connection: socket.socket, number: int) -> None:
        body = text if number == 1 else b"1"
        connection.sendall(HEADER.pack(number, len(body), 0) + body)

    connection = meet(act, max_reply=MAX_JSON * 2)
    assert [connection.ask("?", b"", 10)[0] for _ in range(2)] == [None, 1]


@pytest.mark.parametrize(("length", "size"), [(2**32 - 1, 2**32 - 1), (1 << 20, 0), (0, 1 << 20)])
def test_a_frame_that_is_too_large_ends_the_process(meet, length, size):
    """A header that announces more than a reply may have is not waited for: the process ends at once."""
    connection = meet(sends(HEADER.pack(1, length, size)))
    with pytest.raises(KernelDied):
        connection.ask("?", b"", 100)
    assert connection.process.wait(10) == -signal.SIGKILL


@pytest.mark.parametrize("data", [b"", b"half", HEADER.pack(1, 10, 0), HEADER.pack(1, 10, 0) + b"half"])
def test_half_a_frame_costs_the_time_of_the_question(meet, data):
    """Whoever stops in the middle of a frame is interrupted when the time is over, and then ended."""
    connection = meet(sends(data))
    with pytest.raises(KernelDied):
        connection.ask("?", b"", 0.2)
    assert connection.process.wait(10) == -signal.SIGKILL


def test_a_late_reply_is_a_timeout(meet):
    """Where the reply comes after the time, also its second half, it is dropped, and the next question is answered."""

    def late(connection: socket.socket, number: int) -> None:
        reply = frame(number, number, b"")
        connection.sendall(reply[:9])
        time.sleep(1 if number == 1 else 0)
        connection.sendall(reply[9:])

    connection = meet(late)
    with pytest.raises(KernelTimeout):
        connection.ask("?", b"", 0.2)
    assert connection.ask("?", b"", 10) == (2, b"")


def test_a_flood_of_other_replies_ends_with_the_time(meet):
    """Frames that answer nothing, without end, are no reason to wait longer."""
    junk = frame(0, "x" * 100, b"") * 1000
    connection = meet(lambda connection, _: [connection.sendall(junk) for _ in range(10**6)])
    with pytest.raises(KernelDied):
        connection.ask("?", b"", 0.3)


def test_a_request_that_nobody_reads_ends_with_the_time(meet):
    """Half a request on its way cannot be taken back, so the process ends."""

    def stop(connection: socket.socket, number: int) -> None:
        connection.sendall(frame(number, number, b""))
        time.sleep(100)

    connection = meet(stop)
    assert connection.ask("?", b"", 10) == (1, b"")
    with pytest.raises(KernelDied):
        connection.ask("?", b"b" * (8 << 20), 0.3)
    assert connection.process.wait(10) == -signal.SIGKILL


def test_the_end_of_the_process_is_noticed_at_once(meet):
    """A question to a process that ends is over then, though its end of the connection may stay open elsewhere."""
    connection = meet(lambda *_: connection.process.kill())
    with pytest.raises(KernelDied):
        connection.ask("?", b"", 100)
    with pytest.raises(KernelDied):
        connection.ask("?", b"", 100)


def test_a_reply_before_the_end_counts(meet):
    """What a process said before it ended is read."""

    def last(peer: socket.socket, number: int) -> None:
        peer.sendall(frame(number, "last", b""))
        connection.process.kill()
        connection.process.wait()

    connection = meet(last)
    assert connection.ask("?", b"", 10) == ("last", b"")


def test_who_hangs_up_is_ended(meet):
    """Without a connection there is no talking to the process any more: it is ended."""
    connection = meet(lambda connection, _: connection.close())
    with pytest.raises(KernelDied):
        connection.ask("?", b"", 100)
    assert connection.process.wait(10) == -signal.SIGKILL


def test_nothing_stays_open(meet, tmp_path):
    """A connection gives its descriptors back, also where nobody listens, and closing it twice is no fault."""
    connection = meet(replies())
    connection.ask("?", b"", 10)
    gc.collect()
    before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208
    with pytest.raises(OSError):
        Connection(tmp_path / "nobody", connection.process)
    assert len(os.listdir("/proc/self/fd")) == before  # noqa: PTH208
    connection.close()
    connection.close()
    assert connection.socket.fileno() == -1 and connection.exit_handle is None
