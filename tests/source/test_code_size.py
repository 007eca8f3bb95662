"""Laws of counting tokens: every text is counted in one pass, and texts and comments count once."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.source.code_size import has_more_tokens


@pytest.mark.parametrize(
    ("source", "tokens"),
    [
        ("", 0),
        ("a = f(x, 1)", 8),
        ("text = '''a b\nc d'''\nb = 2", 6),
        ("text = '''a b c", 3),
        (r"a = 'it\'s one' # and one", 4),
        ("a = 'not closed\nb", 4),
        ('"""a""" "b" c', 3),
    ],
)
def test_tokens_are_counted(source: str, tokens: int) -> None:
    """A name, a number, a sign, a whole text and a whole comment are one token each."""
    assert not has_more_tokens([source], tokens)
    assert tokens == 0 or has_more_tokens([source], tokens - 1)


@given(st.lists(st.text("a'\"\\\n# =", max_size=30), max_size=4), st.integers(0, 60))
def test_all_sources_count_together(sources: list[str], most: int) -> None:
    """Sources have together as many tokens as each has by itself."""
    alone = sum(next(n for n in range(40) if not has_more_tokens([source], n)) for source in sources)
    assert has_more_tokens(sources, most) == (alone > most)


@pytest.mark.parametrize("piece", ["a=1\n", "'''", '\\"""', '"\\', "a", "\n", "'a\\", "#", "\\\n", '"""\\'])
def test_no_text_takes_long(piece: str) -> None:
    """Eight times as much text takes no more than some twenty times as long, whatever stands in it."""

    def seconds(length: int) -> float:
        source = piece * (length // len(piece))
        start = time.process_time()
        has_more_tokens([source], length)
        return time.process_time() - start

    assert seconds(400_000) < 20 * max(min(seconds(50_000) for _ in range(3)), 0.002)
