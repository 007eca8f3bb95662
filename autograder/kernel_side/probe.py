"""The probe: the grader's code that constructs, calls and reads a notebook's objects, beside the student's code.

It holds nothing worth reading: it does what a request says and never learns which answer is expected.
"""

import contextlib
import functools
import sys
import types
from collections.abc import Iterator
from typing import Any

import torch

from autograder.kernel_side.budget import Budget
from autograder.kernel_side.constructor_signature import constructor_signature
from autograder.kernel_side.error_report import error_description
from autograder.kernel_side.hyperparameters import normalized_name, restore_previous, set_everywhere
from autograder.kernel_side.notebook_history import NotebookHistory
from autograder.kernel_side.own_modules import forget_own_modules
from autograder.kernel_side.provided_files import ProvidedFiles
from autograder.kernel_side.seeding import seed_random_generators
from autograder.kernel_side.used_globals import used_globals
from autograder.kernel_side.wire import Global, Ref, pack, unpack

MAIN = "__main__"


class NameNotDefined(Exception):
    """The notebook defines none of the names that a request asks for."""


class Probe:
    """Answers requests about one notebook: each verb is a method `do_<verb>`, here or of the notebook's history.

    `names` are the notebook's globals, `budget` limits its training loops. Objects that stay here between requests have
    positive numbers, snapshots of the globals negative ones.
    """

    def __init__(self, names: dict[str, Any], budget: Budget, files: ProvidedFiles, history: NotebookHistory) -> None:
        self.names = names
        self.budget = budget
        self.steps = budget.steps
        self.files = files
        self.history = history
        self.objects: dict[int, Any] = {}
        self.initial_names = frozenset(names)

    def answer(self, request: dict[str, Any], buffer: bytes) -> tuple[dict[str, Any], bytes]:
        """Carry out one request and return its reply as JSON data and the bytes of its tensors.

        Whatever the student's code raises becomes part of the reply.
        """
        try:
            verb = self._verb(f"do_{request['verb']}")
            self.budget.reset(self.steps)  # a loop that was interrupted must not leave the next one without time
            arguments = unpack(request["arguments"], buffer, self._resolve)
            seed_random_generators(request["seed"])
            with torch.enable_grad():
                data, tensors = pack(verb(**arguments))
            return {"ok": True, "value": data}, tensors
        except BaseException as error:  # a student's code may raise SystemExit or KeyboardInterrupt just as well
            return {"ok": False, "error": error_description(error)}, b""

    def _verb(self, method: str) -> Any:
        return getattr(self, method) if hasattr(self, method) else getattr(self.history, method)

    def _resolve(self, reference: Ref | Global) -> Any:
        if isinstance(reference, Ref):
            return self.objects[reference.id]
        return self._lookup(reference.name)

    def _lookup(self, name: str) -> Any:
        if name not in self.names:
            raise NameNotDefined(name)
        return self.names[name]

    def do_find(self, spellings: list[str]) -> str:
        """Return the first spelling that is defined, or else a name that differs only by case and underscores.

        A model that is called like a class is not that class. Raises NameNotDefined where there is none.
        """
        for spelling in spellings:
            if spelling in self.names:
                return spelling
        names = {name: value for name, value in self.names.items() if type(name) is str and name[:1] != "_"}
        similar = {normalized_name(name): name for name in names}
        for spelling in spellings:
            name = similar.get(normalized_name(spelling))
            if name is not None and not (spelling[0].isupper() and isinstance(names[name], torch.nn.Module)):
                return name
        raise NameNotDefined(spellings[0])

    def do_module_classes(self) -> list[str]:
        """Return the names of the subclasses of `torch.nn.Module` that the notebook itself defines."""
        own = {name: value for name, value in self.names.items() if isinstance(value, type) and name == value.__name__}
        return [name for name, kind in own.items() if issubclass(kind, torch.nn.Module) and kind.__module__ == MAIN]

    def do_define(self, id: int, name: str, source: str) -> None:
        """Execute the grader's source text in a new module, and keep the object `name` of it as number `id`."""
        module_name = f"standin_{id}"
        module = types.ModuleType(module_name)
        sys.modules[module_name] = module  # so that a student may pickle what holds a stand-in
        exec(_compiled(source), module.__dict__)
        self.objects[id] = module.__dict__[name]

    def do_call(
        self, target: Any, method: str | None, arguments: list[Any], named: dict[str, Any], keep: int | None
    ) -> Any:
        """Call an object, or a method of it, and return the result; with `keep`, it stays here under that number."""
        function = target if method is None else getattr(target, method)
        result = function(*arguments, **named)
        if keep is None:
            return result
        self.objects[keep] = result
        return None

    def do_get(self, target: Any, path: list[str], keep: int | None) -> Any:
        """Return an attribute of an object; with `keep`, it stays here under that number."""
        target = functools.reduce(getattr, path, target)
        if keep is None:
            return target
        self.objects[keep] = target
        return None

    def do_set(self, target: Any, path: list[str], value: Any) -> None:
        """Set the attribute of an object that a path of attribute names leads to."""
        setattr(functools.reduce(getattr, path[:-1], target), path[-1], value)

    def do_replace_globals(self, values: dict[str, Any], everywhere: dict[str, Any], fresh: bool) -> dict[str, Any]:
        """Set globals, with `fresh` after deleting all of the notebook's own, and return the number of a snapshot.

        The values `everywhere` are set under any spelling of their names, in configuration objects too.
        `do_restore_globals` with the snapshot's number undoes all of it.
        """
        id = min([0, *self.objects]) - 1  # the numbers of kept objects are positive
        before = dict(self.names)
        if fresh:
            forget_own_modules()
            for name in [name for name in self.names if name not in self.initial_names]:
                del self.names[name]
        self.objects[id] = (before, set_everywhere(self.names, everywhere))
        self.names.update(values)
        return {"snapshot": id}

    def do_restore_globals(self, snapshot: int) -> None:
        """Put every global and every hyperparameter back to what it was at the snapshot."""
        before, previous = self.objects.pop(snapshot)
        restore_previous(previous)
        for name in [name for name in self.names if name not in before]:
            del self.names[name]
        self.names.update(before)

    def do_signature(self, target: Any) -> dict[str, Any]:
        """Return what a constructor asks for, and the notebook's settings; see `constructor_signature`."""
        snapshots = [id for id in self.objects if id < 0]
        own = self.objects[max(snapshots)][0] if snapshots else self.names
        return constructor_signature(target, self.names, own)

    def do_finish(self, snapshot: int | None) -> None:
        """Put every global back to what it was at the snapshot, if one is given, and drop all objects kept here."""
        if snapshot is not None:
            self.do_restore_globals(snapshot)
        for id in [id for id in self.objects if id > 0]:
            del self.objects[id]

    def do_state(self, target: Any) -> dict[str, Any]:
        """Return a module's parameters and buffers by name."""
        return {
            "parameters": {name: parameter.detach() for name, parameter in target.named_parameters()},
            "buffers": {name: buffer.detach() for name, buffer in target.named_buffers()},
        }

    def do_load(self, target: Any, state: dict[str, torch.Tensor]) -> dict[str, Any]:
        """Overwrite a module's parameters and buffers by name, leave the others, and return all of them."""
        known = dict(target.named_parameters()) | dict(target.named_buffers())
        with torch.no_grad():
            for name, value in state.items():
                known[name].copy_(value)
        return self.do_state(target)

    def do_modules(self, target: Any) -> list[tuple[str, list[str]]]:
        """Return the path of each submodule, in order, with the names of its class and of that class's bases."""
        return [(path, [kind.__name__ for kind in type(part).__mro__]) for path, part in target.named_modules()]

    def do_gradients(
        self, target: Any, method: str | None, arguments: list[Any], pick: int | str | None, weight: torch.Tensor
    ) -> dict[str, Any]:
        """Return an output, and the gradients of sum(output * weight) by floating-point arguments and parameters.

        `pick` chooses one output of several: a place, a key or an attribute. A gradient is None where the output does
        not depend on that tensor.
        """
        inputs = [a.clone().requires_grad_() if _is_floating_tensor(a) else a for a in arguments]
        function = target if method is None else getattr(target, method)
        output = function(*inputs)
        if pick is not None:
            output = getattr(output, pick) if isinstance(pick, str) and hasattr(output, pick) else output[pick]
        leaves = [a for a in inputs if _is_floating_tensor(a)]
        named = dict(target.named_parameters()) if isinstance(target, torch.nn.Module) else {}
        wanted = [leaf for leaf in (*leaves, *named.values()) if leaf.requires_grad]
        gradient_of: dict[int, Any] = {}  # by the identity of its leaf
        if wanted and output.requires_grad:
            gradients = torch.autograd.grad((output * weight).sum(), wanted, allow_unused=True)
            gradient_of = {id(leaf): gradient for leaf, gradient in zip(wanted, gradients, strict=True)}
        return {
            "output": output,
            "inputs": [gradient_of.get(id(leaf)) for leaf in leaves],
            "parameters": {name: gradient_of.get(id(parameter)) for name, parameter in named.items()},
        }

    def do_run(self, source: str, steps: int | None) -> None:
        """Execute source text in the notebook's globals; its training loops take at most `steps` steps each."""
        with self._budgeted(steps):
            exec(compile(source, "<cell>", "exec"), self.names)

    def do_restore_files(self) -> None:
        """Copy the files that the grader provides into the notebook's working directory again."""
        self.files.restore()

    def do_use_names(self, label: str) -> dict[str, Any]:
        """Let names stand for what was remembered under a label; return the number of a snapshot that undoes it."""
        snapshot = self.do_replace_globals({}, {}, False)
        self.history.answers.restore(label)
        return snapshot

    def do_try_allocation(self, size: int) -> None:
        """Allocate `size` bytes and free them again; raises RuntimeError where there is no memory for them."""
        torch.empty(size, dtype=torch.uint8)

    def do_used_globals(self, source: str) -> dict[str, list[str]]:
        """Return the globals that source text uses, following the functions it calls, with the classes of each."""
        return used_globals(compile(source, "<cell>", "exec"), self.names)

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


def _is_floating_tensor(value: Any) -> bool:
    return isinstance(value, torch.Tensor) and value.is_floating_point()
