"""The student's live notebook, as a hidden check sees it: explicit verbs, and plain values that come back."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from autograder.kernel.session import Session
from autograder.kernel_side.hyperparameters import normalized_name
from autograder.kernel_side.wire import Global
from autograder.lab.declaration import Lab
from autograder.messages import Catalogue, catalogue
from autograder.notebook.submission import Submission
from autograder.people.identity import Identity
from autograder.source.training import TrainingStatement, training_statements
from autograder.student import constructor_args
from autograder.student.client import Client
from autograder.student.evidence import Evidence
from autograder.student.exceptions import StudentFault, StudentTimeout, Undecided
from autograder.student.figures import PlottedFigure
from autograder.student.handle import Gradients, Handle, ModuleState, wire_value

__all__ = ["Gradients", "Handle", "ModuleState", "Student", "StudentFault", "StudentTimeout", "Undecided"]

# what Python says where a constructor takes an object apart that the lab gives as a number
NO_NUMBER = ("'int' object has no attribute", "'int' object is not subscriptable")


class Student:
    """A live submission; `defined_as` holds, for each name of the lab, the name under which the notebook defines it."""

    def __init__(self, session: Session, lab: Lab, submission: Submission) -> None:
        self.session = session
        self.lab = lab
        self.say: Catalogue = catalogue(lab.language)
        self.defined_as: dict[str, str] = {}
        self.client = Client(session, self.say)
        self.evidence = Evidence(self.client, lab, submission)
        self.given = session.script.files
        self.known: dict[str, Any] = {}

    def begin(self, question: str, seconds: float, seed: int = 0) -> None:
        """Start a check: everything asked from now on must come within `seconds`, and starts from a random seed."""
        self.known = {}
        self.client.begin(question, seconds, seed)

    def finish(self) -> None:
        """End a check: what it kept or changed in the student's process is dropped."""
        self.client.finish(restore_files=self.given is not self.session.script.files)
        self.given = self.session.script.files

    @property
    def fault(self) -> StudentFault | None:
        """What made the rest of this check impossible: the process died, or time ran out."""
        return self.client.fault

    @property
    def seed(self) -> int:
        """The seed from which the student's dice start at every request of this check; `seeded` changes it."""
        return self.client.seed

    def ran(self, cell: int) -> bool:
        """Whether a cell, given by its index, ran to its end in the student's own notebook."""
        return any(run.index == cell and run.status == "ok" for run in self.session.runs)

    def error_of(self, cell: int) -> tuple[str, str] | None:
        """The type and the message of the error that a cell ended with in the notebook; None where it ran."""
        failed = (run for run in self.session.runs if run.index == cell and run.status != "ok")
        return next(((run.type, run.message) for run in failed), None)

    @property
    def identity(self) -> Identity:
        """What the notebook says of its author: `name`, `rut`, `seeds`; each may be missing."""
        return self.evidence.identity

    def output(self, question: str) -> str:
        """What the cells of a question printed when they ran here, the first 65 536 characters of each.

        Raises Undecided where nobody can tell which cells they are, or one of them did not come to an end.
        """
        return self.evidence.output(question)

    def figures(self, question: str) -> tuple[PlottedFigure, ...]:
        """What the cells of a question plotted with pyplot; raises Undecided as `output`, or where it is unreadable."""
        return self.evidence.figures(question)

    def markdown(self, question: str) -> str:
        """What the student wrote below the heading of a question; raises Undecided where there is no such heading."""
        return self.evidence.markdown(question)

    def name_of(self, name: str) -> str:
        """The name under which the notebook defines `name`.

        Raises StudentFault where it does not; of a class, Undecided where another of its classes may be meant.
        """
        if name not in self.defined_as:
            try:
                answer = self.client.ask("find", spellings=list(self.lab.spellings(name)))
            except StudentFault as fault:
                others = self._strange_classes() if fault.absent and name[:1].isupper() else []
                if others:
                    what = self.say("student.other_classes", name=name, others=", ".join(others[:5]))
                    raise Undecided(what) from None
                raise
            if not isinstance(answer, str):
                raise self.client.malformed("find")
            self.defined_as[name] = answer
        return self.defined_as[name]

    def _strange_classes(self) -> list[str]:
        """The notebook's own modules that no name of the lab fits."""
        answer = self.client.ask("module_classes")
        known = {normalized_name(spelling) for name in self._names() for spelling in self.lab.spellings(name)}
        return [name for name in answer if isinstance(name, str) and normalized_name(name) not in known]

    def _names(self) -> set[str]:
        return {*self.lab.aliases, *(name for q in self.lab.questions for name in (*q.defines, *q.trains))}

    def has(self, name: str) -> bool:
        """Whether the notebook defines `name`."""
        try:
            self.name_of(name)
        except Undecided:
            return False
        except StudentFault as fault:
            if fault.absent:
                return False
            raise
        return True

    def undefined(self, names: Iterable[str]) -> set[str]:
        """Those of some names that the notebook does not define."""
        wanted = set(names)
        defined = self.client.ask("used_globals", source="\n".join(sorted(wanted)))
        return wanted - set(defined if isinstance(defined, dict) else ())

    def spellings(self, name: str) -> tuple[str, ...]:
        """Every name under which `name` may go in this notebook."""
        return (*self.lab.spellings(name), self.name_of(name)) if self.has(name) else self.lab.spellings(name)

    def handle(self, name: str) -> Handle:
        """A handle on the object behind a global, as it is now."""
        spelling = self.name_of(name)
        return Handle(self.client, self.client.keep("get", target=Global(spelling), path=[]), spelling)

    def get(self, name: str) -> Any:
        """The value of a global."""
        return self.client.ask("get", target=Global(self.name_of(name)), path=[], keep=None)

    def call(self, name: str, *arguments: Any, **named: Any) -> Any:
        """Call a function of the notebook and return what it returned."""
        return self._global(name).value(*arguments, **named)

    def new(self, name: str, *arguments: Any, **named: Any) -> Handle:
        """Construct an object of a class of the notebook; it stays in the student's process.

        Arguments by name are those of the lab's own constructor: one that calls them otherwise, or asks for more, is
        given what it names among them and the values in force. Raises Undecided where nobody can tell what it wants.
        """
        target = self._global(name)
        if not arguments:
            arguments, named = self._arranged(target, named)
        try:
            return target.new(*arguments, **named)
        except StudentFault as fault:
            if self.fault is None and any(sign in str(fault) for sign in NO_NUMBER):
                raise Undecided(self.say("student.strange_constructor", name=target.name)) from None
            raise

    def _arranged(self, target: Handle, given: dict[str, Any]) -> tuple[tuple[Any, ...], dict[str, Any]]:
        answer = self.client.ask("signature", target=target.target)
        asked = constructor_args.parameters(answer.get("parameters")) if isinstance(answer, dict) else None
        settings = constructor_args.settings(answer.get("settings")) if isinstance(answer, dict) else None
        if asked is None or settings is None:
            raise self.client.malformed("signature")
        if answer.get("anything") is True:
            return tuple(given.values()), {}
        keywords = constructor_args.arranged(asked, given, self.known, settings, self.lab)
        if keywords is None or (self._has_failed() and _names(answer.get("stale")) & (keywords.keys() - given.keys())):
            raise Undecided(self.say("student.strange_constructor", name=target.name))
        return (), keywords

    def _has_failed(self) -> bool:
        return any(run.status != "ok" for run in self.session.runs)

    def define(self, name: str, source: str) -> Handle:
        """Send source text of the grader's that defines `name`: a stand-in, which must give no answer away."""
        return Handle(self.client, self.client.define(name, source), name)

    @contextmanager
    def globals(self, **values: Any) -> Iterator[None]:
        """Set globals for the length of a block; afterwards every global is what it was before.

        A number or text is set by every spelling that the notebook has for it, in its settings too, and is what a
        constructor is given that asks for it by name.
        """
        numbers = {name: value for name, value in values.items() if isinstance(value, int | float | str)}
        known = numbers | {self._spelling(n): wire_value(value) for n, value in values.items() if n not in numbers}
        everywhere = {name: (value, list(self.lab.spellings(name)[1:])) for name, value in numbers.items()}
        before = self.known
        snapshot = self.client.replace_globals(known, everywhere)
        self.known = before | numbers
        try:
            yield
        finally:
            self.known = before
            self.client.restore_globals(snapshot)

    @contextmanager
    def fresh(self) -> Iterator[None]:
        """Take all globals of the notebook away for the length of a block, as if no cell had run."""
        snapshot = self.client.replace_globals({}, {}, fresh=True)
        try:
            yield
        finally:
            self.client.restore_globals(snapshot)

    @contextmanager
    def seeded(self, seed: int) -> Iterator[None]:
        """Start every request of a block from another random seed, counted from that of the check."""
        before, self.client.seed = self.client.seed, self.client.seed + 1000 * seed
        try:
            yield
        finally:
            self.client.seed = before

    @contextmanager
    def corpus(self, text: str) -> Iterator[None]:
        """Put a text behind the name of every corpus that the notebook may read, for the length of a block."""
        own = self.session.script.files
        try:
            self._give(dict.fromkeys(own, text))
            yield
        finally:
            self.session.workspace.provide(own)
            if self.session.alive and self.fault is None:  # else it is done when the check ends
                self._give(own)

    def run(self, source: str, steps: int | None = None) -> None:
        """Run source text in the notebook's globals; loops around backward() take at most `steps` steps."""
        self.client.ask("run", source=source, steps=steps)

    def cells(self) -> dict[int, str]:
        """The code cells as they were run, by index; those that killed the kernel are left out."""
        return {i: text for i, text in self.session.script.cells.items() if i not in self.session.fatal_cells}

    def trainings(self) -> list[TrainingStatement]:
        """The statements that train something, in order, also those that did not come to an end."""
        uses = {place: self.session.uses.get(place, {}) for place in self.session.script.watched}
        return training_statements(self.session.script.cells, uses)

    def _give(self, files: Mapping[str, str]) -> None:
        self.given = files
        self.session.workspace.provide(files)
        self.client.ask("restore_files")

    def _global(self, name: str) -> Handle:
        spelling = self.name_of(name)
        return Handle(self.client, Global(spelling), spelling)

    def _spelling(self, name: str) -> str:
        return self.name_of(name) if name in self.lab.aliases and self.has(name) else name


def _names(answer: Any) -> set[str]:
    return {name for name in answer if isinstance(name, str)} if isinstance(answer, list) else set()
