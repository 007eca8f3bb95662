"""What the grader may ask of how a notebook's cells ran: what they wrote, which failed, and what names stood for."""

from typing import Any

from autograder.kernel_side.answer_names import AnswerNames
from autograder.kernel_side.cell_failures import CellFailures
from autograder.kernel_side.console import Console
from autograder.kernel_side.text_files import TextFiles


class NotebookHistory:
    """Answers requests about the run of a notebook in an IPython shell, whose cells it watches from now on."""

    def __init__(self, shell: Any, texts: TextFiles) -> None:
        """Watch a shell; `texts` notes the files that were replaced."""
        self.console = Console(shell)
        self.texts = texts
        texts.cell = lambda: len(self.console.output_sizes)
        self.failures = CellFailures(shell, self.console.output_sizes)
        self.answers = AnswerNames(shell.user_ns)

    def do_output_sizes(self) -> list[int]:
        """Return how many characters each cell wrote, in the order in which they ran."""
        return self.console.output_sizes

    def do_recording(self, cell: int, kind: str) -> Any:
        """Return the "text" that a cell printed or the "figures" that it plotted, by its place among those that ran."""
        return self.console.recorder.recording(cell, kind)

    def do_failures(self) -> dict[str, Any]:
        """Return the statements that failed, in order, and the names that are unseen, with the number of a failure."""
        return {"failures": self.failures.failures, "unseen": self.failures.unseen}

    def do_mark_unseen(self, names: list[str], cell: int, cause: str) -> None:
        """Note that a cell which did not run to its end would have set some names."""
        self.failures.mark_unseen(names, cell, cause)

    def do_replaced_files(self) -> list[tuple[int, str, str]]:
        """Return the text files that were not there: a cell's number, the file's name, and that of the text instead."""
        return [(cell, name, used) for (cell, name), used in self.texts.replaced.items()]

    def do_remember_names(self, labels: list[str]) -> None:
        """Remember what every name stands for now, under each of some labels."""
        for label in labels:
            self.answers.remember(label)

    def do_rebound_names(self, wanted: dict[str, list[str]]) -> dict[str, list[str]]:
        """Return, by label, which of some names stand for something else now than when they were remembered."""
        return self.answers.compare(wanted)
