"""The paragraphs of a Python text, which may be broken in places."""

import re
from collections.abc import Iterator

from autograder.source.parsing import parse

CONTINUES = re.compile(r"(?:else|elif|except|finally)\b|[)\]}]|\s")
TOKEN = re.compile(r"#[^\n]*|\"\"\"|'''|\"(?:\\.|[^\"\\\n])*\"?|'(?:\\.|[^'\\\n])*'?|\\.", re.DOTALL)
COMMAND = re.compile(r"(?m)^([ \t]*)[%!].*$")
BEGINS_ANEW = re.compile(r"\n[ \t]*\n(?:\"\"\"|''')[\w#*]")  # a closing quote has no word right behind it
MOST_JOINED = 12
MOST_MENDED = 2000  # pieces; a script of more was written to take time
QUOTES = ('"""', "'''")


def paragraphs(text: str) -> Iterator[str]:
    """The pieces of a text between blank lines, so that each is whole Python where the text is."""
    pieces = list(_pieces(text))
    most = MOST_JOINED if len(pieces) <= MOST_MENDED else 1
    at = 0
    while at < len(pieces):
        end = _end(pieces, at, most)
        yield "\n\n".join(pieces[at:end])
        at = end


def _end(pieces: list[str], at: int, most: int) -> int:
    """How far a piece reaches: where brackets stay open over a blank line, only several together are Python."""
    for end in range(at + 1, min(at + 1 + most, len(pieces) + 1)):
        if end > at + 1 and pieces[end - 1].startswith(QUOTES):
            break  # nothing goes on with a text
        if parse(COMMAND.sub(r"\1pass", "\n\n".join(pieces[at:end]))) is not None:
            return end
    return at + 1


def _pieces(text: str) -> Iterator[str]:
    """What stands between blank lines behind which something begins at the margin, outside of any string."""
    piece: list[str] = []
    for line, within in zip(text.split("\n"), _in_strings(text), strict=True):
        after_blank = bool(piece) and not within and not piece[-1].strip()
        if after_blank and line and (not CONTINUES.match(line) or _is_text(piece)):
            yield from _told(piece)
            piece = []
        piece.append(line)
    yield from _told(piece)


def _is_text(piece: list[str]) -> bool:
    """Whether a piece is a string and no more, as Colab writes what is no code: nothing goes on behind it."""
    end = next((line for line in reversed(piece) if line.strip()), "").rstrip()
    return piece[0].startswith(QUOTES) and end.endswith(piece[0][:3])


def _told(piece: list[str]) -> Iterator[str]:
    if any(line.strip() for line in piece):
        yield "\n".join(piece).strip("\n")


def _in_strings(text: str) -> list[bool]:
    """For every line whether it begins inside a string of three quotes; one that is never closed is none."""
    inside = [False] * (text.count("\n") + 1)
    at = line = 0
    while match := TOKEN.search(text, at):
        line += text.count("\n", at, match.end())
        at = match.end()
        end = text.find(match[0], at) if match[0] in ('"""', "'''") else -1
        if end >= 0 and not BEGINS_ANEW.search(text, at, end + 4):
            lines = text.count("\n", at, end)
            inside[line + 1 : line + 1 + lines] = [True] * lines
            line, at = line + lines, end + 3
    return inside
