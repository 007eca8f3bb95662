"""Scales a notebook down for grading: numbers that the lab caps, loops that train or ask a model, asserts on both."""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from autograder.lab.declaration import Scaling
from autograder.notebook.caps import Caps
from autograder.notebook.prepared_cell import ScaledValue
from autograder.source.constants import constant_value
from autograder.source.edits import SourceEdits
from autograder.source.models import evaluation_calls, model_classes, runs_without_gradients
from autograder.source.scaling_effects import ScalingEffects
from autograder.source.training_loops import (
    BUDGET_NAME,
    EVALUATION_BUDGET_NAME,
    LOOP_VARIABLE,
    TrainingCalls,
    can_be_lambda,
)

CLAMP = "__autograder_clamp__"
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
Loop = ast.For | ast.While


@dataclass(frozen=True)
class _Place:
    """Where a node runs: the module, class or function around it, whether in a model, and without gradients."""

    scope: ast.AST
    in_model: bool = False
    without_gradients: bool = False

    @property
    def in_function(self) -> bool:
        """Whether the node runs in a function."""
        return isinstance(self.scope, FUNCTIONS)


class Scaler:
    """Scales the cells of one notebook down, given the trees of all of them."""

    def __init__(self, scaling: Scaling, trees: Sequence[ast.Module]) -> None:
        self._scaling = scaling
        self._caps = Caps(scaling, trees)
        self._training = TrainingCalls.of(trees)
        self._models = model_classes(trees)
        self._asking = evaluation_calls(trees, self._models)
        self._effects = self._find_effects(trees)

    def scale(self, number: int, tree: ast.Module, splices: SourceEdits) -> tuple[ScaledValue, ...]:
        """Put the edits that scale a cell down into `splices`, and return what they change."""
        return tuple(replace(item, cell=number) for item in self._scale(tree, splices))

    def _scale(self, tree: ast.Module, splices: SourceEdits) -> Iterator[ScaledValue]:
        for node, place in self._places(tree):
            if isinstance(node, Loop):
                yield from self._scale_loop(node, place, splices)
            elif isinstance(node, COMPREHENSIONS):
                yield from self._scale_comprehension(node, place, splices)
            elif isinstance(node, ast.Assert | ast.If | ast.Expr) and self._effects.excuses(node):
                yield from _excuse(node, splices)
            for capped in self._caps.of(node, place.in_function, place.in_model and place.in_function):
                written = splices.segment(capped.node)
                if capped.number is not None:
                    if splices.replace(capped.node, capped.number):
                        yield ScaledValue(0, capped.name, written, capped.number)
                elif splices.wrap(capped.node, f"{CLAMP}(", f", {capped.maximum})"):
                    yield ScaledValue(0, capped.name, written, f"min({written}, {capped.maximum})")

    def _find_effects(self, trees: Sequence[ast.Module]) -> ScalingEffects:
        scaled, written = set[int](), set[float]()
        for tree in trees:
            for node, place in self._places(tree):
                limited = isinstance(node, Loop) and self._budget_of(node, place)
                if limited or (isinstance(node, COMPREHENSIONS) and self._training.under(node)):
                    scaled.add(id(node))
                for capped in self._caps.of(node, place.in_function, place.in_model and place.in_function):
                    scaled.add(id(capped.node))
                    number = constant_value(capped.node)
                    written |= set() if number is None else {number}
        try:
            return ScalingEffects(trees, scaled, written)
        except RecursionError:  # an expression of thousands of terms
            return ScalingEffects((), ())

    def _budget_of(self, loop: Loop, place: _Place) -> str:
        """The budget that a loop draws from; "" where it may run as long as it likes, as an answer may."""
        if self._training.within(loop):
            return BUDGET_NAME
        asks = place.without_gradients or self._asking.within(loop)
        return EVALUATION_BUDGET_NAME if asks and not place.in_model else ""

    def _scale_loop(self, loop: Loop, place: _Place, splices: SourceEdits) -> Iterator[ScaledValue]:
        budget = self._budget_of(loop, place)
        if not budget:
            return
        header = loop.iter if isinstance(loop, ast.For) else loop.test
        start, _ = splices.span(loop)
        _, end = splices.span(header)
        if isinstance(loop, ast.For):
            done = splices.wrap(header, f"{budget}(", ")")
        else:  # a lambda in a class's body would not see the class's names
            fits = can_be_lambda(header) and not isinstance(place.scope, ast.ClassDef)
            done = fits and splices.wrap(header, f"{budget}.iterate_while(lambda: (", "))")
            if done:
                splices.replace_span((start, start + len("while")), f"for {LOOP_VARIABLE} in ")
        if done:
            yield self._scaled_loop(splices.between(start, end), budget)

    def _scale_comprehension(self, made: ast.expr, place: _Place, splices: SourceEdits) -> Iterator[ScaledValue]:
        trains = self._training.under(made)
        if not trains and (place.in_model or not self._asking.under(made)):
            return
        budget = BUDGET_NAME if trains else EVALUATION_BUDGET_NAME
        for loop in (part for part in ast.iter_child_nodes(made) if isinstance(part, ast.comprehension)):
            start, (_, end) = splices.span(loop.target)[0], splices.span(loop.iter)
            if not loop.is_async and splices.wrap(loop.iter, f"{budget}(", ")"):
                yield self._scaled_loop(f"for {splices.between(start, end)}", budget)

    def _scaled_loop(self, written: str, budget: str) -> ScaledValue:
        steps = budget == BUDGET_NAME
        used = str(self._scaling.steps) if steps else f"{self._scaling.step_seconds / 2:g} s"
        return ScaledValue(0, "loop" if steps else "evaluation", written.splitlines()[0].strip(), used)

    def _places(self, tree: ast.Module) -> Iterator[tuple[ast.AST, _Place]]:
        """All nodes of a tree in the order of the text, each with the place where it runs."""
        waiting: list[tuple[ast.AST, _Place]] = [(tree, _Place(tree))]
        while waiting:
            node, place = waiting.pop()
            yield node, place
            inner = place
            if isinstance(node, ast.ClassDef):
                inner = _Place(node, place.in_model or node.name in self._models)
            elif isinstance(node, FUNCTIONS):
                inner = replace(place, scope=node, without_gradients=runs_without_gradients(node))
            elif runs_without_gradients(node):
                inner = replace(place, without_gradients=True)
            waiting += [(child, inner) for child in reversed(list(ast.iter_child_nodes(node)))]


def _excuse(statement: ast.Assert | ast.If | ast.Expr, splices: SourceEdits) -> Iterator[ScaledValue]:
    """Let a test be computed and nothing follow from it: the full training, or the full sizes, might have passed it."""
    start, end = splices.span(statement)
    if isinstance(statement, ast.If):
        written = f"if {splices.segment(statement.test)}"
        done = splices.wrap(statement.test, "(", ") and False")
    elif isinstance(statement, ast.Assert):
        written = splices.between(start, end)
        test_start, test_end = splices.span(statement.test)
        done = splices.replace_span((start, test_start), "(") and splices.replace_span((test_end, end), ")")
    else:
        written = splices.between(start, end)
        done = splices.replace(statement, "None")
    if done:
        yield ScaledValue(0, "assert", written.splitlines()[0].strip(), "pass")
