"""Edits source text at the nodes of its syntax tree, and keeps line numbers and comments."""

import ast
import re

from autograder.source.parsing import parse

Span = tuple[int, int]
LINE_END = re.compile(rb"\r\n?|\n")


class SourceEdits:
    """Replacements and insertions in one source text, collected first and then applied together.

    Places are given as nodes of the text's syntax tree. Wrappings nest; replacements must not overlap.
    """

    def __init__(self, text: str) -> None:
        self._text = text.encode()  # columns of a syntax tree count bytes
        self._lines = [0]
        self._lines += [end.end() for end in LINE_END.finditer(self._text)]
        self._replaced: dict[Span, bytes] = {}
        self._inserted: list[tuple[int, int, int, int, bytes]] = []

    def __bool__(self) -> bool:
        return bool(self._replaced or self._inserted)

    def span(self, node: ast.expr | ast.stmt) -> Span:
        """Return the byte offsets of a node's start and end."""
        end_line, end_column = node.end_lineno or node.lineno, node.end_col_offset or node.col_offset
        return self._lines[node.lineno - 1] + node.col_offset, self._lines[end_line - 1] + end_column

    def segment(self, node: ast.expr | ast.stmt) -> str:
        """Return the source text of a node."""
        return self.between(*self.span(node))

    def between(self, start: int, end: int) -> str:
        """Return the source text between two byte offsets."""
        return self._text[start:end].decode(errors="replace")

    def replace(self, node: ast.expr | ast.stmt, text: str) -> bool:
        """Replace a node by a text; return False if it overlaps another replacement or its place is uncertain."""
        return self._sound(node) and self.replace_span(self.span(node), text)

    def replace_span(self, span: Span, text: str) -> bool:
        """Replace the text between two byte offsets; return False if it overlaps another replacement."""
        start, end = span
        if any(start < other_end and other_start < end for other_start, other_end in self._replaced):
            return False
        lines = self._text[start:end].count(b"\n") - text.count("\n")
        self._replaced[span] = b"\\\n" * lines + text.encode()
        return True

    def wrap(self, node: ast.expr, before: str, after: str) -> bool:
        """Insert texts right before and after a node; return False if it was replaced or its place is uncertain."""
        if not self._sound(node):
            return False
        start, end = self.span(node)
        if any(other_start <= start and end <= other_end for other_start, other_end in self._replaced):
            return False
        if isinstance(node, ast.Tuple | ast.Yield | ast.YieldFrom):  # may stand without parentheses
            before, after = f"{before}(", f"){after}"
        order = len(self._inserted)
        # at one place, what ends there comes before what begins there, and the wider wrapping is the outer one
        self._inserted.append((start, 1, -end, order, before.encode()))
        self._inserted.append((end, 0, -start, -order, after.encode()))
        return True

    def apply(self) -> str:
        """Return the text with all edits applied."""
        changes = [*self._inserted, *((start, 2, end, 0, text) for (start, end), text in self._replaced.items())]
        pieces, at = [], 0
        for place, kind, extent, _, text in sorted(changes):
            if place < at:  # inside a piece that was replaced
                continue
            pieces += [self._text[at:place], text]
            at = extent if kind == 2 else place
        return b"".join([*pieces, self._text[at:]]).decode(errors="replace")

    def _sound(self, node: ast.expr | ast.stmt) -> bool:
        # inside f-strings, Python before 3.12 gives places that may be wrong
        if isinstance(node, ast.stmt):
            return True
        tree = parse(f"({self.segment(node)}\n)")
        if tree is None or len(tree.body) != 1 or not isinstance(tree.body[0], ast.Expr):
            return False
        try:
            return ast.dump(tree.body[0].value) == ast.dump(node)
        except RecursionError:
            return False
