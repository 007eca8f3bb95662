"""Finds the models of a notebook, and the calls that ask one without training it."""

import ast
from collections.abc import Iterable, Iterator, Sequence

from autograder.source.parsing import called_name, nodes_of
from autograder.source.training_loops import CallName, TrainingCalls

WRAPPERS = frozenset({"to", "cuda", "cpu", "eval", "train", "compile", "DataParallel", "float", "half", "double"})
NO_GRADIENTS = frozenset({"no_grad", "inference_mode"})
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def model_classes(trees: Iterable[ast.Module]) -> frozenset[str]:
    """Return the names of the classes of a notebook that derive from `torch.nn.Module`, directly or not."""
    classes = [node for tree in trees for node in nodes_of(tree) if isinstance(node, ast.ClassDef)]
    models, grown = set[str](), -1
    while grown < len(models):
        grown = len(models)
        models |= {made.name for made in classes if any(_is_model(base, models) for base in made.bases)}
    return frozenset(models)


def evaluation_calls(trees: Sequence[ast.Module], models: frozenset[str]) -> TrainingCalls:
    """Return the calls of a notebook that ask one of its models, directly or through functions of the notebook."""
    return TrainingCalls.of(trees, (*_methods(trees, models), *((name, False) for name in _instances(trees, models))))


def runs_without_gradients(node: ast.AST) -> bool:
    """Return whether a node is a function or a block that torch runs without gradients."""
    match node:
        case ast.FunctionDef(decorator_list=marks):
            return any(_is_no_grad(mark) for mark in marks)
        case ast.With(items=items):
            return any(_is_no_grad(item.context_expr) for item in items)
        case _:
            return False


def _is_no_grad(node: ast.expr) -> bool:
    name = called_name(node) if isinstance(node, ast.Call) else getattr(node, "attr", getattr(node, "id", ""))
    return name in NO_GRADIENTS


def _is_model(base: ast.expr, models: set[str]) -> bool:
    name = base.attr if isinstance(base, ast.Attribute) else getattr(base, "id", "")
    return name == "Module" or name in models


def _methods(trees: Iterable[ast.Module], models: frozenset[str]) -> Iterator[CallName]:
    for tree in trees:
        for made in nodes_of(tree):
            if isinstance(made, ast.ClassDef) and made.name in models:
                named = (part.name for part in made.body if isinstance(part, FUNCTIONS))
                yield from ((name, True) for name in named if not name.startswith("_") and name != "train")


def _instances(trees: Sequence[ast.Module], models: frozenset[str]) -> set[str]:
    """The names of models, those that functions give to their parameters included."""
    functions = {node.name: node for tree in trees for node in nodes_of(tree) if isinstance(node, FUNCTIONS)}
    named, grown = set[str](), -1
    while grown < len(named):
        grown = len(named)
        for tree in trees:
            for node in nodes_of(tree):
                if isinstance(node, ast.Assign) and _makes_model(node.value, models, named):
                    named |= {target.id for target in node.targets if isinstance(target, ast.Name)}
                elif isinstance(node, ast.Call) and (function := functions.get(called_name(node))):
                    named |= set(_models_of_parameters(node, function, named))
    return named


def _makes_model(value: ast.expr, models: frozenset[str], named: set[str]) -> bool:
    if isinstance(value, ast.Name):
        return value.id in named
    if not isinstance(value, ast.Call):
        return False
    if called_name(value) in WRAPPERS:
        inner = [*value.args[:1], *([value.func.value] if isinstance(value.func, ast.Attribute) else [])]
        return any(_makes_model(part, models, named) for part in inner)
    return called_name(value) in models


def _models_of_parameters(
    call: ast.Call, function: ast.FunctionDef | ast.AsyncFunctionDef, named: set[str]
) -> Iterator[str]:
    for argument, parameter in zip(call.args, function.args.args, strict=False):
        if isinstance(argument, ast.Name) and argument.id in named:
            yield parameter.arg
    for keyword in call.keywords:
        if keyword.arg and isinstance(keyword.value, ast.Name) and keyword.value.id in named:
            yield keyword.arg
