"""Rewrites a student's code cells for grading: scaled down, without commands, and fit for this machine."""

import ast
from collections.abc import Sequence
from dataclasses import replace

from autograder.lab.declaration import Scaling
from autograder.notebook.absent_modules import ImportReplacer
from autograder.notebook.decoding import without_conflicts
from autograder.notebook.gpu_guards import GpuGuards
from autograder.notebook.portability import StringLiterals, use_cpu, use_root
from autograder.notebook.prepared_cell import Machine, RewrittenCell, ScaledValue
from autograder.notebook.scaling import Scaler
from autograder.notebook.written_modules import inline_modules, with_writefile, written_modules
from autograder.source.edits import SourceEdits
from autograder.source.ipython import PythonCell, to_python
from autograder.source.newer_python import in_this_syntax
from autograder.source.parsing import parse

__all__ = ["Machine", "RewrittenCell", "ScaledValue", "rewrite"]


def rewrite(
    sources: Sequence[str], scaling: Scaling, machine: Machine, modules: Sequence[str] = ()
) -> list[RewrittenCell]:
    """Rewrite all code cells of a notebook, given in order, so that they can run for grading.

    `modules` are the texts of modules that were handed in beside it; they come back rewritten behind the cells. It
    never raises: a cell that is not valid Python is returned as written, and the kernel then reports the error.
    """
    whole, conflicts = zip(*map(without_conflicts, sources), strict=True) if sources else ((), ())
    sources = [in_this_syntax(with_writefile(source)) for source in whole]
    written = written_modules(sources)
    sources = [*inline_modules(sources), *map(in_this_syntax, modules)]
    cells = [to_python(source) for source in sources]
    trees = [None if cell is None else parse(cell.text) for cell in cells]
    parsed = [tree for tree in trees if tree is not None]
    rewriter = _Rewriter(scaling, machine, parsed, written)
    rewritten = [
        RewrittenCell(source) if cell is None or tree is None else rewriter.cell(number, cell, tree)
        for number, (source, cell, tree) in enumerate(zip(sources, cells, trees, strict=True))
    ]
    left_out = [*conflicts, *([()] * len(modules))]
    return [replace(cell, skipped=(*more, *cell.skipped)) for cell, more in zip(rewritten, left_out, strict=True)]


class _Rewriter:
    def __init__(self, scaling: Scaling, machine: Machine, trees: list[ast.Module], modules: set[str]) -> None:
        self._machine = machine
        self._imports = ImportReplacer(trees, lambda name: name in modules or machine.has_module(name))
        self._scaler = Scaler(scaling, trees)
        self._guards = GpuGuards(trees)

    def cell(self, number: int, cell: PythonCell, tree: ast.Module) -> RewrittenCell:
        """Rewrite one cell, given as plain Python and as its tree."""
        unchanged = RewrittenCell(cell.text, skipped=cell.skipped)
        splices = SourceEdits(cell.text)
        absent = self._imports.replace(tree, splices)
        strings = StringLiterals(tree)
        if not self._machine.cuda:
            use_cpu(strings, splices)
            self._guards.pass_over(tree, splices)
        folders = use_root(strings, splices, self._machine.root)
        scaled = self._scaler.scale(number, tree, splices)
        if not splices:
            return unchanged
        source = splices.apply()
        if parse(source) is None:
            return unchanged
        return replace(
            unchanged, source=source, scaled=scaled, missing=absent.modules, stand_ins=absent.names, folders=folders
        )
