"""Laws of the console: what a notebook writes is counted and thrown away."""

from hypothesis import given
from hypothesis import strategies as st

from autograder.kernel_side.console import DiscardedOutput


@given(st.lists(st.text()))
def test_discarded_output_counts_and_stays(texts):
    """What is written leads nowhere, is counted, and whoever closes the stream can write on."""
    output = DiscardedOutput()
    for text in texts:
        assert output.write(text) == len(text)
        output.close()
    output.writelines(texts)
    print("end", file=output, flush=True)
    assert output.characters == 2 * sum(map(len, texts)) + 4
    assert not output.closed


def test_the_write_method_cannot_be_replaced():
    """A `write` that would keep a copy of everything does not take the place of the stream's own."""
    output = DiscardedOutput()
    output.write = lambda text: 1 / 0
    assert output.write("abc") == 3
    output.name = "mine"
    assert output.name == "mine"


@given(st.lists(st.text()), st.integers(0, 20))
def test_only_the_start_is_kept(texts, room):
    """The stream keeps exactly the first characters that it was told to keep, and nothing after they are taken."""
    output = DiscardedOutput()
    output.write("before")
    output.keep(room)
    output.writelines(texts)
    assert output.take_kept() == "".join(texts)[:room]
    output.writelines(texts)
    assert output.take_kept() == ""
