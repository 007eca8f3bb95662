"""Follows what scaled numbers and loops change in a notebook, and finds the asserts that may fail for it."""

import ast
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from autograder.source.parsing import called_name, nodes_of

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
FILLS = frozenset({"append", "extend", "add", "update", "insert", "setdefault", "appendleft"})
ENDS = frozenset({"exit", "quit", "_exit"})
Name = tuple[int, str]  # the number of the function that a name is local to, 0 for a global; and the name


@dataclass
class _Flow:
    """Names that get a value from other names, or, where `scaled`, from something that was scaled."""

    targets: set[Name]
    sources: set[Name]
    scaled: bool


@dataclass
class _Scope:
    """A function: its number, the names that are local to it, and whether it is a method."""

    number: int = 0
    local: frozenset[str] = frozenset()
    outer: "_Scope | None" = None
    in_class: bool = False

    def name(self, name: str) -> Name:
        """Which variable a name means here."""
        scope: _Scope | None = self
        while scope is not None and scope.number and name not in scope.local:
            scope = scope.outer
        return (scope.number if scope is not None else 0, name)


@dataclass
class ScalingEffects:
    """What in a notebook depends on the nodes of its trees that were scaled; `scaled` are the nodes' identities.

    `written` are the numbers that the student wrote for them. It is a matter of names, not of values: what may depend
    on something scaled is said to do so.
    """

    trees: Sequence[ast.Module]
    scaled: Collection[int]
    written: Collection[float] = ()
    _flows: list[_Flow] = field(default_factory=list)
    _tests: dict[int, tuple[set[Name], bool, bool]] = field(default_factory=dict)
    _functions: dict[str, tuple[Function, int, bool]] = field(default_factory=dict)
    _holding: set[int] = field(default_factory=set)
    _imported: set[str] = field(default_factory=set)
    _changed: set[Name] = field(default_factory=set)

    def __post_init__(self) -> None:
        if not self.scaled:
            return
        numbers: dict[int, int] = {}
        for tree in self.trees:
            for node in nodes_of(tree):
                if isinstance(node, ast.alias):
                    self._imported.add((node.asname or node.name).partition(".")[0])
                elif isinstance(node, FUNCTIONS):
                    numbers[id(node)] = len(numbers) + 1
                    if not isinstance(node, ast.Lambda):
                        self._functions[node.name] = (node, numbers[id(node)], self._holds_scaled_loop(node))
        for tree in self.trees:
            self._note_scaled(tree)
        for tree in self.trees:
            for statement in tree.body:
                self._visit(statement, _Scope(), numbers)
        self._spread()

    def excuses(self, statement: ast.Assert | ast.If | ast.Expr) -> bool:
        """Return whether a statement tests something that scaling may have changed.

        Inside a class sizes go on agreeing with each other: there a test counts only where it names a number that was
        itself scaled.
        """
        found = self._tests.get(id(statement))
        if found is None:
            return False
        sources, scaled, in_class = found
        if in_class and not self._names_written(statement):
            return False
        return scaled or bool(sources & self._changed)

    def _names_written(self, statement: ast.stmt) -> bool:
        tested = statement.test if isinstance(statement, ast.Assert | ast.If) else statement
        return any(isinstance(part, ast.Constant) and part.value in self.written for part in ast.walk(tested))

    def _holds_scaled_loop(self, function: ast.AST) -> bool:
        return any(isinstance(part, ast.For | ast.While) and id(part) in self.scaled for part in ast.walk(function))

    def _note_scaled(self, node: ast.AST) -> bool:
        """Note each node that is scaled, or that holds one that is."""
        held = [self._note_scaled(child) for child in ast.iter_child_nodes(node)]
        if any(held) or id(node) in self.scaled:
            self._holding.add(id(node))
            return True
        return False

    def _is_scaled(self, node: ast.AST) -> bool:
        return id(node) in self._holding

    def _spread(self) -> None:
        waiting, grew = list(self._flows), True
        while grew:
            grew, left = False, []
            for flow in waiting:
                if flow.scaled or flow.sources & self._changed:
                    grew = grew or not flow.targets <= self._changed
                    self._changed |= flow.targets
                else:
                    left.append(flow)
            waiting = left

    def _visit(self, node: ast.AST, scope: _Scope, numbers: dict[int, int]) -> None:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():
                inner = _Scope(numbers[id(node)], frozenset(_locals(node)), scope, scope.in_class)
                if not isinstance(node, ast.Lambda):
                    free = {source for source in self._sources(node, inner) if source[0] != inner.number}
                    self._flows.append(_Flow({scope.name(node.name)}, free, self._is_scaled(node)))
                for child in ast.iter_child_nodes(node):
                    self._visit(child, inner, numbers)
                return
            case ast.ClassDef(name=name):
                self._flow({scope.name(name)}, node, scope)
                inner = _Scope(scope.number, scope.local, scope.outer, in_class=True)
                for child in ast.iter_child_nodes(node):
                    self._visit(child, inner, numbers)
                return
            case ast.Assign(targets=targets, value=value):
                self._flow({scope.name(name) for target in targets for name in _roots(target)}, value, scope)
            case ast.AnnAssign(target=target, value=ast.expr() as value) | ast.NamedExpr(target=target, value=value):
                self._flow({scope.name(name) for name in _roots(target)}, value, scope)
            case ast.AugAssign(target=target, value=value):
                self._flow({scope.name(name) for name in _roots(target)}, value, scope)
            case ast.For(target=target, iter=value) | ast.comprehension(target=target, iter=value):
                self._flow({scope.name(name) for name in _roots(target)}, value, scope)
            case ast.withitem(context_expr=value, optional_vars=ast.expr() as target):
                self._flow({scope.name(name) for name in _roots(target)}, value, scope)
            case ast.Assert() | ast.If():
                if isinstance(node, ast.Assert) or _ends_in_error(node):
                    self._tests[id(node)] = (
                        self._sources(node.test, scope),
                        self._is_scaled(node.test),
                        scope.in_class,
                    )
            case ast.Expr(value=ast.Call() as call):
                if isinstance(call.func, ast.Attribute) and call.func.attr in FILLS:
                    self._flow({scope.name(name) for name in _roots(call.func.value)}, call, scope)
                if called_name(call).startswith("assert"):
                    self._tests[id(node)] = (self._sources(call, scope), self._is_scaled(call), scope.in_class)
        if isinstance(node, ast.Call):
            self._visit_call(node, scope)
        if isinstance(node, ast.For | ast.While) and id(node) in self.scaled:
            self._visit_loop(node, scope)
        for child in ast.iter_child_nodes(node):
            self._visit(child, scope, numbers)

    def _visit_call(self, call: ast.Call, scope: _Scope) -> None:
        """What a function gets as its parameters; and what one that trains does to what it gets."""
        known = self._functions.get(called_name(call))
        if known is None:
            return
        function, number, trains = known
        parameters = [parameter.arg for parameter in function.args.args if parameter.arg != "self"]
        given = [*zip(parameters, call.args, strict=False), *((k.arg, k.value) for k in call.keywords if k.arg)]
        for parameter, value in given:
            self._flow({(number, parameter)}, value, scope)
            if trains and isinstance(value, ast.Name):
                self._flows.append(_Flow({scope.name(value.id)}, set(), True))

    def _visit_loop(self, loop: ast.For | ast.While, scope: _Scope) -> None:
        """A loop that ends early changes all that it assigns, fills, or asks for a value."""
        changed = set[str]()
        for part in ast.walk(loop):
            match part:
                case ast.Name(id=name, ctx=ast.Store()) | ast.Call(func=ast.Name(id=name)):
                    changed.add(name)
                case ast.Subscript(ctx=ast.Store()) | ast.Attribute(ctx=ast.Store()):
                    changed |= set(_roots(part))
                case ast.Call(func=ast.Attribute(value=receiver)):
                    changed |= set(_roots(receiver))
        own = changed - self._imported - set(self._functions)
        self._flows.append(_Flow({scope.name(name) for name in own}, set(), True))

    def _flow(self, targets: set[Name], value: ast.AST, scope: _Scope) -> None:
        targets = {target for target in targets if target[1] not in self._imported}
        if targets:
            self._flows.append(_Flow(targets, self._sources(value, scope), self._is_scaled(value)))

    @staticmethod
    def _sources(value: ast.AST, scope: _Scope) -> set[Name]:
        parts = (part for part in ast.walk(value) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Load))
        return {scope.name(part.id) for part in parts}


def _locals(function: Function) -> Iterator[str]:
    args = function.args
    every = [*args.posonlyargs, *args.args, *args.kwonlyargs, args.vararg, args.kwarg]
    yield from (arg.arg for arg in every if arg is not None)
    shared = {name for part in ast.walk(function) if isinstance(part, ast.Global | ast.Nonlocal) for name in part.names}
    stored = (part for part in ast.walk(function) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store))
    yield from (part.id for part in stored if part.id not in shared)


def _roots(target: ast.expr) -> Iterator[str]:
    """The variables that an assignment or a method changes: `a` of `a.b[0]`."""
    match target:
        case ast.Name(id=name):
            yield name
        case ast.Attribute(value=inner) | ast.Subscript(value=inner) | ast.Starred(value=inner):
            yield from _roots(inner)
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            for part in parts:
                yield from _roots(part)


def _ends_in_error(guard: ast.If) -> bool:
    match guard.body[-1]:
        case ast.Raise():
            return True
        case ast.Expr(value=ast.Call() as call):
            return called_name(call) in ENDS
        case _:
            return False
