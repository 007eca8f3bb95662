"""Laws of hearing a kernel: what comes is read with care, counted, and for the greatest part let go."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jupyter_client.session import Session
from nbclient.client import CellExecutionComplete
from nbformat import NotebookNode

from autograder.kernel.cell_runner import CellError, CellRunner, MessageReader
from autograder.kernel.connection import MAX_JSON

KEY = b"a key"
PARTS = st.lists(st.binary(max_size=40) | st.sampled_from([b"<IDS|MSG>", b"{}", b"[]", b"null", b"7"]), max_size=9)


class Counted(MessageReader):
    """A reader that counts its floods."""

    floods = 0

    def on_flood(self) -> None:
        self.floods += 1


def sent(content: dict[str, Any], kind: str = "stream") -> list[bytes]:
    """A message as a kernel sends it, without its address."""
    session = Session(key=KEY)
    parts = session.serialize(session.msg(kind, content))
    return parts[parts.index(b"<IDS|MSG>") + 1 :]


@given(PARTS)
def test_whatever_comes_is_a_message(parts):
    """Any bytes become a message whose parts are what they should be; what is malformed says nothing."""
    reader = MessageReader(key=KEY)
    _, rest = reader.feed_identities(list(parts))
    message = reader.deserialize(rest)
    assert message["msg_type"] == "malformed"
    assert all(message[part] == {} for part in ("header", "parent_header", "content"))


def test_what_was_sent_is_read():
    """A message with the kernel's signature comes as it was sent, one without is malformed."""
    content = {"name": "stdout", "text": "ñ" * 1000}
    message = MessageReader(key=KEY).deserialize(sent(content))
    assert (message["msg_type"], message["content"]) == ("stream", content)
    assert MessageReader(key=b"another").deserialize(sent(content))["msg_type"] == "malformed"


def test_what_is_long_is_not_read():
    """A content of megabytes is passed over with a word on its length; a header of megabytes is malformed."""
    message = MessageReader(key=KEY).deserialize(sent({"ename": "E", "evalue": "x" * MAX_JSON}, "error"))
    assert "bytes" in message["content"]["evalue"] and len(message["content"]["evalue"]) < 100
    parts = sent({})
    assert MessageReader(key=KEY).deserialize([parts[0], b" " * (MAX_JSON + 1), *parts[2:]])["msg_type"] == "malformed"


@given(st.lists(st.integers(0, 3000), max_size=12))
def test_a_flood_is_told_once(sizes):
    """When more bytes came than there is room for, malformed ones included, that is told, and only once."""
    reader = Counted(key=KEY)
    reader.bytes_left = 5000
    for size in sizes:
        reader.deserialize([b"x" * size])
    assert reader.floods == int(reader.flooded) == int(sum(sizes) > 5000)


@pytest.fixture
def heard() -> Any:
    """Lets a listener hear messages about a cell, and returns what it kept."""
    listener = CellRunner(NotebookNode(cells=[], metadata={}))

    def hear(*messages: tuple[str, dict[str, Any]]) -> list[Any]:
        cell = NotebookNode(cell_type="code", source="", metadata={}, outputs=[])
        for kind, content in messages:
            listener.process_message({"msg_type": kind, "content": content}, cell, 0)
        return cell.outputs

    return hear


def test_only_the_first_error_is_kept(heard):
    """Of all that a cell sends its first error stays, cut to a length; output is let go."""
    loud = ("stream", {"name": "stdout", "text": "x" * 10_000})
    errors = [("error", {"ename": "E" * 10_000, "evalue": "v" * 10_000}), ("error", {"ename": "F", "evalue": ""})]
    assert heard(loud, *errors, loud) == [CellError("E" * 200, "v" * 1000)]
    assert heard(loud, ("display_data", {}), ("malformed", {}), ("status", {})) == []


@pytest.mark.parametrize(
    ("content", "kept"),
    [({}, CellError("Error", "")), ({"ename": None, "evalue": [1]}, CellError("None", "[1]"))],
)
def test_an_error_that_says_nothing_is_one(heard, content, kept):
    """An error whose fields are missing or of another type is an error with what there is."""
    assert heard(("error", content)) == [kept]


def test_the_end_is_heard(heard):
    """The kernel's word that it is idle ends a cell, any other state does not."""
    heard(("status", {"execution_state": "busy"}), ("status", {"execution_state": ["idle"]}))
    with pytest.raises(CellExecutionComplete):
        heard(("status", {"execution_state": "idle"}))
