"""The numbers that a notebook's source assigns to a name, as the student wrote them, before they are scaled down."""

import ast
from collections.abc import Collection, Iterable, Iterator

from autograder.kernel_side.hyperparameters import normalized_name
from autograder.notebook.caps import named_values
from autograder.source.constants import Number, constant_value
from autograder.source.ipython import without_commands
from autograder.source.parsing import parse

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


def assigned_numbers(sources: Iterable[str], spellings: Collection[str]) -> tuple[Number, ...]:
    """Return the numbers that code cells assign to a name in any of its spellings, in order.

    Counted are assignments, keyword arguments and keys of dictionaries outside functions; a class may hold some.
    """
    wanted = {normalized_name(spelling) for spelling in spellings}
    trees = (parse(without_commands(source)) for source in sources)
    found = (
        constant_value(value)
        for tree in trees
        for node in (_outside_functions(tree) if tree is not None else ())
        for name, value in named_values(node)
        if normalized_name(name) in wanted
    )
    return tuple(number for number in found if number is not None)


def _outside_functions(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes of a tree in order of their place in the source, but for what stands within functions."""
    for node in ast.iter_child_nodes(tree):
        if not isinstance(node, FUNCTIONS):
            yield node
            yield from _outside_functions(node)
