"""Handles on objects that live in the student's process: a check calls and reads them from the grader's side."""

from dataclasses import dataclass
from typing import Any

import torch

from autograder.kernel_side.wire import Global, Ref
from autograder.student.assertions import WrongAnswer, type_name
from autograder.student.client import Client
from autograder.student.exceptions import StudentFault
from autograder.student.replies import is_floating, is_modules, is_tensors, is_tensors_or_none, is_whole


@dataclass(frozen=True)
class ModuleState:
    """The parameters and buffers of a torch module, each by name."""

    parameters: dict[str, torch.Tensor]
    buffers: dict[str, torch.Tensor]


@dataclass(frozen=True)
class Gradients:
    """An output, and the derivatives of sum(output * weight) by inputs and parameters; None where it is independent."""

    output: torch.Tensor
    inputs: list[torch.Tensor | None]
    parameters: dict[str, torch.Tensor | None]


class Handle:
    """An object of the student's process.

    `loaded` holds the weights that the check has written to it, which need not be fetched again.
    """

    def __init__(self, client: Client, target: Ref | Global, name: str) -> None:
        self.client = client
        self.target = target
        self.name = name
        self.loaded: dict[str, torch.Tensor] = {}
        self.dtype = torch.float32
        self.casts = False

    @property
    def fault(self) -> StudentFault | None:
        """Return the fault that made the rest of the check impossible: the process died or time ran out; else None."""
        return self.client.fault

    def __call__(self, *arguments: Any) -> torch.Tensor:
        """Call the object and return the tensor that it returned; raise WrongAnswer if it returned anything else."""
        return self._tensor(self.value(*arguments))

    def value(self, *arguments: Any, **named: Any) -> Any:
        """Call the object and return whatever it returned."""
        return self._call(None, arguments, named)

    def call(self, method: str, *arguments: Any, **named: Any) -> Any:
        """Call a method and return whatever it returned."""
        return self._call(method, arguments, named)

    def new(self, *arguments: Any, **named: Any) -> "Handle":
        """Call the object, and return a handle on the result, which stays in the student's process."""
        return self._kept(self.name, "call", method=None, **_sent(arguments, named))

    def double(self, *probe: Any) -> "Handle":
        """Convert a module to float64, if its code allows that, and return this handle.

        If a call with the arguments `probe` then fails or does not return float64, the module is converted back to
        float32. Floating-point arguments are sent in the resulting type from then on.
        """
        self.casts = True
        self._kept(self.name, "call", method="double", **_sent((), {}))
        self.dtype = torch.float64
        try:
            answer = self.value(*probe)
        except StudentFault:
            if self.client.fault is not None:
                raise
            answer = None
        first = answer[0] if isinstance(answer, list | tuple) and answer else answer
        if not isinstance(first, torch.Tensor) or first.dtype is not torch.float64:
            self._kept(self.name, "call", method="float", **_sent((), {}))
            self.dtype = torch.float32
        self.loaded = {name: value.to(self.dtype) for name, value in self.loaded.items()}
        return self

    def eval(self) -> "Handle":
        """Put a module into evaluation mode, and return this handle."""
        self._kept(self.name, "call", method="eval", **_sent((), {}))
        return self

    def train(self) -> "Handle":
        """Put a module into training mode, and return this handle."""
        self._kept(self.name, "call", method="train", **_sent((), {}))
        return self

    def get(self, path: str) -> Any:
        """Return the value of an attribute; `path` may be dotted, such as `a.b.c`."""
        return self.client.ask("get", target=self.target, path=path.split("."), keep=None)

    def count(self, path: str) -> int:
        """Return an attribute that is a whole number by its nature; raise StudentFault where it is anything else."""
        value = self.get(path)
        if not is_whole(value):
            raise self.client.malformed(f"{self.name}.{path}")
        return value

    def part(self, path: str) -> "Handle":
        """Return a handle on an attribute; `path` may be dotted."""
        return self._kept(f"{self.name}.{path}", "get", path=path.split("."))

    def set(self, path: str, value: Any) -> None:
        """Set an attribute to a value; `path` may be dotted."""
        self.client.ask("set", target=self.target, path=path.split("."), value=wire_value(value))

    def state(self) -> ModuleState:
        """Return a module's parameters, in the type that it computes in, and its buffers."""
        raw = self._read(self.client.ask("state", target=self.target))
        return ModuleState({name: value.to(self.dtype) for name, value in raw.parameters.items()}, raw.buffers)

    def _read(self, answer: Any) -> ModuleState:
        told = answer if isinstance(answer, dict) else {}
        parameters, buffers = told.get("parameters"), told.get("buffers")
        if not is_tensors(parameters) or not is_tensors(buffers) or not all(map(is_floating, parameters.values())):
            raise self.client.malformed("state")
        return ModuleState(parameters, buffers)

    def load(self, state: dict[str, torch.Tensor]) -> None:
        """Write parameters and buffers in place, and check that the module has them afterwards.

        Raises WrongAnswer if the module did not accept the weights.
        """
        written = self._read(self.client.ask("load", target=self.target, state=state))
        for name, value in state.items():
            loaded = written.parameters.get(name, written.buffers.get(name))
            if loaded is None or not torch.equal(loaded, value.to(loaded.dtype)):
                raise WrongAnswer("expect.not_loaded", what=self.name, parameter=name)
        self.loaded |= {name: value.to(self.dtype) for name, value in state.items()}

    def modules(self) -> list[tuple[str, list[str]]]:
        """Return each submodule's path and the names of its classes, from the most derived to the most basic."""
        answer = self.client.ask("modules", target=self.target)
        if not is_modules(answer):
            raise self.client.malformed("modules")
        return answer

    def gradients(
        self, *arguments: Any, weight: torch.Tensor, method: str | None = None, pick: int | str | None = None
    ) -> Gradients:
        """Return the gradients of sum(output * weight) by the floating-point arguments and the parameters.

        `method` is the method to call instead of the object; `pick` chooses one of several outputs.
        """
        call = {"target": self.target, "method": method, "arguments": wire_value(self._cast(list(arguments)))}
        answer = self.client.ask("gradients", **call, pick=pick, weight=weight.to(self.dtype))
        told = answer if isinstance(answer, dict) else {}
        inputs, named = told.get("inputs"), told.get("parameters")
        if not isinstance(inputs, list) or not is_tensors_or_none(named):
            raise self.client.malformed("gradients")
        inputs = [self._gradient(value) for value in inputs]
        parameters = {name: self._gradient(value) for name, value in named.items()}
        return Gradients(self._tensor(told.get("output")), inputs, parameters)

    def _call(self, method: str | None, arguments: Any, named: dict[str, Any]) -> Any:
        sent = _sent(self._cast(arguments), self._cast(named))
        return self.client.ask("call", target=self.target, method=method, keep=None, **sent)

    def _cast(self, value: Any) -> Any:
        """Floating tensors, in the type that the object is known to compute in."""
        if not self.casts:
            return value
        if isinstance(value, torch.Tensor) and value.dtype in (torch.float32, torch.float64):
            return value.to(self.dtype)
        if isinstance(value, dict):
            return {key: self._cast(item) for key, item in value.items()}
        return type(value)(map(self._cast, value)) if isinstance(value, list | tuple) else value

    def _kept(self, name: str, verb: str, **arguments: Any) -> "Handle":
        return Handle(self.client, self.client.keep(verb, target=self.target, **arguments), name)

    def _tensor(self, value: Any) -> torch.Tensor:
        if isinstance(value, torch.Tensor):
            return value
        raise WrongAnswer("expect.no_tensor", what=f"{self.name}(...)", type=type_name(value))

    def _gradient(self, value: Any) -> torch.Tensor | None:
        if value is None:
            return None
        if not is_floating(value):
            raise self.client.malformed("gradients")
        return value.to(self.dtype)


def wire_value(value: Any) -> Any:
    """Return a value with each handle in it replaced by the reference that is sent to the student's process."""
    if isinstance(value, Handle):
        return value.target
    if isinstance(value, dict):
        return {key: wire_value(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(wire_value(item) for item in value)
    return value


def _sent(arguments: Any, named: dict[str, Any]) -> dict[str, Any]:
    return {"arguments": wire_value(list(arguments)), "named": wire_value(named)}
