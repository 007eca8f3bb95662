"""What a session runs: the cells of a notebook, and what the grader wants to know while they run."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from autograder.results.verdict import FailureCause
from autograder.source.training import StatementPlace


@dataclass(frozen=True)
class Script:
    """What a session runs: set-up text, files and folders for the working directory, and code cells by index.

    `watched` are the statements that train: after the cell of each, the globals that it uses are kept, with classes.
    `unreadable` are the cells that this Python cannot read, though nothing is wrong with them, and why. `answers` maps
    a cell to the questions that are answered once it has run, `needed` a question to the names that its answer uses,
    and `own` a question to those that it sets. `stand_ins` maps names that stand for a module which is not here to the
    cell that imports it. `own_files` are those that the student handed in beside the notebook.
    """

    setup: str
    files: Mapping[str, str]
    cells: Mapping[int, str]
    watched: tuple[StatementPlace, ...] = ()
    folders: Collection[str] = ()
    unreadable: Mapping[int, FailureCause] = field(default_factory=dict)
    answers: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    needed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    own: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    stand_ins: Mapping[str, int] = field(default_factory=dict)
    own_files: Mapping[str, str | bytes] = field(default_factory=dict)

    def up_to_answer(self, question: str) -> dict[int, str]:
        """Return the cells up to the one after which a question is answered; all of them where that is not known."""
        last = next((cell for cell, questions in self.answers.items() if question in questions), None)
        return {index: text for index, text in self.cells.items() if last is None or index <= last}
