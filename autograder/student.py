"""The student's live objects, as a hidden check sees them: explicit verbs, and plain values that come back."""

import itertools
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import torch

from autograder.expect import WrongAnswer
from autograder.kernel import KernelDied, KernelTimeout
from autograder.lab import Lab
from autograder.messages import Catalogue, catalogue
from autograder.notebook import AskError, Session
from autograder.training import Training, trainings
from autograder.wire import Global, Opaque, Ref

MAX_DEATHS = 2
ABSENT = ("Absent", "NotImplementedError")


class StudentFault(Exception):
    """The student's code did not give an answer; the message says what it did instead."""

    def __init__(self, message: str, absent: bool = False) -> None:
        super().__init__(message)
        self.absent = absent


class StudentTimeout(StudentFault):
    """The student's code did not come back within the check's time."""


class Undecided(Exception):
    """The grader cannot tell a right answer from a wrong one here: a person must look."""


@dataclass(frozen=True)
class State:
    """A module's parameters and buffers by name."""

    parameters: dict[str, torch.Tensor]
    buffers: dict[str, torch.Tensor]


@dataclass(frozen=True)
class Gradients:
    """An output, and the derivatives of sum(output * weight); None where nothing reaches."""

    output: torch.Tensor
    inputs: list[torch.Tensor | None]
    parameters: dict[str, torch.Tensor | None]


class Student:
    """A live submission. Where its process died, the next check finds it started again."""

    def __init__(self, session: Session, lab: Lab) -> None:
        self.session = session
        self.lab = lab
        self.say: Catalogue = catalogue(lab.language)
        self.found: dict[str, str] = {}
        self.deaths: dict[str, int] = {}
        self.numbers = itertools.count(1)
        self.swaps: list[int] = []
        self.question = ""
        self.end = float("inf")
        self.seed = 0
        self.fault: StudentFault | None = None

    def begin(self, question: str, seconds: float) -> None:
        """Start a check: everything asked from now on must come within `seconds`."""
        self.question, self.fault, self.seed = question, None, 0
        if self.deaths.get(question, 0) >= MAX_DEATHS:
            raise StudentFault(self.say("student.died_often"))
        if not self.session.alive:
            self.swaps.clear()
            self.session.run()
        self.end = time.monotonic() + seconds

    def finish(self) -> None:
        """End a check: what it kept or changed in the student's process is dropped, also where time ran out on it."""
        if self.session.alive:
            self.fault, self.end = None, time.monotonic() + 10.0
            if self.swaps:
                self._restore(self.swaps[0])
            self._ask("forget", above=0)
        self.end = float("inf")

    def name_of(self, name: str) -> str:
        """The name under which the notebook defines `name`; raises StudentFault where it does not."""
        if name not in self.found:
            answer = self._ask("find", spellings=list(self.lab.spellings(name)))
            if not isinstance(answer, str):
                raise StudentFault(self.say("student.malformed", fault="find"))
            self.found[name] = answer
        return self.found[name]

    def has(self, name: str) -> bool:
        """Whether the notebook defines `name`."""
        try:
            self.name_of(name)
        except StudentFault as fault:
            if fault.absent:
                return False
            raise
        return True

    def get(self, name: str) -> Any:
        """The value of a global."""
        return self._ask("get", target=Global(self.name_of(name)), path=[], keep=None)

    def handle(self, name: str) -> "Handle":
        """A handle on the object behind a global."""
        spelling = self.name_of(name)
        number = self._keep("get", target=Global(spelling), path=[])
        return Handle(self, number, spelling)

    def call(self, name: str, *arguments: Any, **named: Any) -> Any:
        """Call a function of the notebook and return what it returned."""
        return self._call(Global(self.name_of(name)), None, arguments, named)

    def new(self, name: str, *arguments: Any, **named: Any) -> "Handle":
        """Construct an object of a class of the notebook; it stays in the student's process."""
        spelling = self.name_of(name)
        call = {"target": Global(spelling), "method": None, "arguments": list(arguments), "named": named}
        return Handle(self, self._keep("call", **call), spelling)

    def define(self, name: str, source: str) -> "Handle":
        """Send source text of the grader's that defines `name`: a stand-in, which must give no answer away."""
        number = next(self.numbers)
        self._ask("define", id=number, name=name, source=source)
        return Handle(self, number, name)

    @contextmanager
    def globals(self, **values: Any) -> Iterator[None]:
        """Set globals for the length of a block; afterwards every global is what it was before."""
        self._expect(self.session.alive)
        known = {self._spelling(name): value for name, value in values.items()}
        answer = self._ask("swap", values=known)
        snapshot = answer.get("snapshot") if isinstance(answer, dict) else None
        if not isinstance(snapshot, int):
            raise StudentFault(self.say("student.malformed", fault="swap"))
        self.swaps.append(snapshot)
        try:
            yield
        finally:
            if self.session.alive and self.fault is None:
                self._restore(snapshot)

    @contextmanager
    def seeded(self, seed: int) -> Iterator[None]:
        """Start every request of a block from another random seed."""
        before, self.seed = self.seed, seed
        try:
            yield
        finally:
            self.seed = before

    @contextmanager
    def corpus(self, text: str) -> Iterator[None]:
        """Put a text behind the name of every corpus that the notebook may read, for the length of a block."""
        self.session.scratch.write(dict.fromkeys(self.session.script.files, text))
        try:
            yield
        finally:
            self.session.scratch.write(self.session.script.files)

    def run(self, source: str, steps: int | None = None) -> None:
        """Run source text in the notebook's globals; loops around backward() take at most `steps` steps."""
        self._ask("run", source=source, steps=steps)

    def cells(self) -> dict[int, str]:
        """The code cells as they were run, by index; those that killed the kernel are left out."""
        return {i: text for i, text in self.session.script.cells.items() if i not in self.session.killers}

    def trainings(self) -> list[Training]:
        """The statements that train something, in order."""
        return trainings(self.cells(), self.session.uses)

    def spellings(self, name: str) -> tuple[str, ...]:
        """Every name under which `name` may go in this notebook."""
        return (*self.lab.spellings(name), self.name_of(name)) if self.has(name) else self.lab.spellings(name)

    def _spelling(self, name: str) -> str:
        return self.name_of(name) if name in self.lab.aliases and self.has(name) else name

    def _restore(self, snapshot: int) -> None:
        del self.swaps[self.swaps.index(snapshot) :]
        self._ask("restore", snapshot=snapshot)

    def _keep(self, verb: str, **arguments: Any) -> int:
        number = next(self.numbers)
        self._ask(verb, keep=number, **arguments)
        return number

    def _call(self, target: Any, method: str | None, arguments: Any, named: dict[str, Any]) -> Any:
        return self._ask("call", target=target, method=method, arguments=list(arguments), named=named, keep=None)

    def _expect(self, alive: bool) -> None:
        if self.fault is not None:
            raise self.fault
        if not alive:
            raise StudentFault(self.say("student.dead"))

    def _ask(self, verb: str, **arguments: Any) -> Any:
        self._expect(self.session.alive)
        left = self.end - time.monotonic()
        try:
            if left <= 0:
                raise KernelTimeout
            wired = {key: _wired(value) for key, value in arguments.items()}
            return self.session.ask(verb, wired, self.seed, min(left, 600.0))
        except AskError as error:
            raise self._fault(error) from None
        except KernelTimeout:
            self.fault = StudentTimeout(self.say("student.timed_out"))
        except KernelDied:
            self.deaths[self.question] = self.deaths.get(self.question, 0) + 1
            self.fault = StudentFault(self.say("student.died"))
        raise self.fault

    def _fault(self, error: AskError) -> StudentFault:
        if error.type == "Absent":
            return StudentFault(self.say("student.absent", name=error.message), absent=True)
        if error.type == "MalformedReply":
            return StudentFault(self.say("student.malformed", fault=error.message))
        text = self.say("student.raised", type=error.type, message=error.message, where=error.where)
        return StudentFault(text, absent=error.type in ABSENT)


class Handle:
    """An object that lives in the student's process."""

    def __init__(self, student: Student, number: int, name: str) -> None:
        self.student = student
        self.number = number
        self.name = name

    def __call__(self, *arguments: Any) -> torch.Tensor:
        """Call the object; raises WrongAnswer where it does not return a tensor."""
        return self._tensor(self.value(*arguments))

    def value(self, *arguments: Any, **named: Any) -> Any:
        """Call the object and return whatever it returned."""
        return self.student._call(self._ref, None, arguments, named)

    def call(self, method: str, *arguments: Any, **named: Any) -> Any:
        """Call a method and return whatever it returned."""
        return self.student._call(self._ref, method, arguments, named)

    def new(self, *arguments: Any, **named: Any) -> "Handle":
        """Call the object and keep the result in the student's process."""
        call = {"target": self._ref, "method": None, "arguments": list(arguments), "named": named}
        return Handle(self.student, self.student._keep("call", **call), self.name)

    def eval(self) -> "Handle":
        """Put a module into evaluation mode."""
        return self._mode("eval")

    def train(self) -> "Handle":
        """Put a module into training mode."""
        return self._mode("train")

    def get(self, path: str) -> Any:
        """The value of an attribute, `a.b.c`."""
        return self.student._ask("get", target=self._ref, path=path.split("."), keep=None)

    def part(self, path: str) -> "Handle":
        """A handle on an attribute."""
        number = self.student._keep("get", target=self._ref, path=path.split("."))
        return Handle(self.student, number, f"{self.name}.{path}")

    def set(self, path: str, value: Any) -> None:
        """Set an attribute."""
        self.student._ask("set", target=self._ref, path=path.split("."), value=value)

    def state(self) -> State:
        """Fetch a module's parameters and buffers."""
        answer = self.student._ask("state", target=self._ref)
        if not isinstance(answer, dict):
            raise self._malformed("state")
        return State(*(self._named(answer.get(kind), torch.Tensor) for kind in ("parameters", "buffers")))

    def load(self, state: dict[str, torch.Tensor]) -> None:
        """Write parameters and buffers in place."""
        self.student._ask("load", target=self._ref, state=state)

    def modules(self) -> list[tuple[str, list[str]]]:
        """The submodules in order: path, and the names of its classes from the most special up."""
        answer = self.student._ask("modules", target=self._ref)
        if not isinstance(answer, list) or not all(_is_module(item) for item in answer):
            raise self._malformed("modules")
        return [(str(path), [str(kind) for kind in kinds]) for path, kinds in answer]

    def gradients(
        self, *arguments: Any, weight: torch.Tensor, method: str | None = None, pick: int | None = None
    ) -> Gradients:
        """Differentiate sum(output * weight) with respect to the floating arguments and the parameters.

        `pick` chooses one of several outputs.
        """
        call = {"target": self._ref, "method": method, "arguments": list(arguments)}
        answer = self.student._ask("gradients", **call, pick=pick, weight=weight)
        if not isinstance(answer, dict) or not isinstance(answer.get("inputs"), list):
            raise self._malformed("gradients")
        inputs = answer["inputs"]
        if not all(isinstance(gradient, torch.Tensor | None) for gradient in inputs):
            raise self._malformed("gradients")
        parameters = self._named(answer.get("parameters"), torch.Tensor | None)
        return Gradients(self._tensor(answer.get("output")), inputs, parameters)

    @property
    def _ref(self) -> Ref:
        return Ref(self.number)

    def _mode(self, method: str) -> "Handle":
        self.student._keep("call", target=self._ref, method=method, arguments=[], named={})
        return self

    def _tensor(self, value: Any) -> torch.Tensor:
        if isinstance(value, torch.Tensor):
            return value
        raise WrongAnswer("expect.no_tensor", what=f"{self.name}(...)", type=type_name(value))

    def _named(self, value: Any, kind: Any) -> dict[str, Any]:
        if not isinstance(value, dict) or not all(isinstance(k, str) and isinstance(v, kind) for k, v in value.items()):
            raise self._malformed("state")
        return value

    def _malformed(self, verb: str) -> StudentFault:
        return StudentFault(self.student.say("student.malformed", fault=verb))


def type_name(value: Any) -> str:
    """The name of a value's type, as it was on the student's side."""
    return value.type if isinstance(value, Opaque) else type(value).__name__


def _is_module(item: Any) -> bool:
    return isinstance(item, tuple) and len(item) == 2 and isinstance(item[1], list)


def _wired(value: Any) -> Any:
    if isinstance(value, Handle):
        return value._ref
    if isinstance(value, dict):
        return {key: _wired(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_wired(item) for item in value)
    return value
