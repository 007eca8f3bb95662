"""Laws of text made fit for whoever takes it."""

import json

from hypothesis import given
from hypothesis.strategies import text

from autograder.output.text import (
    decode_spanish,
    encodable,
    format_points,
    json_text,
    printable,
    terminal_text,
    visible,
)


@given(text())
def test_nothing_that_cannot_be_seen_is_left(value: str) -> None:
    """A printable text has as many signs as before, and none that moves a cursor or breaks a line."""
    shown = printable(value)
    assert len(shown) == len(value) and (shown.isprintable() or not shown)


@given(text() | text("a\u202e\u200b\x1b\x9b\u2028\n\t", max_size=9))
def test_what_is_shown_obeys_nobody(value: str) -> None:
    """Nothing that turns text round, hides in it or commands a terminal is left; lines and tabs are."""
    seen = visible(value)
    assert len(seen) == len(value) and (seen.isprintable() or {s for s in seen if not s.isprintable()} <= {"\n", "\t"})
    assert seen.count("\n") == value.count("\n")
    told = json_text([value])
    assert json.loads(told) == [value] and not set(told) & set("\u202e\u200b\x1b\x9b\u2028")


def test_markup_is_text() -> None:
    """Square brackets in a name are shown on a terminal as they are."""
    assert terminal_text("[red]x[/red]").plain == "[red]x[/red]"


def test_unknown_points_are_a_dash() -> None:
    """Points that are not known are never shown as 0."""
    assert (format_points(None), format_points(0.0), format_points(0.5)) == ("–", "0", "0.5")


@given(text())
def test_every_text_can_be_kept(value: str) -> None:
    """What a database or a file refuses, NUL and half characters, is replaced; all else stays as it is."""
    kept = encodable(value)
    assert "\0" not in kept and kept.encode("utf-8").decode("utf-8") == kept
    assert kept == value or "\0" in value or any(0xD800 <= ord(sign) < 0xE000 for sign in value)


def test_spanish_is_read_in_the_encoding_that_makes_it() -> None:
    """Of several encodings the one counts in which a text has most Spanish letters, and else the first."""
    assert decode_spanish("Núñez Ñandú".encode("cp1252"), ("cp437", "cp1252", "cp850")) == "Núñez Ñandú"
    assert decode_spanish("Núñez".encode("cp850"), ("cp1252", "cp850")) == "Núñez"
    assert decode_spanish(b"Soto", ("cp437", "cp1252")) == "Soto"
