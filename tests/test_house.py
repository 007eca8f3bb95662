"""Laws of the engine's source that neither the linter nor the import contracts can see."""

import ast
import io
import re
import sys
import tokenize
from functools import cache
from pathlib import Path

import pytest

import autograder
from autograder.sandbox import provisioner, workspace

ENGINE = Path(autograder.__file__).parent
LONGEST = 270  # a file that needs more holds two things, and is to be split
SHIPPED = (*workspace.SHIPPED, *provisioner.SHIPPED)
BESIDE_STUDENTS = sys.stdlib_module_names | {"torch", "numpy", "safetensors", "ipykernel", "pyseccomp", "autograder"}
FILES = sorted(ENGINE.rglob("*.py"))


@cache
def tree_of(path):
    """The syntax tree of a module."""
    return ast.parse(path.read_text("utf-8"))


def imported(tree):
    """The dotted names that a module imports, wherever in its text; `from a import b` gives a and a.b."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def code_words(path):
    """The names and texts in a module's code, without comments and docstrings."""
    docstrings = {
        (node.body[0].value.lineno, node.body[0].value.col_offset)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and ast.get_docstring(node) is not None
    }
    for token in tokenize.generate_tokens(io.StringIO(path.read_text("utf-8")).readline):
        if token.type not in (tokenize.COMMENT, tokenize.NL) and token.start not in docstrings:
            yield token.start[0], token.string


@pytest.mark.parametrize("name", SHIPPED)
def test_what_is_sent_to_another_process_needs_nothing_that_is_not_there(name):
    """A module that is sent as text imports only the standard library and what every kernel has."""
    tree = tree_of(ENGINE / f"{name.replace('.', '/')}.py")
    assert {module.split(".")[0] for module in imported(tree)} <= BESIDE_STUDENTS


def test_the_engine_knows_no_lab():
    """No module imports a lab's folder or names it in code."""
    for path in FILES:
        labs = {name for name in imported(tree_of(path)) if name.split(".")[0] in ("solutions", "assignment")}
        assert not labs, path
        if re.search(r"\bsolutions\b", path.read_text("utf-8")):  # to look at it word by word takes long
            named = [(line, word) for line, word in code_words(path) if re.search(r"\bsolutions\b", word)]
            assert not named, path


def test_a_file_can_be_read_in_one_sitting():
    """No file of the engine is longer than 270 lines: more is not read in one go, and hides a second noun."""
    assert not [path for path in FILES if len(path.read_text("utf-8").splitlines()) > LONGEST]


def test_every_package_lists_its_modules():
    """The `__init__.py` of a package names each of its modules, so that it can be read as a table of contents."""
    for init in ENGINE.rglob("__init__.py"):
        text = init.read_text("utf-8")
        missing = [path.stem for path in init.parent.glob("*.py") if path != init and f"`{path.stem}`" not in text]
        assert not missing or init.parent == ENGINE, f"{init.relative_to(ENGINE)}: {missing}"
