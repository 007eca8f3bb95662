"""The probe: the code of ours that answers the grader's questions beside the student's code.

It holds nothing worth reading: it constructs, calls and fetches what it is told to, and never learns what is
expected.
"""

import contextlib
import functools
import inspect
import random
import sys
import traceback
import types
from collections.abc import Iterator
from typing import Any

import torch

from autograder.kernel_side.budget import Budget
from autograder.kernel_side.console import Surroundings
from autograder.kernel_side.hyperparameters import holders, named, plain, put, undo
from autograder.kernel_side.used_globals import reach
from autograder.kernel_side.wire import Global, Ref, pack, unpack

MAIN = "__main__"


class Absent(Exception):
    """The notebook defines nothing by the names asked for."""


class Worker:
    """Answers requests about the objects of one notebook, whose globals are `names`."""

    def __init__(self, names: dict[str, Any], budget: Budget, around: Surroundings) -> None:
        self.names = names
        self.budget = budget
        self.steps = budget.steps
        self.around = around
        self.objects: dict[int, Any] = {}
        self.first = frozenset(names)

    def answer(self, request: dict[str, Any], buffer: bytes) -> tuple[dict[str, Any], bytes]:
        """Carry out one request; whatever the student's code does becomes data."""
        try:
            verb = getattr(self, "do_" + request["verb"])
            arguments = unpack(request["arguments"], buffer, self._resolve)
            seed(request["seed"])
            with torch.enable_grad():
                data, tensors = pack(verb(**arguments))
            return {"ok": True, "value": data}, tensors
        except BaseException as error:  # a student's code may raise SystemExit or KeyboardInterrupt just as well
            return {"ok": False, "error": described(error)}, b""

    def _resolve(self, reference: Ref | Global) -> Any:
        if isinstance(reference, Ref):
            return self.objects[reference.id]
        return self._lookup(reference.name)

    def _lookup(self, name: str) -> Any:
        if name not in self.names:
            raise Absent(name)
        return self.names[name]

    def do_find(self, spellings: list[str]) -> str:
        """Find the first spelling that is defined, or else one that differs only by case and underscores."""
        for spelling in spellings:
            if spelling in self.names:
                return spelling
        spelled = {plain(name): name for name in self.names if not name.startswith("_")}
        for spelling in spellings:
            if plain(spelling) in spelled:
                return spelled[plain(spelling)]
        raise Absent(spellings[0])

    def do_kinds(self) -> list[str]:
        """List the notebook's own classes of modules."""
        own = {name: value for name, value in self.names.items() if isinstance(value, type) and name == value.__name__}
        return [name for name, kind in own.items() if issubclass(kind, torch.nn.Module) and kind.__module__ == MAIN]

    def do_define(self, id: int, name: str, source: str) -> None:
        """Keep the object `name` that a source text of the grader's defines, in a module of its own."""
        module_name = f"standin_{id}"
        module = types.ModuleType(module_name)
        sys.modules[module_name] = module  # so that a student may pickle what holds a stand-in
        exec(_compiled(source), module.__dict__)
        self.objects[id] = module.__dict__[name]

    def do_call(
        self, target: Any, method: str | None, arguments: list[Any], named: dict[str, Any], keep: int | None
    ) -> Any:
        """Call an object or a method of it; with `keep`, the result stays here under that number."""
        function = target if method is None else getattr(target, method)
        result = function(*arguments, **named)
        if keep is None:
            return result
        self.objects[keep] = result
        return None

    def do_get(self, target: Any, path: list[str], keep: int | None) -> Any:
        """Fetch an attribute of an object, or keep it here under a number."""
        for name in path:
            target = getattr(target, name)
        if keep is None:
            return target
        self.objects[keep] = target
        return None

    def do_set(self, target: Any, path: list[str], value: Any) -> None:
        """Set an attribute of an object."""
        for name in path[:-1]:
            target = getattr(target, name)
        setattr(target, path[-1], value)

    def do_swap(self, values: dict[str, Any], everywhere: dict[str, Any], fresh: bool) -> dict[str, Any]:
        """Set globals, with `fresh` after taking all others away; a snapshot lets `restore` put back what they were.

        The values `everywhere` are set by any name that the notebook has for them, in its settings too.
        """
        id = min(self.objects, default=0) - 1
        before = dict(self.names)
        if fresh:
            for name in [name for name in self.names if name not in self.first]:
                del self.names[name]
        self.objects[id] = (before, put(self.names, everywhere))
        self.names.update(values)
        return {"snapshot": id}

    def do_restore(self, snapshot: int) -> None:
        """Put every global, and every setting, back to what it was at the snapshot."""
        before, changes = self.objects.pop(snapshot)
        undo(changes)
        for name in [name for name in self.names if name not in before]:
            del self.names[name]
        self.names.update(before)

    def do_signature(self, target: Any) -> dict[str, Any]:
        """List a constructor's parameters (name, kind, whether required), and what is named where settings are kept.

        Stale are those whose default is a number that the notebook's global of that name was once, and is no more.
        """
        by_keyword = inspect.Parameter.KEYWORD_ONLY
        kinds: dict[Any, str] = {inspect.Parameter.POSITIONAL_OR_KEYWORD: "positional", by_keyword: "keyword"}
        every = inspect.signature(target).parameters.values()
        asked = [p for p in every if p.kind in kinds]
        return {
            "anything": any(p.kind is inspect.Parameter.VAR_POSITIONAL for p in every),
            "parameters": [(p.name, kinds[p.kind], p.default is p.empty) for p in asked],
            "stale": [p.name for p in asked if p.default is not p.empty and self._is_stale(p.name, p.default)],
            "settings": {name: named(holder) for name, holder in holders(self.names).items()},
        }

    def _is_stale(self, name: str, default: Any) -> bool:
        """Whether a default is a number that the notebook's own global of that name has no more."""
        before = self.objects[max(kept)][0] if (kept := [id for id in self.objects if id < 0]) else self.names
        now = before.get(name)
        return isinstance(default, int | float) and isinstance(now, int | float) and default != now

    def do_finish(self, snapshot: int | None) -> None:
        """Put every global back to what it was at the snapshot, if there is one, and drop the objects kept."""
        if snapshot is not None:
            self.do_restore(snapshot)
        for id in [id for id in self.objects if id > 0]:
            del self.objects[id]

    def do_state(self, target: Any) -> dict[str, Any]:
        """Fetch a module's parameters and buffers by name."""
        return {
            "parameters": {name: parameter.detach() for name, parameter in target.named_parameters()},
            "buffers": {name: buffer.detach() for name, buffer in target.named_buffers()},
        }

    def do_load(self, target: Any, state: dict[str, torch.Tensor]) -> dict[str, Any]:
        """Write parameters and buffers in place, and fetch all; names that are not given stay as they are."""
        known = dict(target.named_parameters()) | dict(target.named_buffers())
        with torch.no_grad():
            for name, value in state.items():
                known[name].copy_(value)
        return self.do_state(target)

    def do_modules(self, target: Any) -> list[tuple[str, list[str]]]:
        """List the submodules in order: path, and the names of its classes from the most special up."""
        return [(path, [kind.__name__ for kind in type(part).__mro__]) for path, part in target.named_modules()]

    def do_gradients(
        self, target: Any, method: str | None, arguments: list[Any], pick: int | None, weight: torch.Tensor
    ) -> dict[str, Any]:
        """Differentiate sum(output * weight) with respect to the floating arguments and the parameters."""
        inputs = [a.clone().requires_grad_() if _floating(a) else a for a in arguments]
        function = target if method is None else getattr(target, method)
        output = function(*inputs)
        output = output if pick is None else output[pick]
        leaves = [a for a in inputs if _floating(a)]
        named = dict(target.named_parameters()) if isinstance(target, torch.nn.Module) else {}
        wanted = [leaf for leaf in (*leaves, *named.values()) if leaf.requires_grad]
        found: dict[int, Any] = {}
        if wanted and output.requires_grad:
            gradients = torch.autograd.grad((output * weight).sum(), wanted, allow_unused=True)
            found = {id(leaf): gradient for leaf, gradient in zip(wanted, gradients, strict=True)}
        return {
            "output": output,
            "inputs": [found.get(id(leaf)) for leaf in leaves],
            "parameters": {name: found.get(id(parameter)) for name, parameter in named.items()},
        }

    def do_run(self, source: str, steps: int | None) -> None:
        """Run source text in the notebook's globals; loops around backward() take `steps` steps at most."""
        with self._budgeted(steps):
            exec(compile(source, "<cell>", "exec"), self.names)

    def do_restock(self) -> None:
        """Copy what the notebook is given into its working directory again."""
        self.around.restock()

    def do_printed(self) -> list[int]:
        """List how many characters each cell wrote, in the order in which they ran."""
        return self.around.printed

    def do_room(self, size: int) -> None:
        """See whether there is memory for some more bytes; raises what torch raises where there is none."""
        torch.empty(size, dtype=torch.uint8)

    def do_reach(self, source: str) -> dict[str, list[str]]:
        """List the globals that a text uses, also through functions, with the classes of each."""
        return reach(compile(source, "<cell>", "exec"), self.names)

    @contextlib.contextmanager
    def _budgeted(self, steps: int | None) -> Iterator[None]:
        self.budget.reset(self.steps if steps is None else steps)
        try:
            yield
        finally:
            self.budget.reset(self.steps)


@functools.cache  # a lab has few stand-ins, and makes each of them many times
def _compiled(source: str) -> types.CodeType:
    return compile(source, "<standin>", "exec")


def _floating(value: Any) -> bool:
    return isinstance(value, torch.Tensor) and value.is_floating_point()


def seed(number: int) -> None:
    """Start every source of chance from a number."""
    random.seed(number)
    live = torch.cuda.is_initialized()  # type: ignore[no-untyped-call]
    if live or torch.backends.mps.is_available():
        torch.manual_seed(number)
    else:  # the same, without noting the whole stack for each kind of device that is not there
        torch.default_generator.manual_seed(number)
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed(number)


def described(error: BaseException) -> dict[str, str]:
    """What a reply says of an error; never raises one."""
    try:
        message = str(error)[:1000]
    except BaseException:
        message = ""
    lines = traceback.extract_tb(error.__traceback__)[-1:]
    where = f"{lines[0].name}:{lines[0].lineno} {lines[0].line or ''}" if lines else ""
    return {"type": type(error).__name__[:200], "message": message, "where": where[:300]}
