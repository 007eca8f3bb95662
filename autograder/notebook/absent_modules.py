"""Puts stand-ins in the place of modules that are not here: their absence is not the student's mistake."""

import ast
import builtins
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from autograder.source.edits import SourceEdits
from autograder.source.parsing import nodes_of

STAND_IN = "__autograder_missing__"
SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
CATCHING = frozenset({"ImportError", "ModuleNotFoundError", "Exception", "BaseException"})
OF_NOTEBOOKS = frozenset({"get_ipython", "display", "exit", "quit", "In", "Out", "_", "__name__", "__file__"})
# they log, measure or show, and compute nothing that an answer uses
HARMLESS_NAMES = """
    wandb tensorboard tensorboardX mlflow comet_ml neptune clearml aim swanlab trackio livelossplot tqdm rich
    fastprogress alive_progress progressbar progress enlighten torchinfo torchsummary torchsummaryX torchviz
    torchview netron graphviz pydot hiddenlayer ptflops thop fvcore seaborn plotly bokeh altair bertviz pyvis
    wordcloud ipywidgets ipympl nbformat jupyterthemes jupyter_black nb_black lab_black black watermark psutil
    GPUtil pynvml nvidia_smi nvitop humanize colorama termcolor tabulate prettytable icecream loguru dotenv
    line_profiler memory_profiler snakeviz pyinstrument codecarbon ipdb pudb nest_asyncio pyngrok kaggle
    import_ipynb nbimporter typeguard beartype jaxtyping torchtyping
"""
HARMLESS = frozenset(HARMLESS_NAMES.split())


@dataclass(frozen=True)
class AbsentImport:
    """What an import of absent modules was replaced by.

    `modules` are the absent ones. `names` are the globals of the notebook that stand-ins take the place of, or that use
    one; those of harmless modules are left out, and so are those that the notebook itself defines.
    """

    modules: tuple[str, ...]
    names: tuple[str, ...]


class ImportReplacer:
    """Replaces the imports of absent modules in the cells of one notebook, given the trees of all of them."""

    def __init__(self, trees: Sequence[ast.Module], is_there: Callable[[str], bool]) -> None:
        self._trees = trees
        self._is_there = is_there
        self._defined = {name for tree in trees for name in _defined(tree)}

    def replace(self, tree: ast.Module, splices: SourceEdits) -> AbsentImport:
        """Put the edits that replace a cell's imports into `splices`, and return what they replace."""
        modules, names = dict[str, None](), dict[str, None]()
        for statement, owner in _imports(tree.body, ""):
            absent = [alias for alias in statement.names if not self._is_there(_top(statement, alias))]
            if not absent:
                continue
            bound = {name: alias for alias in absent for name in self._bound(statement, alias)}
            present = [ast.unparse(alias) for alias in statement.names if alias not in absent]
            stand_ins = [self._stand_in(name, _top(statement, alias)) for name, alias in bound.items()]
            text = "; ".join([f"import {', '.join(present)}"] * bool(present) + stand_ins) or "pass"
            if not splices.replace(statement, text):
                continue
            modules |= dict.fromkeys(_top(statement, alias) for alias in absent)
            for name, alias in bound.items():
                if _top(statement, alias) not in HARMLESS:
                    names |= dict.fromkeys([owner] if owner else [name] if name not in self._defined else [])
        return AbsentImport(tuple(modules), tuple(names))

    def _stand_in(self, name: str, module: str) -> str:
        made = f"{STAND_IN}({name!r}{', True' if module in HARMLESS else ''})"
        return f"{name} = globals().get({name!r}, {made})" if name in self._defined else f"{name} = {made}"

    def _bound(self, statement: ast.Import | ast.ImportFrom, alias: ast.alias) -> Iterator[str]:
        """The names that an import binds; of `*` those that the notebook uses and nothing else gives a value to."""
        if alias.name == "*":
            yield from sorted(self._unexplained())
        else:
            yield alias.asname or (alias.name if isinstance(statement, ast.ImportFrom) else _top(statement, alias))

    def _unexplained(self) -> set[str]:
        used, known = set[str](), {*dir(builtins), *OF_NOTEBOOKS}
        for tree in self._trees:
            for node in nodes_of(tree):
                match node:
                    case ast.Name(id=name, ctx=ast.Load()):
                        used.add(name)
                    case ast.Name(id=name) | ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.arg(arg=name):
                        known.add(name)
                    case ast.ExceptHandler(name=str() as name) | ast.AsyncFunctionDef(name=name):
                        known.add(name)
                    case ast.ImportFrom(module=str() as module, names=[ast.alias(name="*")]):
                        known |= set(dir(sys.modules.get(module)))
                    case ast.alias(name=name, asname=other):
                        known.add(other or name.partition(".")[0])
        return used - known


def _imports(statements: Sequence[ast.stmt], owner: str) -> Iterator[tuple[ast.Import | ast.ImportFrom, str]]:
    """The imports of absolute modules, each with the outermost function or class around it.

    Those that the notebook itself provides for failing are left out.
    """
    for statement in statements:
        match statement:
            case ast.Import() | ast.ImportFrom(module=str(), level=0):
                yield statement, owner
            case ast.Try(handlers=handlers) if any(map(_catches, handlers)):
                for handler in handlers:
                    yield from _imports(handler.body, owner)
                yield from _imports([*statement.orelse, *statement.finalbody], owner)
            case _:
                inner = owner or (statement.name if isinstance(statement, SCOPES) else "")
                yield from _imports(
                    [part for part in ast.iter_child_nodes(statement) if isinstance(part, ast.stmt)], inner
                )


def _catches(handler: ast.ExceptHandler) -> bool:
    if handler.type is None:
        return True
    return any(isinstance(part, ast.Name) and part.id in CATCHING for part in ast.walk(handler.type))


def _defined(tree: ast.Module) -> Iterator[str]:
    """The globals that a cell gives a value to, otherwise than by importing it."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, SCOPES):
            yield node.name
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        if not isinstance(node, (*SCOPES, ast.Lambda)):
            waiting += ast.iter_child_nodes(node)


def _top(statement: ast.Import | ast.ImportFrom, alias: ast.alias) -> str:
    module = statement.module or "" if isinstance(statement, ast.ImportFrom) else alias.name
    return module.partition(".")[0]
