"""Recognises syntax of newer Pythons than this one, and writes it as this one reads it where that is cheap.

Only what this Python cannot parse is ever looked at. Libraries that know newer grammars are of no help: parso, the one
that IPython brings along, knows no nested quotes in f-strings and no `type` statements.
"""

import ast
import re

from autograder.source.ipython import without_commands
from autograder.source.parsing import parse

EXCEPT = re.compile(r"(?m)^([ \t]*except\*?[ \t]+)(?!\()([\w.]+(?:[ \t]*,[ \t]*[\w.]+)+)(?=[ \t]*:)")
TYPE = re.compile(r"(?m)^([ \t]*)type[ \t]+(?=\w+[ \t]*(?:\[[^\n]*\])?[ \t]*=(?!=))")
GENERIC = re.compile(
    r"(?m)^([ \t]*(?:async[ \t]+def|def|class|type)[ \t]+\w+)[ \t]*(\[[^\n]*?\])(?=[ \t]*(?:\(|:|=(?!=)))"
)
DEFINES = re.compile(r"(?m)^[ \t]*(?:(?:async[ \t]+)?def|class|type)[ \t]+\w+[ \t]*\[")
VARIABLE = re.compile(r"(?:^\[|,)[ \t]*\**(\w+)")
STRING = re.compile(r"(?P<prefix>\b[A-Za-z]{1,2})?(?P<quote>'''|\"\"\"|'|\")")
FIELD_END = re.compile(r"![rsa](?=[:}])|:|}|=(?=[ \t]*(?:![rsa])?[:}])")
OPENS, CLOSES = "([{", ")]}"
DEEPEST = 20


class _Unreadable(Exception):
    """The text is not what a newer Python would read either, or not understood here."""


def in_this_syntax(source: str) -> str:
    """Return a cell that this Python cannot parse in its own syntax, where a newer Python's was used; else the cell.

    Line numbers do not change, but for one line before a cell with type parameters.
    """
    if parse(without_commands(source)) is not None:
        return source
    made = _translated(source)
    return made if made != source and parse(without_commands(made)) is not None else source


def needs_newer_python(source: str) -> bool:
    """Return whether a cell that this Python cannot parse would be read by a newer one."""
    if parse(without_commands(source)) is not None:
        return False
    made = _translated(re.sub(r"\b[tT]([rR]?['\"])", r"f\1", re.sub(r"\b([rR])[tT](['\"])", r"\1f\2", source)))
    return made != source and parse(without_commands(made)) is not None


def _translated(source: str) -> str:
    text = EXCEPT.sub(r"\1(\2)", source)
    variables = dict[str, None]()
    if DEFINES.search(text):

        def plain(match: re.Match[str]) -> str:
            variables.update(dict.fromkeys(VARIABLE.findall(match[2])))
            return match[1]

        text = GENERIC.sub(plain, text)
    text = TYPE.sub(r"\1", text)
    try:
        text = _strings(text)
    except _Unreadable:
        return source
    if not variables:
        return text
    binding = "; ".join(f"{name} = __import__('typing').TypeVar({name!r})" for name in variables)
    first, _, rest = text.partition("\n")
    return f"{binding}\n{rest}" if not first.strip() or first.lstrip().startswith("#") else f"{binding}\n{text}"


def _strings(text: str) -> str:
    """Rewrite the f-strings of a text; other strings, and comments, are left."""
    pieces, at = [], 0
    while at < len(text):
        comment = text.find("#", at)
        match = STRING.search(text, at)
        if match is None:
            break
        if 0 <= comment < match.start():
            end = text.find("\n", comment)
            end = len(text) if end < 0 else end
            pieces.append(text[at:end])
            at = end
            continue
        pieces.append(text[at : match.start()])
        made, at = _string(text, match, 0)
        pieces.append(made)
    return "".join([*pieces, text[at:]])


def _string(text: str, match: re.Match[str], depth: int) -> tuple[str, int]:
    """One string as this Python reads it, and where it ends."""
    prefix, quote = match["prefix"] or "", match["quote"]
    if "f" not in prefix.lower():
        end = _plain_end(text, match.end(), quote)
        return text[match.start() : end], end
    body, end = _body(text, match.end(), quote, prefix, depth)
    start, stop = match.start(), end + len(quote)
    if parse(text[start:stop]) is not None:
        return text[start:stop], stop
    lines = text[start:stop].count("\n") - body.count("\n")
    return "\\\n" * lines + prefix + quote + body + quote, stop


def _plain_end(text: str, at: int, quote: str) -> int:
    while at < len(text):
        if text[at] == "\\":
            at += 2
        elif text.startswith(quote, at):
            return at + len(quote)
        elif text[at] == "\n" and len(quote) == 1:
            return at  # a line of a command, or broken: whoever parses it will say so
        else:
            at += 1
    return len(text)


def _body(text: str, at: int, quote: str, prefix: str, depth: int) -> tuple[str, int]:
    """The text between the quotes of an f-string, its fields rewritten, and where the closing quote stands."""
    pieces: list[str] = []
    while at < len(text):
        if text.startswith(quote, at):
            return "".join(pieces), at
        if (text[at] == "\\" and "r" not in prefix.lower()) or text.startswith(("{{", "}}"), at):
            pieces.append(text[at : at + 2])
            at += 2
        elif text[at] == "{":
            field, at = _field(text, at + 1, quote, depth)
            pieces.append(f"{{{field}}}")
        elif text[at] == "\n" and len(quote) == 1:
            break
        else:
            pieces.append(text[at])
            at += 1
    raise _Unreadable


def _field(text: str, at: int, quote: str, depth: int) -> tuple[str, int]:
    """A replacement field without its braces, and where the text after it begins."""
    if depth > DEEPEST:
        raise _Unreadable
    pieces: list[str] = []
    open_brackets = 0
    while at < len(text):
        char = text[at]
        end = FIELD_END.match(text, at) if not open_brackets and text[at : at + 2] not in ("==", "!=", ":=") else None
        string = STRING.match(text, at)
        if end and end[0] == "}":
            return "".join(pieces), at + 1
        if end and end[0] == ":":
            pieces.append(":")
            spec, at = _spec(text, at + 1, quote, depth)
            return "".join([*pieces, spec]), at
        if end:
            pieces.append(end[0])
            at = end.end()
        elif string:
            made, at = _inner(text, string, quote, depth + 1)
            pieces.append(made)
        elif char == "#":
            at = text.find("\n", at) if "\n" in text[at:] else len(text)
        else:
            open_brackets += (char in OPENS) - (char in CLOSES)
            if open_brackets < 0:
                raise _Unreadable
            pieces.append(" " if char == "\n" and len(quote) == 1 else char)
            at += 1
    raise _Unreadable


def _spec(text: str, at: int, quote: str, depth: int) -> tuple[str, int]:
    """A format specification, which may hold fields, and where the text after its field begins."""
    pieces: list[str] = []
    while at < len(text) and not text.startswith(quote, at):
        if text[at] == "}":
            return "".join(pieces), at + 1
        if text[at] == "{":
            field, at = _field(text, at + 1, quote, depth + 1)
            pieces.append(f"{{{field}}}")
        else:
            pieces.append(text[at])
            at += 1
    raise _Unreadable


def _inner(text: str, match: re.Match[str], outer: str, depth: int) -> tuple[str, int]:
    """A string inside a field, written without the outer quote and without a backslash."""
    other = "'" if outer[0] == '"' else '"'
    if "f" in (match["prefix"] or "").lower():
        body, end = _body(text, match.end(), match["quote"], match["prefix"], depth)
        prefix, stop = match["prefix"], end + len(match["quote"])
        if other in body or "\\" in body or outer[0] in body or "\n" in body:
            raise _Unreadable  # strings three deep
        return f"{prefix}{other}{body}{other}", stop
    stop = _plain_end(text, match.end(), match["quote"])
    try:
        value = ast.literal_eval(text[match.start() : stop])
    except (SyntaxError, ValueError):
        raise _Unreadable from None
    if isinstance(value, str) and value.isprintable() and not set(value) & {"\\", "'", '"', "#"}:
        return f"{other}{value}{other}", stop
    if isinstance(value, str):
        return f"bytes({tuple(value.encode())!r}).decode()", stop
    raise _Unreadable
