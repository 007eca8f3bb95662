"""Sends a check's requests to the probe in the student's process, within the time that the check has."""

import itertools
import time
from pathlib import Path
from typing import Any

from autograder.kernel.cell_run import is_out_of_memory
from autograder.kernel.connection import KernelDied, KernelTimeout
from autograder.kernel.session import AskError, Session
from autograder.kernel_side.wire import CannotBeSent, Opaque, Ref
from autograder.messages import Catalogue
from autograder.results.verdict import Verdict
from autograder.student.exceptions import StudentFault, StudentTimeout, Undecided
from autograder.student.replies import Replies, is_whole
from autograder.student.sent_sources import SentSources

MAX_TROUBLES = 2
CLEANING = 10.0
ABSENT = ("NameNotDefined", "NotImplementedError")


class Client:
    """Sends requests to a live submission; if its process died, it is restarted for the next check.

    Once checks of a question have killed the process or run out of time twice, the remaining ones fail at once.
    """

    def __init__(self, session: Session, say: Catalogue) -> None:
        self.session = session
        self.say = say
        self.seed = 0
        self.fault: StudentFault | None = None
        self.numbers = itertools.count(1)
        self.replies = Replies()
        self.stumbled: list[BaseException] = []
        self.snapshots: list[int] = []
        self.kept = False
        self.crowded = False
        self.troubles: dict[str, int] = {}
        self.question = ""
        self.sent = SentSources()
        self.end = float("inf")

    def begin(self, question: str, seconds: float, seed: int = 0) -> None:
        """Start a check of a question: all its requests must be answered within `seconds`, and start from `seed`.

        Raises Undecided if the submission has no time left, StudentTimeout if the question has failed too often.
        """
        self.question, self.fault, self.seed, self.replies = question, None, seed, Replies()
        self._expect_time()
        if self.troubles.get(question, 0) >= MAX_TROUBLES:
            raise StudentTimeout(self.say("student.tried_enough"))
        if not self.session.alive:
            self.snapshots.clear()
            self.session.restart()
            self._expect_time()
        self.end = time.monotonic() + seconds
        if question in self.session.rebound:  # later cells give names of the answer to something else
            self._keep_snapshot("use_names", label=question)

    def _expect_time(self) -> None:
        if self.session.seconds_left <= 0:
            raise Undecided(self.say("student.no_time_left"))

    def finish(self, restore_files: bool = False) -> None:
        """End a check: drop what it kept or changed in the student's process, even if it ran out of time.

        With `restore_files` the files that the notebook was given are restored too.
        """
        if self.session.alive:
            self.fault, self.end = None, time.monotonic() + CLEANING
            snapshot, dirty = next(iter(self.snapshots), None), self.kept or bool(self.snapshots)
            self.kept = False
            self.snapshots.clear()
            if dirty:
                self.ask("finish", snapshot=snapshot)
            if restore_files:
                self.ask("restore_files")
            if self.crowded and not self.session.has_free_memory():
                self.session.close()  # the next check finds it started again
        self.crowded = False
        self.end = float("inf")

    def ask(self, verb: str, **arguments: Any) -> Any:
        """Send a request to the probe and return its answer.

        Raises StudentFault if the student's code raised an error, timed out or died, Undecided if an argument is an
        object of the student's that cannot be sent back.
        """
        if self.fault is not None:
            raise self.fault
        seconds_left = self.end - time.monotonic()
        try:
            if seconds_left <= 0:
                raise KernelTimeout
            answer = self.session.ask(verb, arguments, self.seed, min(seconds_left, 600.0))
            self.replies.note(verb, answer)
            return answer
        except CannotBeSent as error:
            if isinstance(error.value, Opaque):  # the student's own, from an earlier answer: that proves nothing
                raise Undecided(self.say("student.opaque", type=error.value.type)) from None
            raise
        except AskError as error:
            raise self._fault(error) from None
        except KernelTimeout:
            self.fault = StudentTimeout(self.say("student.timed_out"))
        except KernelDied as death:
            self.fault = StudentFault(self.say(f"student.{death.cause}"), death.cause)
        self.troubles[self.question] = self.troubles.get(self.question, 0) + 1
        raise self.fault

    def keep(self, verb: str, **arguments: Any) -> Ref:
        """Request an object that stays in the student's process, and return the reference to it."""
        number = self._number()
        self.ask(verb, keep=number, **arguments)
        return Ref(number)

    def define(self, name: str, source: str) -> Ref:
        """Send source text that defines `name`, and return a reference to the object that it defines."""
        number = self._number()
        self.sent.add(source)
        self.ask("define", id=number, name=name, source=source)
        return Ref(number)

    def replace_globals(self, values: dict[str, Any], everywhere: dict[str, Any], fresh: bool = False) -> int:
        """Set globals, after removing all of the notebook's if `fresh`; return a number for `restore_globals`.

        `everywhere` holds values that are set under each of their spellings that the notebook has, also in its
        settings.
        """
        return self._keep_snapshot("replace_globals", values=values, everywhere=everywhere, fresh=fresh)

    def _keep_snapshot(self, verb: str, **arguments: Any) -> int:
        answer = self.ask(verb, **arguments)
        snapshot = answer.get("snapshot") if isinstance(answer, dict) else None
        if not is_whole(snapshot):
            raise self.malformed(verb)
        self.snapshots.append(snapshot)
        return snapshot

    def restore_globals(self, snapshot: int) -> None:
        """Restore every global to what it was before `replace_globals` returned `snapshot`."""
        if self.session.alive and self.fault is None:
            del self.snapshots[self.snapshots.index(snapshot) :]
            self.ask("restore_globals", snapshot=snapshot)

    def malformed(self, what: str) -> StudentFault:
        """Return the exception for a malformed reply from the student's process; `what` names the request."""
        return StudentFault(self.say("student.malformed", fault=what))

    def blamed(self, error: BaseException | None, checks: Path) -> BaseException | None:
        """Return the exception that a check raised, or the student's fault where it stumbled over a value of theirs.

        `checks` is the folder of the checks.
        """
        known = any(error is earlier for earlier in self.stumbled)  # what a fixture raised comes up in each check
        if error is None or not (known or self.replies.explain(error, checks)):
            return error
        self.stumbled.append(error)
        fault = StudentFault(self.say("student.unusable", type=type(error).__name__))
        fault.add_note(f"{type(error).__name__}: {error}")
        return fault.with_traceback(error.__traceback__)

    def _number(self) -> int:
        """A number that nothing has had before, for what stays in the student's process until the check ends."""
        self.kept = True
        return next(self.numbers)

    def _fault(self, error: AskError) -> StudentFault:
        if error.type == "NameNotDefined":
            return StudentFault(self.say("student.absent", name=error.message), absent=True)
        if error.type == "MalformedReply":
            return self.malformed(error.message)
        text = self.say("student.raised", type=error.type, message=error.message, where=error.where)
        if is_out_of_memory(error.type, error.message):
            self.crowded = True
            return StudentFault(text, Verdict.OUT_OF_MEMORY)
        return StudentFault(text, absent=error.type in ABSENT)
