"""Imports modules that were handed in beside a notebook into the notebook's own names, in the student's process."""

import ast
import importlib.abc
import importlib.machinery
import importlib.util
import sys
import types
from collections.abc import Mapping, Sequence
from pathlib import Path


class OwnModules(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds modules whose text is to run among the notebook's names, so that they are the notebook's own code.

    `files` maps a module's dotted name to its file.
    """

    def __init__(self, files: Mapping[str, Path]) -> None:
        self.files = files

    def find_spec(
        self, fullname: str, _path: Sequence[str] | None = None, _target: types.ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Return how to import a module that is one of these, and None for any other."""
        if fullname not in self.files or not self.files[fullname].is_file():
            return None
        return importlib.util.spec_from_loader(fullname, self)

    def create_module(self, _spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
        """Return the notebook itself, whose names the module's text will set."""
        self._own = {
            name: vars(sys.modules["__main__"]).get(name) for name in ("__spec__", "__loader__", "__package__")
        }
        return sys.modules["__main__"]

    def exec_module(self, module: types.ModuleType) -> None:
        """Run a module's text among the notebook's names, without what it does only when it is run as a script."""
        spec = module.__spec__
        vars(module).update(self._own)
        if spec is None:
            return
        path = self.files[spec.name]
        tree = ast.parse(path.read_bytes(), str(path))
        tree.body = [statement for statement in tree.body if not _is_script_only(statement)]
        exec(compile(tree, str(path), "exec"), vars(module))


def install_own_modules(names: Mapping[str, str]) -> None:
    """Let the modules of some dotted names be imported from files below the working directory into the notebook."""
    if names:
        sys.meta_path.insert(0, OwnModules({name: Path.cwd() / file for name, file in names.items()}))


def forget_own_modules() -> None:
    """Let modules that are part of the notebook run again when they are imported again, for its names are gone."""
    for finder in sys.meta_path:
        for name in finder.files if isinstance(finder, OwnModules) else ():
            sys.modules.pop(name, None)


def _is_script_only(statement: ast.stmt) -> bool:
    tested = ast.walk(statement.test) if isinstance(statement, ast.If) else ()
    return any(isinstance(part, ast.Name) and part.id == "__name__" for part in tested)
