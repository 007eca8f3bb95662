"""Python text as words that stay the same when names, numbers, comments or white space change."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from pygments.lexers.python import PythonLexer
from pygments.token import Comment, Literal, Name, Punctuation, Text, Whitespace

from autograder.source.ipython import without_commands

NAME, NUMBER, TEXT = "n", "0", "s"
SHORT = 4096  # characters
OPENING, CLOSING = "([{", ")]}"
SILENT = (Text, Whitespace, Comment, Literal.String.Doc)


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


def lexemes(source: str) -> tuple[Lexeme, ...]:
    """The tokens of a source that say something; text that is no Python has tokens too."""
    return _remembered(source) if len(source) <= SHORT else _lexemes(source)


@lru_cache(maxsize=1024)  # most cells of a class are those that everybody was given
def _remembered(source: str) -> tuple[Lexeme, ...]:
    return _lexemes(source)


def _lexemes(source: str) -> tuple[Lexeme, ...]:
    found: list[Lexeme] = []
    line = 0
    for _, kind, text in PythonLexer().get_tokens_unprocessed(without_commands(source, "")):
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
    for lexeme, after in _with_next(cell):
        text = _plain(lexeme, before, after, own)
        said_already = text == TEXT and found and found[-1].text == TEXT  # the pieces of one text
        if not said_already and not (text == "," and after in tuple(CLOSING)):
            found.append(Word(text, lexeme.line))
        before = lexeme.text
    return found


def _with_next(cell: tuple[Lexeme, ...]) -> Iterator[tuple[Lexeme, str]]:
    return zip(cell, [*(lexeme.text for lexeme in cell[1:]), ""], strict=False)


def _bound(cell: tuple[Lexeme, ...]) -> Iterator[str]:
    """The names that are defined or assigned; a name with "=" in brackets is an argument's, unless it has a dot."""
    depth, before = 0, ""
    targets: list[str] = []
    for lexeme, after in _with_next(cell):
        if lexeme.kind in Punctuation:
            depth += (lexeme.text in OPENING) - (lexeme.text in CLOSING)
        if lexeme.kind in (Name.Function, Name.Class):
            yield lexeme.text
        elif lexeme.kind in Name and after in (",", "="):
            targets.append(lexeme.text)
            if after == "=":
                yield from targets if depth <= 0 else targets[-1:] if before == "." else ()
                targets = []
        elif lexeme.kind not in Name and lexeme.text not in (".", ","):
            targets = []
        before = lexeme.text


def _plain(lexeme: Lexeme, before: str, after: str, own: frozenset[str]) -> str:
    kind = lexeme.kind
    if kind in Literal.Number:
        return NUMBER
    if kind in Literal.String:
        return TEXT
    if kind not in Name:
        return lexeme.text
    called = kind in Name.Builtin and after == "("
    fixed = before == "." or called or kind in (Name.Function.Magic, Name.Exception, Name.Namespace)
    return lexeme.text if fixed and lexeme.text not in own else NAME
