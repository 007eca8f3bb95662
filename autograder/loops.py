"""Loops that train: around `.backward()`, or around a call of a function that leads to it."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

STEPS = "__autograder_steps__"
TURN = "__autograder_turn__"

Called = tuple[str, bool]  # a name, and whether it was called as an attribute
BACKWARD: Called = ("backward", True)


@dataclass
class Calls:
    """Which calls in a notebook lead to some first ones, straight or through the notebook's own functions."""

    training: set[Called]

    @classmethod
    def of(cls, trees: Iterable[ast.Module], first: Iterable[Called] = (BACKWARD,)) -> "Calls":
        """Find the calls of a notebook that lead to the `first` ones, given the trees of all its cells."""
        functions = [(name, set(_called(function))) for tree in trees for name, function in _definitions(tree)]
        found = cls(set(first))
        grown = 0
        while grown < len(found.training):
            grown = len(found.training)
            found.training |= {name for name, called in functions if called & found.training}
        return found

    def within(self, loop: ast.For | ast.While) -> bool:
        """Whether a loop's body trains."""
        return any(self.under(statement) for statement in loop.body)

    def under(self, node: ast.AST) -> bool:
        """Whether a piece of the tree trains."""
        return any(called in self.training for called in _called(node))


def can_be_lambda(condition: ast.expr) -> bool:
    """Whether an expression means the same inside a lambda."""
    bound_to_frame = (ast.NamedExpr, ast.Await, ast.Yield, ast.YieldFrom)
    return not any(
        isinstance(part, bound_to_frame) or (isinstance(part, ast.Name) and part.id in ("super", "locals"))
        for part in ast.walk(condition)
    )


def _definitions(tree: ast.Module) -> Iterator[tuple[Called, ast.AST]]:
    methods: set[int] = set()
    for node in ast.walk(tree):
        match node:
            case ast.ClassDef(body=body):
                methods |= {id(statement) for statement in body}
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                # told apart so that a function `train` does not make `model.train()` a training call
                yield (name, id(node) in methods), node
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Lambda() as function):
                yield (name, False), function


def _called(node: ast.AST) -> Iterator[Called]:
    for part in ast.walk(node):
        match part:
            case ast.Call(func=ast.Name(id=name)):
                yield name, False
            case ast.Call(func=ast.Attribute(attr=name)):
                yield name, True
