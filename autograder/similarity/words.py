"""Python text as words that stay the same when names, numbers, comments or white space change."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from pygments.lexers.python import PythonLexer
from pygments.token import Comment, Keyword, Literal, Name, Punctuation, Token, Whitespace

NAME, NUMBER, TEXT = "n", "0", "s"
MAGIC = re.compile(r"(?m)^[ \t]*[%!].*$")
OPENING, CLOSING = "([{", ")]}"
SILENT = (Token.Text, Whitespace, Comment, Literal.String.Doc)


@dataclass(frozen=True)
class Lexeme:
    """A token as it is written, and the line that it begins in, counted from 0; `kind` is Pygments's."""

    text: str
    line: int
    kind: object


@dataclass(frozen=True)
class Word:
    """What a token comes to once it does not matter who wrote it, and its line."""

    text: str
    line: int


@lru_cache(maxsize=4096)  # most cells of a class are those that everybody was given
def lexemes(source: str) -> tuple[Lexeme, ...]:
    """The tokens of a source that say something; text that is no Python has tokens too."""
    found: list[Lexeme] = []
    line = 0
    for _, kind, text in PythonLexer().get_tokens_unprocessed(MAGIC.sub("", source)):
        if not (any(kind in silent for silent in SILENT) or text == ";" or not text.strip()):
            found.append(Lexeme(text, line, kind))
        line += text.count("\n")
    return tuple(found)


def own_names(cells: Iterable[tuple[Lexeme, ...]]) -> frozenset[str]:
    """The names that a notebook gives to things: its author may have called them anything."""
    return frozenset(name for cell in cells for name in _bound(cell))


def words(cell: tuple[Lexeme, ...], own: frozenset[str]) -> list[Word]:
    """The words of a cell: every name of the author's is one word, and every number, and every text.

    What is called by a name of a library's keeps it, because a copy cannot change it.
    """
    found: list[Word] = []
    before = ""
    for place, lexeme in enumerate(cell):
        text = _plain(lexeme, before == ".", own)
        after = cell[place + 1].text if place + 1 < len(cell) else ""
        said_already = text == TEXT and found and found[-1].text == TEXT  # the pieces of one text
        if not said_already and not (text == "," and after in tuple(CLOSING)):
            found.append(Word(text, lexeme.line))
        before = lexeme.text
    return found


def _bound(cell: tuple[Lexeme, ...]) -> Iterator[str]:
    depth = 0
    for lexeme, after in zip(cell, (*cell[1:], Lexeme("", 0, Token)), strict=True):
        if lexeme.kind in Punctuation:
            depth += (lexeme.text in OPENING) - (lexeme.text in CLOSING)
        defined = lexeme.kind in (Name.Function, Name.Class)
        if defined or (lexeme.kind in Name and after.text == "=" and depth <= 0):
            yield lexeme.text


def _plain(lexeme: Lexeme, attribute: bool, own: frozenset[str]) -> str:
    kind = lexeme.kind
    if kind in Literal.Number:
        return NUMBER
    if kind in Literal.String:
        return TEXT
    if kind in Name and kind not in Keyword:
        fixed = attribute or kind in (Name.Builtin, Name.Function.Magic, Name.Exception, Name.Namespace)
        return lexeme.text if fixed and lexeme.text not in own else NAME
    return lexeme.text
