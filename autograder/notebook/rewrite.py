"""Rewrites a student's code cells for grading: scaled down, without commands, and fit for this machine."""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import replace

from autograder.lab.declaration import Scaling
from autograder.notebook.portability import StringLiterals, use_cpu, use_root
from autograder.notebook.prepared_cell import Machine, RewrittenCell, ScaledValue
from autograder.notebook.scaling import Scaler
from autograder.notebook.written_modules import inline_modules, written_modules
from autograder.source.edits import SourceEdits
from autograder.source.ipython import PythonCell, to_python
from autograder.source.parsing import parse

__all__ = ["Machine", "RewrittenCell", "ScaledValue", "rewrite"]

MISSING = "__autograder_missing__"


def rewrite(sources: Sequence[str], scaling: Scaling, machine: Machine) -> list[RewrittenCell]:
    """Rewrite all code cells of a notebook, given in order, so that they can run for grading.

    It never raises: a cell that is not valid Python is returned as written, and the kernel then reports the error.
    """
    cells = [to_python(source) for source in inline_modules(sources)]
    trees = [None if cell is None else parse(cell.text) for cell in cells]
    parsed = [tree for tree in trees if tree is not None]
    rewriter = _Rewriter(scaling, machine, parsed, written_modules(sources))
    return [
        RewrittenCell(source) if cell is None or tree is None else rewriter.cell(number, cell, tree)
        for number, (source, cell, tree) in enumerate(zip(sources, cells, trees, strict=True))
    ]


class _Rewriter:
    def __init__(self, scaling: Scaling, machine: Machine, trees: list[ast.Module], modules: set[str]) -> None:
        self._machine = machine
        self._modules = modules
        self._scaler = Scaler(scaling, trees)

    def cell(self, number: int, cell: PythonCell, tree: ast.Module) -> RewrittenCell:
        """Rewrite one cell, given as plain Python and as its tree."""
        unchanged = RewrittenCell(cell.text, skipped=cell.skipped)
        splices = SourceEdits(cell.text)
        missing = tuple(dict.fromkeys(self._replace_imports(tree, splices)))
        strings = StringLiterals(tree)
        if not self._machine.cuda:
            use_cpu(strings, splices)
            self._pass_cuda_asserts(tree, splices)
        folders = use_root(strings, splices, self._machine.root)
        scaled = self._scaler.scale(number, tree, splices)
        if not splices:
            return unchanged
        source = splices.apply()
        if parse(source) is None:
            return unchanged
        return replace(unchanged, source=source, scaled=scaled, missing=missing, folders=folders)

    def _replace_imports(self, tree: ast.Module, splices: SourceEdits) -> Iterator[str]:
        """Put stand-ins in the place of modules that are not here: their absence is not the student's mistake."""
        for statement in tree.body:
            if isinstance(statement, ast.Import):
                missing = [alias for alias in statement.names if not self._is_there(_top(alias.name))]
            elif isinstance(statement, ast.ImportFrom) and statement.module and not statement.level:
                missing = [] if self._is_there(_top(statement.module)) else statement.names
            else:
                continue
            present = [ast.unparse(alias) for alias in statement.names if alias not in missing]
            stand_ins = [
                f"{name} = {MISSING}({name!r})"
                for alias in missing
                if (name := alias.asname or _top(alias.name)) != "*"
            ]
            text = "; ".join([f"import {', '.join(present)}"] * bool(present) + stand_ins) or "pass"
            if missing and splices.replace(statement, text):
                yield from _tops(statement, missing)

    def _pass_cuda_asserts(self, tree: ast.Module, splices: SourceEdits) -> None:
        """Let pass that there must be a GPU, on a machine that has none."""
        for node in ast.walk(tree):
            if isinstance(node, ast.Assert) and "cuda.is_available" in ast.unparse(node.test):
                splices.replace(node, "pass")

    def _is_there(self, module: str) -> bool:
        return module in self._modules or self._machine.has_module(module)


def _tops(statement: ast.Import | ast.ImportFrom, names: Sequence[ast.alias]) -> list[str]:
    return [_top(statement.module or "")] if isinstance(statement, ast.ImportFrom) else [_top(a.name) for a in names]


def _top(module: str) -> str:
    return module.partition(".")[0]
