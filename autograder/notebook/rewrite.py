"""Rewrites a student's code cells for grading: scaled down, without commands, and fit for this machine."""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import replace

from autograder.lab.declaration import Scaling
from autograder.notebook.caps import Caps
from autograder.notebook.portability import StringLiterals, use_cpu, use_root
from autograder.notebook.prepared_cell import Machine, RewrittenCell, ScaledValue
from autograder.notebook.written_modules import inline_modules, written_modules
from autograder.source.edits import SourceEdits
from autograder.source.ipython import PythonCell, to_python
from autograder.source.parsing import parse
from autograder.source.training_loops import BUDGET_NAME, LOOP_VARIABLE, TrainingCalls, can_be_lambda

__all__ = ["Machine", "RewrittenCell", "ScaledValue", "rewrite"]

CLAMP = "__autograder_clamp__"
MISSING = "__autograder_missing__"
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


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
        self._steps = scaling.steps
        self._machine = machine
        self._modules = modules
        self._caps = Caps(scaling, trees)
        self._calls = TrainingCalls.of(trees)

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
        scaled = tuple(replace(item, cell=number) for item in self._scale(tree, splices))
        if not splices:
            return unchanged
        source = splices.apply()
        if parse(source) is None:
            return unchanged
        return replace(unchanged, source=source, scaled=scaled, missing=missing, folders=folders)

    def _scale(self, tree: ast.Module, splices: SourceEdits) -> Iterator[ScaledValue]:
        for node, scope in _scoped(tree):
            if isinstance(node, ast.For | ast.While):
                yield from self._scale_loop(node, scope, splices)
            elif isinstance(node, COMPREHENSIONS):
                yield from self._scale_comprehension(node, splices)
            for capped in self._caps.of(node, in_function=isinstance(scope, FUNCTIONS)):
                written = splices.segment(capped.node)
                if capped.number is not None:
                    if splices.replace(capped.node, capped.number):
                        yield ScaledValue(0, capped.name, written, capped.number)
                elif splices.wrap(capped.node, f"{CLAMP}(", f", {capped.maximum})"):
                    yield ScaledValue(0, capped.name, written, f"min({written}, {capped.maximum})")

    def _scale_loop(self, loop: ast.For | ast.While, scope: ast.AST, splices: SourceEdits) -> Iterator[ScaledValue]:
        if not self._calls.within(loop):
            return
        header = loop.iter if isinstance(loop, ast.For) else loop.test
        start, _ = splices.span(loop)
        _, end = splices.span(header)
        if isinstance(loop, ast.For):
            done = splices.wrap(header, f"{BUDGET_NAME}(", ")")
        else:  # a lambda in a class's body would not see the class's names
            fits = can_be_lambda(header) and not isinstance(scope, ast.ClassDef)
            done = fits and splices.wrap(header, f"{BUDGET_NAME}.iterate_while(lambda: (", "))")
            if done:
                splices.replace_span((start, start + len("while")), f"for {LOOP_VARIABLE} in ")
        if done:
            yield ScaledValue(0, "loop", splices.between(start, end).splitlines()[0].strip(), str(self._steps))

    def _scale_comprehension(self, comprehension: ast.expr, splices: SourceEdits) -> Iterator[ScaledValue]:
        if not self._calls.under(comprehension):
            return
        for loop in (part for part in ast.iter_child_nodes(comprehension) if isinstance(part, ast.comprehension)):
            start, (_, end) = splices.span(loop.target)[0], splices.span(loop.iter)
            if not loop.is_async and splices.wrap(loop.iter, f"{BUDGET_NAME}(", ")"):
                written = f"for {splices.between(start, end)}".splitlines()[0].strip()
                yield ScaledValue(0, "loop", written, str(self._steps))

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


def _scoped(tree: ast.Module) -> Iterator[tuple[ast.AST, ast.AST]]:
    """All nodes of a tree in the order of the text, each with the module, class or function that it runs in."""
    waiting: list[tuple[ast.AST, ast.AST]] = [(tree, tree)]
    while waiting:
        node, scope = waiting.pop()
        yield node, scope
        inner = node if isinstance(node, (*FUNCTIONS, ast.ClassDef)) else scope
        waiting += [(child, inner) for child in reversed(list(ast.iter_child_nodes(node)))]


def _tops(statement: ast.Import | ast.ImportFrom, names: Sequence[ast.alias]) -> list[str]:
    return [_top(statement.module or "")] if isinstance(statement, ast.ImportFrom) else [_top(a.name) for a in names]


def _top(module: str) -> str:
    return module.partition(".")[0]
