"""Finds in given notebooks the code with which a student answered a question; results hold none."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import AutograderError
from autograder.intake.collect import collect_submissions
from autograder.intake.own_files import with_own_files
from autograder.lab.declaration import Lab
from autograder.lab.question import Question
from autograder.notebook.question_cells import answer_cells, code_cells
from autograder.workers.limits import Step, limited
from autograder.workers.pool import Workers


@dataclass(frozen=True)
class ExampleCode:
    """The cells that answer a question in one student's notebook, joined, and the file that they stand in."""

    file: str
    code: str


def find_example_code(
    paths: Sequence[Path], digests: Collection[str], question: Question, lab: Lab, workers: Workers
) -> ExampleCode | None:
    """Return the code of a question in the first notebook that has one of the digests, as results hold them.

    None where no notebook has it, or where its code cannot be taken apart within limits. Raises SubmissionError where a
    path holds no notebook.
    """
    with collect_submissions(paths, lab, workers) as entries:
        for entry in entries:
            read = entry.read.submission
            if read is None or with_own_files(read, entry).sha256 not in digests:
                continue
            sources = {cell.index: cell.source for cell in read.code}
            try:
                with limited(Step.READING):
                    cells = answer_cells(question, sources, {}, lab) or code_cells(
                        question, read.cells, sources, {}, lab
                    )
            except AutograderError:
                continue
            return ExampleCode(entry.source, "\n\n".join(sources[index].strip("\n") for index in cells))
    return None
