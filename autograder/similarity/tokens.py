"""Splits Python source into tokens that stay the same when names, numbers, comments or white space change."""

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
class SourceToken:
    """A token as it is written, the line where it begins, counted from 0, and its Pygments type, `kind`."""

    text: str
    line: int
    kind: object


@dataclass(frozen=True)
class NormalizedToken:
    """A token, with the author's names, numbers and texts replaced by placeholders, and its line."""

    text: str
    line: int


def source_tokens(source: str) -> tuple[SourceToken, ...]:
    """Return the tokens of a source without comments and white space; text that is not Python works too."""
    return _remembered(source) if len(source) <= SHORT else _tokenize(source)


@lru_cache(maxsize=1024)  # most cells of a class are those that everybody was given
def _remembered(source: str) -> tuple[SourceToken, ...]:
    return _tokenize(source)


def _tokenize(source: str) -> tuple[SourceToken, ...]:
    tokens: list[SourceToken] = []
    line = 0
    for _, kind, text in PythonLexer().get_tokens_unprocessed(without_commands(source, "")):
        if not (any(kind in silent for silent in SILENT) or text == ";" or not text.strip()):
            tokens.append(SourceToken(text, line, kind))
        line += text.count("\n")
    return tuple(tokens)


def own_names(cells: Iterable[tuple[SourceToken, ...]]) -> frozenset[str]:
    """Return the names that a notebook defines or assigns, and that its author therefore chose."""
    return frozenset(name for cell in cells for name in _bound(cell))


def normalized_tokens(cell: tuple[SourceToken, ...], own: frozenset[str]) -> list[NormalizedToken]:
    """Return the tokens of a cell, with names in `own`, numbers and texts replaced by one placeholder each.

    Names of libraries are kept, because somebody who copies cannot change them.
    """
    tokens: list[NormalizedToken] = []
    before = ""
    for token, after in _with_next(cell):
        text = _plain(token, before, after, own)
        said_already = text == TEXT and tokens and tokens[-1].text == TEXT  # the pieces of one text
        if not said_already and not (text == "," and after in tuple(CLOSING)):
            tokens.append(NormalizedToken(text, token.line))
        before = token.text
    return tokens


def _with_next(cell: tuple[SourceToken, ...]) -> Iterator[tuple[SourceToken, str]]:
    return zip(cell, [*(token.text for token in cell[1:]), ""], strict=False)


def _bound(cell: tuple[SourceToken, ...]) -> Iterator[str]:
    """The names that are defined or assigned; a name with "=" in brackets is an argument's, unless it has a dot."""
    depth, before = 0, ""
    targets: list[str] = []
    for token, after in _with_next(cell):
        if token.kind in Punctuation:
            depth += (token.text in OPENING) - (token.text in CLOSING)
        if token.kind in (Name.Function, Name.Class):
            yield token.text
        elif token.kind in Name and after in (",", "="):
            targets.append(token.text)
            if after == "=":
                yield from targets if depth <= 0 else targets[-1:] if before == "." else ()
                targets = []
        elif token.kind not in Name and token.text not in (".", ","):
            targets = []
        before = token.text


def _plain(token: SourceToken, before: str, after: str, own: frozenset[str]) -> str:
    kind = token.kind
    if kind in Literal.Number:
        return NUMBER
    if kind in Literal.String:
        return TEXT
    if kind not in Name:
        return token.text
    called = kind in Name.Builtin and after == "("
    fixed = before == "." or called or kind in (Name.Function.Magic, Name.Exception, Name.Namespace)
    return token.text if fixed and token.text not in own else NAME
