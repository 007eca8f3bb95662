"""Lets pass the guards of a notebook that raise, assert or exit where there is no GPU."""

import ast
import re
from collections.abc import Iterable

from autograder.source.edits import SourceEdits
from autograder.source.parsing import nodes_of

ABOUT_GPU = re.compile(r"cuda|\bmps\b|gpu|device_count|'cpu'|torch\.accelerator|xla", re.IGNORECASE)
AVAILABLE = re.compile(r"(?:cuda|mps|accelerator)\.is_available|device_count|get_device_name|'cuda'")
EXITS = frozenset({"exit", "quit", "_exit", "abort", "kill"})


class GpuGuards:
    """The guards of a notebook, given as the trees of its cells: names that say whether there is a GPU are known."""

    def __init__(self, trees: Iterable[ast.Module]) -> None:
        self._names = {
            target.id
            for tree in trees
            for node in nodes_of(tree)
            if isinstance(node, ast.Assign) and AVAILABLE.search(ast.unparse(node.value))
            for target in node.targets
            if isinstance(target, ast.Name)
        }

    def pass_over(self, tree: ast.Module, splices: SourceEdits) -> None:
        """Replace, in `splices`, what ends a cell because there is no GPU by statements that do nothing."""
        for node in nodes_of(tree):
            match node:
                case ast.Assert(test=test) if self._asks(test):
                    splices.replace(node, "pass")
                case ast.If(test=test, body=body, orelse=orelse) if self._asks(test):
                    for statement in (*body, *orelse):
                        if isinstance(statement, ast.Raise) or (
                            isinstance(statement, ast.Expr) and _is_exit(statement.value)
                        ):
                            splices.replace(statement, "pass")
                case ast.IfExp(test=test, body=body, orelse=orelse) if self._asks(test):
                    for part in filter(_is_exit, (body, orelse)):
                        splices.replace(part, "'cpu'")
                case ast.BoolOp(values=[first, *others]) if self._asks(first):
                    for part in filter(_is_exit, others):
                        splices.replace(part, "None")

    def _asks(self, test: ast.expr) -> bool:
        names = {node.id for node in ast.walk(test) if isinstance(node, ast.Name)}
        return bool(names & self._names) or ABOUT_GPU.search(ast.unparse(test)) is not None


def _is_exit(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    return (node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")) in EXITS
