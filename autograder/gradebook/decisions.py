"""What the gradebook knows of a conflict: between which files and people, and what a person decided about it."""

from dataclasses import dataclass
from datetime import datetime

from autograder.messages import Catalogue
from autograder.people.conflicts import Conflict, person_label
from autograder.people.person import Person


@dataclass(frozen=True)
class FileChoice:
    """Whether a file counts for a student, as somebody has decided."""

    source: str
    person: Person
    counts: bool


@dataclass(frozen=True)
class KnownConflict:
    """A conflict in the gradebook, by its number: between which files and people, and who settled it, when and why.

    `held` says that the marks of its files wait; `author` is empty while it is open, and where it was found gone.
    `choices` are what the last decision says of its files; none where it changes nothing.
    """

    number: int
    conflict: Conflict
    held: bool
    time: datetime
    digest: str = ""
    settled: bool = False
    author: str = ""
    note: str = ""
    decided: datetime | None = None
    choices: tuple[FileChoice, ...] = ()

    def text(self, say: Catalogue) -> str:
        """Return what contradicts what, naming both sides, and what a person is to decide or has decided."""
        why = say(self.conflict.kind, **self.conflict.reason.values)
        if self.settled:
            return f"{why} {self.decision(say)}".strip()
        if not self.held:
            return why
        return f"{why} {say('gradebook.decide_which' if len(self.conflict.sources) > 1 else 'gradebook.decide_whose')}"

    def decision(self, say: Catalogue) -> str:
        """Return who settled it, when, which file counts for whom since then, and why; empty where nobody has."""
        if not self.author or self.decided is None:
            return ""
        files = dict.fromkeys(choice.source for choice in self.choices)
        outcome = "; ".join(self._outcome(source, say) for source in files) or say("gradebook.changes_nothing")
        note = f" ({self.note})" if self.note else ""
        return say("gradebook.decided", author=self.author, when=f"{self.decided:%Y-%m-%d %H:%M}", what=outcome + note)

    def _outcome(self, source: str, say: Catalogue) -> str:
        """Return for whom one of the files counts, or else for whom it does not."""
        mine = [choice for choice in self.choices if choice.source == source]
        counts = any(choice.counts for choice in mine)
        people = ", ".join(filter(None, (person_label(choice.person) for choice in mine if choice.counts == counts)))
        said = {
            True: ("gradebook.counts", "gradebook.counts_for"),
            False: ("gradebook.counts_not", "gradebook.counts_not_for"),
        }
        return say(said[counts][bool(people)], file=source, people=people)


@dataclass(frozen=True)
class Settlement:
    """What a person decides about a conflict: the file that counts, and for whom.

    `source` may be empty where there is only one file, `student` where the file's own is meant; "-" is nobody.
    """

    number: int
    author: str
    source: str = ""
    student: str = ""
    note: str = ""
