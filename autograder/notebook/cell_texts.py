"""The prose in a cell of any kind: markdown, texts that code shows or keeps, comments, and sentences in code cells."""

import ast
import re

from autograder.lab.student_template import Template, comments
from autograder.notebook.submission import Cell
from autograder.source.ipython import without_commands
from autograder.source.parsing import parse
from autograder.source.prose import SENTENCE, is_prose, only_shows_text, shown_texts

TEXT_CELL = re.compile(
    r"%%(?:markdown|html|latex|svg|(?:writefile|file)[^\S\n][^\n]*\.(?:md|txt|html|tex))\b", re.IGNORECASE
)
WORD = re.compile(r"[^\W\d_]+")
MAX_TEXT = 100_000  # characters of a cell of text that are looked at
MAX_CODE = 20_000  # a longer cell of code holds data, and no prose
FENCE = re.compile(r"^[^\S\n]*(?:```|~~~)[^\n]*", re.MULTILINE)
COMMENT_SIGN = re.compile(r"^[^\S\n]*#+ ?", re.MULTILINE)
LABELS = frozenset(
    WORD.findall(
        "respuesta respuestas resp rpta r answer answers tu su your here aquí aqui va pregunta question "
        "solución solucion desarrollo"
    )
)


def cell_text(cell: Cell, template: Template) -> str:
    """Return the prose in a cell, "" for a cell of code.

    A code cell is prose where it is not Python at all but sentences, where it holds nothing but comments and texts, and
    where a magic says that the rest is text. Cells of the student version hold none.
    """
    if cell.kind != "code":
        return "" if template.gave(cell.source) else cell.source[:MAX_TEXT]
    if len(cell.source) > MAX_CODE:
        return ""
    source = cell.source.strip()
    if not source or template.gave_code(source):
        return ""
    if TEXT_CELL.match(source):
        return source.partition("\n")[2].strip()
    if is_prose(source):
        return source
    python = without_commands(source)
    tree = parse(python)
    if tree is None or (tree.body and not only_shows_text(python)):
        return ""
    return "\n".join([*(text for _, text in shown_texts(python)), *comment_blocks(source, template)])


def sentences_in_code(cell: Cell, template: Template) -> str:
    """Return the sentences among the code of a cell: its longer comments, and texts that it prints or assigns."""
    if len(cell.source) > MAX_CODE:
        return ""
    texts = [text for _, text in shown_texts(without_commands(cell.source))]
    sentences = [*texts, *comment_blocks(cell.source, template)]
    return "\n".join(text for text in sentences if len(WORD.findall(text)) >= SENTENCE and template.own(text).words)


def comment_blocks(source: str, template: Template) -> list[str]:
    """Return the student's own comments of a code cell, those on lines that follow each other as one text."""
    if len(source) > MAX_CODE:
        return []
    own = set(template.own_comments(source))
    blocks: list[list[str]] = [[]]
    beside = []
    for line in source.splitlines():
        comment = " ".join(line.split())
        if comment in own:
            blocks[-1].append(line.strip())
        elif blocks[-1]:
            blocks.append([])
        if "#" in comment and not comment.startswith("#"):
            beside += [text for text in comments(line) if text in own]
    return [text for block in blocks if (text := "\n".join(block))] + beside


def is_blank(text: str) -> bool:
    """Return whether a text holds nothing but the label of an answer, such as "Respuesta:"."""
    words = [word.casefold() for word in re.findall(r"\w+", text)]
    has_picture = "attachment:" in text or "<img" in text
    return not has_picture and all(word in LABELS for word in words)


def is_misplaced_code(text: str) -> bool:
    """Return whether a text outside of code is code that was put there, or switched off by signs of comment."""
    unfenced = FENCE.sub("", text)
    trees = (parse(without_commands(code)) for code in (unfenced, COMMENT_SIGN.sub("", unfenced)))
    return any(tree is not None and not all(map(_is_word, tree.body)) for tree in trees)


def _is_word(statement: ast.stmt) -> bool:
    """Whether a statement is a word of a text that happens to be valid Python."""
    match statement:
        case ast.Expr(value=ast.Name() | ast.Constant() | ast.Tuple()) | ast.AnnAssign(value=None):
            return True
        case _:
            return False
