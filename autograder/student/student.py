"""The student's live notebook, as a hidden check uses it: methods that call its code and return plain values."""

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
from autograder.student.client import Client
from autograder.student.constructors import Constructors
from autograder.student.evidence import Evidence
from autograder.student.exceptions import StudentFault, StudentTimeout, Undecided
from autograder.student.figures import PlottedFigure
from autograder.student.handle import Gradients, Handle, ModuleState, wire_value
from autograder.student.replies import is_texts

__all__ = ["Gradients", "Handle", "ModuleState", "Student", "StudentFault", "StudentTimeout", "Undecided"]

NO_NUMBER = ("'int' object has no attribute", "'int' object is not subscriptable")  # taken apart


class Student:
    """A live submission; `defined_as` maps each name of the lab to the name under which the notebook defines it.

    `text_questions` are those whose checks gave the notebook a text to read.
    """

    def __init__(self, session: Session, lab: Lab, submission: Submission, identity: Identity | None = None) -> None:
        self.session = session
        self.lab = lab
        self.say: Catalogue = catalogue(lab.language)
        self.defined_as: dict[str, str] = {}
        self.text_questions: set[str] = set()
        self.client = Client(session, self.say)
        self.constructors = Constructors(self.client, lab, self.say)
        self.evidence = Evidence(self.client, lab, submission, identity)
        self.given = session.script.files
        self.known: dict[str, Any] = {}

    def begin(self, question: str, seconds: float, seed: int = 0) -> None:
        """Start a check: its requests must be answered within `seconds`, and random generators start from `seed`."""
        self.known = {}
        self.client.begin(question, seconds, seed)

    def finish(self) -> None:
        """End a check: drop what it kept or changed in the student's process."""
        self.client.finish(restore_files=self.given is not self.session.script.files)
        self.given = self.session.script.files

    @property
    def fault(self) -> StudentFault | None:
        """Return the fault that made the rest of the check impossible: the process died or time ran out; else None."""
        return self.client.fault

    def for_student(self, text: str) -> str:
        """Return a text as the student may read it; one that quotes the source of stand-ins is not shown."""
        quotes = self.client.sent.reached(text, self.session.script.cells.values())
        return self.say("student.quotes_grader") if quotes else text

    @property
    def seed(self) -> int:
        """Return the seed of the student's random generators at each request of this check; `seeded` changes it."""
        return self.client.seed

    def error_of(self, cell: int) -> tuple[str, str] | None:
        """Return the type and message of the error with which the cell of index `cell` ended; None if it ran."""
        failed = (run for run in self.session.runs if run.index == cell and run.status != "ok")
        return next(((run.type, run.message) for run in failed), None)

    @property
    def identity(self) -> Identity:
        """Return what the notebook says of its author: `name`, `rut` and `seeds`; each may be missing."""
        return self.evidence.identity

    def output(self, question: str) -> str:
        """Return what the cells of a question printed during grading, the first 65 536 characters of each.

        Raises Undecided if the question's cells cannot be identified, or one of them did not run to its end.
        """
        return self.evidence.output(question)

    def figures(self, question: str) -> tuple[PlottedFigure, ...]:
        """Return the pyplot figures of a question's cells; raise Undecided like `output`, or if one is unreadable."""
        return self.evidence.figures(question)

    def markdown(self, question: str) -> str:
        """Return what the student wrote below a question's heading; raise Undecided if the heading is missing."""
        return self.evidence.markdown(question)

    def numbers(self, name: str) -> tuple[int | float, ...]:
        """The numbers that the source gives to a name outside functions, in any spelling, in order and as written."""
        return self.evidence.numbers(name)

    def name_of(self, name: str) -> str:
        """Return the name under which the notebook defines `name`.

        Raises StudentFault if it is not defined; Undecided if it is a class and another class may be meant.
        """
        if name not in self.defined_as:
            try:
                answer = self.client.ask("find", spellings=list(self.lab.spellings(name)))
            except StudentFault as fault:
                other_classes = self._strange_classes() if fault.absent and name[:1].isupper() else []
                if other_classes:
                    message = self.say("student.other_classes", name=name, others=", ".join(other_classes[:5]))
                    raise Undecided(message) from None
                raise
            if not isinstance(answer, str):
                raise self.client.malformed("find")
            self.defined_as[name] = answer
        return self.defined_as[name]

    def _strange_classes(self) -> list[str]:
        """The notebook's own modules that no name of the lab fits."""
        answer = self.client.ask("module_classes")
        if not is_texts(answer):
            raise self.client.malformed("module_classes")
        names = {*self.lab.aliases, *(name for q in self.lab.questions for name in (*q.defines, *q.trains))}
        lab_names = {normalized_name(spelling) for name in names for spelling in self.lab.spellings(name)}
        return [name for name in answer if normalized_name(name) not in lab_names]

    def has(self, name: str) -> bool:
        """Return whether the notebook defines `name`."""
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
        """Return those of the given names that the notebook does not define."""
        all_names = set(names)
        defined = self.client.ask("used_globals", source="\n".join(sorted(all_names)))
        return all_names - set(defined if isinstance(defined, dict) else ())

    def spellings(self, name: str) -> tuple[str, ...]:
        """Return every name under which this notebook may define `name`."""
        return (*self.lab.spellings(name), self.name_of(name)) if self.has(name) else self.lab.spellings(name)

    def handle(self, name: str) -> Handle:
        """Return a handle on the object that a global holds now."""
        spelling = self.name_of(name)
        return Handle(self.client, self.client.keep("get", target=Global(spelling), path=[]), spelling)

    def get(self, name: str) -> Any:
        """Return the value of a global."""
        return self.client.ask("get", target=Global(self.name_of(name)), path=[], keep=None)

    def call(self, name: str, *arguments: Any, **named: Any) -> Any:
        """Call a function of the notebook and return what it returned."""
        return self._global(name).value(*arguments, **named)

    def new(self, name: str, *arguments: Any, **named: Any) -> Handle:
        """Construct an object of a class of the notebook, and return a handle on it.

        Named arguments are those of the lab's own constructor; they are fitted to a constructor that names its
        parameters differently or has more of them. Raises Undecided if it is unclear what the constructor expects.
        """
        target = self._global(name)
        if not arguments:
            arguments, named = self.constructors.arguments(target, named, self.known, self._has_failed())
        try:
            return target.new(*arguments, **named)
        except StudentFault as fault:
            if self.fault is None and any(sign in str(fault) for sign in NO_NUMBER):
                raise Undecided(self.say("student.strange_constructor", name=target.name)) from None
            raise

    def asked(self, name: str) -> set[str]:
        """Return what the constructor of a class of the notebook asks for: the lab's names, or else the notebook's."""
        return self.constructors.asked(self._global(name))

    def _has_failed(self) -> bool:
        return any(run.status != "ok" for run in self.session.runs)

    def define(self, name: str, source: str) -> Handle:
        """Send the grader's own source text that defines `name`, and return a handle; it must not reveal an answer."""
        return Handle(self.client, self.client.define(name, source), name)

    @contextmanager
    def globals(self, **values: Any) -> Iterator[None]:
        """Set globals for the length of a `with` block; every global is restored afterwards.

        A number or text is set under every spelling that the notebook has for it, also in its settings, and is passed
        to constructors that ask for it by name.
        """
        numbers = {name: value for name, value in values.items() if isinstance(value, int | float | str)}
        values_by_name = numbers | {
            self._spelling(n): wire_value(value) for n, value in values.items() if n not in numbers
        }
        everywhere = {name: (value, list(self.lab.spellings(name)[1:])) for name, value in numbers.items()}
        before = self.known
        snapshot = self.client.replace_globals(values_by_name, everywhere)
        self.known = before | numbers
        try:
            yield
        finally:
            self.known = before
            self.client.restore_globals(snapshot)

    @contextmanager
    def fresh(self) -> Iterator[None]:
        """Remove all globals of the notebook for the length of a `with` block, as if no cell had run."""
        snapshot = self.client.replace_globals({}, {}, fresh=True)
        try:
            yield
        finally:
            self.client.restore_globals(snapshot)

    @contextmanager
    def seeded(self, seed: int) -> Iterator[None]:
        """Use another random seed, relative to that of the check, for the length of a `with` block."""
        before, self.client.seed = self.client.seed, self.client.seed + 1000 * seed
        try:
            yield
        finally:
            self.client.seed = before

    @contextmanager
    def corpus(self, text: str) -> Iterator[None]:
        """Replace the text of every corpus that the notebook may read, for the length of a `with` block."""
        own_files = self.session.script.files
        self.text_questions.add(self.client.question)
        try:
            self._give(dict.fromkeys(own_files, text))
            yield
        finally:
            self.session.workspace.provide(own_files)
            if self.session.alive and self.fault is None:  # else it is done when the check ends
                self._give(own_files)

    def run(self, source: str, steps: int | None = None) -> None:
        """Run source text in the notebook's globals; loops around `backward()` take at most `steps` steps."""
        self.client.ask("run", source=source, steps=steps)

    def cells(self, question: str = "") -> dict[int, str]:
        """Return the code cells that were run and ended, by index; with a question, those up to its answer."""
        cells = self.session.script.up_to_answer(question)
        return {i: text for i, text in cells.items() if i not in self.session.fatal_cells}

    def trainings(self) -> list[TrainingStatement]:
        """Return the training statements, in order, also those that did not run to their end."""
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
