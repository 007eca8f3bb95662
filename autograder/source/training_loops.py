"""Recognises loops that train: they call `.backward()`, or a function of the notebook that leads to it."""

import ast
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from autograder.source.parsing import nodes_of

BUDGET_NAME = "__autograder_steps__"
EVALUATION_BUDGET_NAME = "__autograder_evaluation__"
LOOP_VARIABLE = "__autograder_turn__"

CallName = tuple[str, bool]  # a name, and whether it was called as an attribute
BACKWARD: CallName = ("backward", True)
# a loop that wipes gradients means to train, also where it forgets to propagate
GRADIENT_CALLS: tuple[CallName, ...] = (BACKWARD, ("zero_grad", True), ("grad", True))
HIGHER_ORDER = frozenset({"iter", "map", "filter", "reduce"})  # they call the functions that they are given
MODE = "train"  # every module has a method of this name, which does not train


@dataclass(frozen=True)
class TrainingCalls:
    """The calls in a notebook that lead to training, directly or through functions of the notebook.

    `training` holds the names of these calls, `trainers` the names of objects whose class in the notebook defines a
    method `train`.
    """

    training: frozenset[CallName]
    trainers: frozenset[str] = frozenset()

    @classmethod
    def of(cls, trees: Iterable[ast.Module], first: Iterable[CallName] = GRADIENT_CALLS) -> "TrainingCalls":
        """Find the calls of a notebook that lead to the `first` ones, given the trees of all its cells."""
        trees = list(trees)
        classes = {node.name: node for tree in trees for node in nodes_of(tree) if isinstance(node, ast.ClassDef)}
        training, trainers = frozenset(first), frozenset(_trainers(trees, classes))
        functions = [(name, set(_called(part, trainers))) for tree in trees for name, part in _definitions(tree)]
        functions += [(name, called) for tree in trees for name, called in _other_names(tree, classes, trainers)]
        grown = 0
        while grown < len(training):
            grown = len(training)
            training |= {name for name, called in functions if called & training}
        return cls(training, trainers)

    def without(self, calls: Iterable[CallName]) -> "TrainingCalls":
        """Return a copy of this set that does not hold `calls`."""
        return replace(self, training=self.training - frozenset(calls))

    def within(self, loop: ast.For | ast.While) -> bool:
        """Return whether a loop trains, in its body or in a generator of the notebook that it iterates over."""
        through = isinstance(loop, ast.For) and self.without(GRADIENT_CALLS).under(loop.iter)
        return through or any(self.under(statement) for statement in loop.body)

    def under(self, node: ast.AST) -> bool:
        """Return whether a node contains a call that trains."""
        return any(called in self.training for called in _called(node, self.trainers))


def can_be_lambda(condition: ast.expr) -> bool:
    """Return whether an expression means the same inside a lambda."""
    bound_to_frame = (ast.NamedExpr, ast.Await, ast.Yield, ast.YieldFrom)
    return not any(
        isinstance(part, bound_to_frame) or (isinstance(part, ast.Name) and part.id in ("super", "locals"))
        for part in ast.walk(condition)
    )


def _definitions(tree: ast.Module) -> Iterator[tuple[CallName, ast.AST]]:
    methods: set[int] = set()
    for node in nodes_of(tree):
        match node:
            case ast.ClassDef(body=body):
                methods |= {id(statement) for statement in body}
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                # told apart so that a function `train` does not make `model.train()` a training call
                yield (name, id(node) in methods), _without_products(node)
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Lambda() as function):
                yield (name, False), function


def _without_products(function: ast.FunctionDef | ast.AsyncFunctionDef) -> ast.Module:
    """A function's body without the functions in it that it only returns: to make one is not to call it."""
    loads = [part for part in ast.walk(function) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Load)]
    returned = [part.value for part in ast.walk(function) if isinstance(part, ast.Return)]
    counted = Counter(name.id for name in loads)
    counted.subtract(name.id for value in returned for name in _values(value))
    products = {name for name, count in counted.items() if count == 0}
    body = [part for part in function.body if not (isinstance(part, ast.FunctionDef) and part.name in products)]
    return ast.Module(body=body, type_ignores=[])


def _values(value: ast.expr | None) -> Iterator[ast.Name]:
    for part in value.elts if isinstance(value, ast.Tuple) else [value]:
        if isinstance(part, ast.Name):
            yield part


def _other_names(
    tree: ast.Module, classes: dict[str, ast.ClassDef], trainers: frozenset[str]
) -> Iterator[tuple[CallName, set[CallName]]]:
    """Names that are called in a function's place, with what that calls: classes, their objects, other names."""
    for node in nodes_of(tree):
        match node:
            case ast.ClassDef(name=name):
                yield (name, False), _of_method(node, "__init__", trainers)
                yield (f"{name}()", False), _of_method(node, "__call__", trainers)
            case ast.FunctionDef(name=name):  # what a function returns may do what stands in it
                yield (f"{name}()", False), set(_called(node, trainers))
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                called = set(_called(value, trainers))
                for made in called & {(known, False) for known in classes}:
                    called |= _of_method(classes[made[0]], "__call__", trainers)
                named = {part.id for part in ast.walk(value) if isinstance(part, ast.Name)} - {name}
                yield (name, False), called | {(known + end, False) for known in named for end in ("", "()")}


def _of_method(made: ast.ClassDef, name: str, trainers: frozenset[str]) -> set[CallName]:
    bodies = (part for part in made.body if isinstance(part, ast.FunctionDef) and part.name == name)
    return {called for body in bodies for called in _called(body, trainers)}


def _trainers(trees: Iterable[ast.Module], classes: dict[str, ast.ClassDef]) -> Iterator[str]:
    """The classes that define a method `train` of their own, the names of their objects, and `self` in them."""
    own = {name for name, made in classes.items() if MODE in {getattr(part, "name", "") for part in made.body}}
    yield from own | ({"self"} if own else set())
    for tree in trees:
        for node in nodes_of(tree):
            match node:
                case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(func=ast.Name(id=made))) if made in own:
                    yield name


def _called(node: ast.AST, trainers: frozenset[str]) -> Iterator[CallName]:
    for part in ast.walk(node):
        match part:
            case ast.Call(func=ast.Name(id=name), args=arguments):
                yield name, False
                if name in HIGHER_ORDER:
                    yield from ((value.id, False) for value in arguments if isinstance(value, ast.Name))
            case ast.Call(func=ast.Call(func=ast.Name(id=name))):
                yield f"{name}()", False
            case ast.Call(func=ast.Attribute(attr=name, value=owner)):
                match owner:
                    case ast.Name(id=known) | ast.Call(func=ast.Name(id=known)):
                        is_own = known in trainers
                    case _:
                        is_own = False
                if name != MODE or is_own or not trainers:
                    yield name, True
