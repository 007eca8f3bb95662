"""Tells prose from code: sentences that were written into a code cell, and text that a cell only shows or keeps."""

import ast
import keyword
import re
from collections.abc import Iterator

from autograder.source.parsing import parse, parse_or_empty

STRINGS = re.compile(
    r'"""[\s\S]*?"""|' r"'''[\s\S]*?'''|" r'"[^"\n]*(?:"|$)' r"|(?<!\w)'[^'\n]*'|`[^`\n]*`|\$[^$\n]*\$", re.MULTILINE
)
COMMENT = re.compile(r"#[^\n]*")
WORD = re.compile(r"[^\W\d_][\w'’-]*")
ADJACENT = re.compile(r"(?<![\w.])([^\W\d_][\w'’-]{0,60}+)[,;:]?[ \t*_]+(?=[^\W\d_])")
OPERATORS = frozenset({*keyword.kwlist, "match", "case", "type", "print"}) - {"None", "True", "False"}
OPENS_BLOCK = re.compile(
    r"^\s*(?:def \w+\s*\(|class \w+\s*[(:]|(?:for|while|if|with)\b.*:\s*$|@\w|import [\w., ]+$|from [\w.]+ import\b)"
)
COMMON = frozenset(
    WORD.findall(
        "el la los las lo un una de del al que en por para con sin no se es son su sus como porque así si más esto "
        "este esta cada entre pues ya "
        "the an of to that this it its be are was because so each than we they which has have"
    )
)
LEAST_WORDS = 3  # a shorter text could be anything
LEAST_PAIRS = 2  # of neighbouring words
SHOWING = frozenset({"print", "display", "Markdown", "HTML", "Latex", "Math", "printmd", "info", "input", "write"})
TIDYING = frozenset({"strip", "format", "replace", "lstrip", "rstrip"})
SENTENCE = 6  # words
STATEMENTS = (ast.Assign, ast.AugAssign, ast.Import, ast.ImportFrom, ast.Delete, ast.Raise, ast.Return)
MAX_LINES = 2000  # of a cell; nobody writes prose that long


def is_prose(source: str) -> bool:
    """Return whether a code cell that is not valid Python reads as sentences of a language, not as broken code.

    In Python two words never stand side by side unless one of them is a keyword; in prose most of them do, and among
    them are the commonest words of Spanish or English. A cell that imports or opens a block is code, and so is one
    whose lines are for the most part statements.
    """
    lines = [line for line in source.splitlines() if line.strip()]
    if len(lines) > MAX_LINES or parse(source) is not None or source.lstrip().startswith(("%", "!")):
        return False
    if any(OPENS_BLOCK.match(line) for line in lines) or 2 * sum(map(_is_statement, lines)) > len(lines):
        return False
    return reads_as_prose(COMMENT.sub(" ", source))


def reads_as_prose(text: str) -> bool:
    """Return whether a text is made of sentences: at least LEAST_WORDS words, which mostly stand side by side."""
    bare = STRINGS.sub(" x ", text)
    words = [word.lower() for word in WORD.findall(bare)]
    pairs = [
        found[1]
        for found in ADJACENT.finditer(bare)
        if found[1] not in OPERATORS and not _keyword_follows(bare, found.end())
    ]
    long_enough = len(words) >= LEAST_WORDS and len(pairs) >= LEAST_PAIRS
    return long_enough and 3 * len(pairs) >= len(words) and not COMMON.isdisjoint(words)


def shown_texts(source: str) -> list[tuple[str, str]]:
    """Return the texts that a code cell prints, displays, assigns or merely states, in order, each with a name.

    The name is that of the variable that an assigned text gets, and "" for any other. Where a part of a text is
    computed, as in the report of a loss, it counts from SENTENCE words on.
    """
    return [pair for statement in parse_or_empty(source).body for pair in _texts(statement)]


def only_shows_text(source: str) -> bool:
    """Return whether a code cell does nothing but print, display, assign or state texts."""
    silent = ast.Import | ast.ImportFrom | ast.Pass
    body = [node for node in parse_or_empty(source).body if not isinstance(node, silent)]
    texts = [bool(list(_texts(statement))) for statement in body]
    return any(texts) and all(text or _shows(node) for text, node in zip(texts, body, strict=True))


def _texts(statement: ast.stmt) -> Iterator[tuple[str, str]]:
    match statement:
        case ast.AnnAssign(target=ast.Name(id=name), annotation=ast.Name(), value=None):
            yield name, ast.unparse(statement)  # `Respuesta: simetría` is valid Python, and yet a sentence
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Dict(keys=keys, values=values)):
            for key, entry in zip(keys, values, strict=True):  # answers by letter, {"b": "..."}
                letter = key.value if isinstance(key, ast.Constant) else ""
                label = f"{name}_{letter}" if isinstance(letter, str) else name
                yield from ((label, text) for text in _stated(entry) if len(WORD.findall(text)) >= LEAST_WORDS)
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            yield from ((name, text) for text in _stated(value))
        case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
            yield from ((name, text) for text in _stated(value))
        case ast.Expr(value=value):
            yield from (("", text) for text in _stated(value))


def _stated(value: ast.expr) -> Iterator[str]:
    """The literal text of an expression that is one, or that shows or tidies one."""
    while isinstance(value, ast.Call):
        match value:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=[inner]) if name in SHOWING:
                value = inner
            case ast.Call(func=ast.Name(id="dedent") | ast.Attribute(attr="dedent"), args=[inner]):
                value = inner
            case ast.Call(func=ast.Attribute(value=inner, attr=name)) if name in TIDYING:
                value = inner
            case ast.Call(func=ast.Name(id=name), args=[_, *_] as arguments) if name in SHOWING:
                value = ast.Tuple(arguments)
            case _:
                return
    if not isinstance(value, ast.Constant | ast.JoinedStr | ast.BinOp | ast.Tuple | ast.List):
        return
    nodes = list(ast.walk(value))
    literals = [node for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    texts = [str(node.value) for node in sorted(literals, key=lambda node: (node.lineno, node.col_offset))]
    text = ("" if isinstance(value, ast.BinOp | ast.JoinedStr) else "\n").join(texts)
    computed = any(isinstance(node, ast.Name | ast.Call) for node in nodes)
    if len(WORD.findall(text)) >= (SENTENCE if computed else 1):
        yield text


def _shows(statement: ast.stmt) -> bool:
    """Whether a statement only shows a variable or a line of signs, such as what the line before it assigned."""
    match statement:
        case ast.Expr(value=ast.Name() | ast.Constant()):
            return True
        case ast.Expr(value=ast.Call(func=ast.Name(id=name))):
            return name in SHOWING
        case _:
            return False


def _is_statement(line: str) -> bool:
    tree = parse(line.strip())
    if tree is None or not tree.body:
        return False
    match tree.body[0]:
        case ast.Expr(value=ast.Call()):
            return True
        case node:
            return isinstance(node, STATEMENTS)


def _keyword_follows(text: str, end: int) -> bool:
    following = WORD.match(text, end)
    return following is not None and following[0] in OPERATORS
