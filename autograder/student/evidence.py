"""What a question's cells printed, plotted and say, for checks that do not look at objects."""

import re
from functools import cached_property
from typing import Any

from autograder.kernel.cell_run import CellStatus
from autograder.lab.declaration import Lab
from autograder.lab.student_template import template
from autograder.notebook.assigned_numbers import assigned_numbers
from autograder.notebook.question_cells import code_cells
from autograder.notebook.submission import Submission
from autograder.notebook.written_answers import written_answer
from autograder.people.identity import Identity, identify
from autograder.student.client import Client
from autograder.student.exceptions import Undecided
from autograder.student.figures import MalformedFigure, PlottedFigure, printable, read_figures

RECORDED = (CellStatus.OK, CellStatus.ERROR)  # what a cell of another status would have shown, nobody knows
UNSEEN = re.compile(r"\b(?:clf|cla|Figure)\s*\(|\b(?:plt|pyplot)\.close\s*\(")  # a plot may come and go unseen


class Evidence:
    """The cells of one submission, and the output that they produced when they ran for grading.

    Each method raises Undecided if the question's cells cannot be identified, or if their output was not recorded.
    """

    def __init__(self, client: Client, lab: Lab, submission: Submission, identity: Identity | None = None) -> None:
        self.client = client
        self.lab = lab
        self.submission = submission
        self.known_identity = identity

    @cached_property
    def identity(self) -> Identity:
        """Return what the notebook says of its author."""
        return self.known_identity or identify(self.submission, self.lab.student)

    def output(self, id: str) -> str:
        """Return the text that the code cells of the question `id` printed, joined in order."""
        return "".join(self._printed(place) for place in self._places(id))

    def figures(self, id: str) -> tuple[PlottedFigure, ...]:
        """Return the figures that the code cells of the question `id` made or changed."""
        figures: list[PlottedFigure] = []
        for place in self._places(id):
            try:
                plotted, unreadable = read_figures(self._recording(place, "figures"))
            except MalformedFigure:
                raise self.client.malformed("figures") from None
            if unreadable:
                raise Undecided(self.client.say("student.unreadable_figures", id=id))
            figures += plotted
        if not figures and any(UNSEEN.search(source) for source in self.client.session.script.cells.values()):
            raise Undecided(self.client.say("student.unreadable_figures", id=id))
        return tuple(figures)

    def markdown(self, id: str) -> str:
        """Return what the student wrote in the cells of the question `id`, without the text of the lab."""
        self.lab.question(id)
        text = written_answer(self.submission, self.lab, template(self.lab), id)
        if text is None:
            raise Undecided(self.client.say("student.no_question_cells", id=id))
        return text

    def numbers(self, name: str) -> tuple[int | float, ...]:
        """Return the numbers that the code assigns to a name of the lab outside functions, as they were written."""
        return assigned_numbers((cell.source for cell in self.submission.code), self.lab.spellings(name))

    def _places(self, id: str) -> list[int]:
        """The code cells of a question, by their places among the cells that ran."""
        question, session = self.lab.question(id), self.client.session
        cells = code_cells(question, self.submission.cells, session.script.cells, session.uses, self.lab)
        if not cells:
            raise Undecided(self.client.say("student.no_question_cells", id=id))
        status_of = {run.index: run.status for run in session.runs}
        sent = [index for index in cells if session.script.cells[index].strip()]
        ran = list(session.output_sizes)
        if any(index not in ran or status_of.get(index) not in RECORDED for index in sent):
            raise Undecided(self.client.say("student.not_recorded", id=id))
        return [ran.index(index) for index in sent]

    def _printed(self, place: int) -> str:
        text = self._recording(place, "text")
        if not isinstance(text, str):
            raise self.client.malformed("output")
        return printable(text)

    def _recording(self, place: int, kind: str) -> Any:
        return self.client.ask("recording", cell=place, kind=kind)
