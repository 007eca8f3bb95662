"""Reads one student's notebook for comparison."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from autograder.errors import SubmissionError
from autograder.intake.entry import Entry
from autograder.lab import master
from autograder.lab.declaration import Lab
from autograder.notebook.submission import Submission
from autograder.people.identity import Identity
from autograder.people.rut import BODIES
from autograder.similarity.code import NotebookCode, TemplateCode, notebook_code, template_code
from autograder.similarity.outputs import OutputNumbers, find_decimals, output_numbers
from autograder.workers.limits import Step, limited


@dataclass(frozen=True)
class StudentVersion:
    """The student version of a lab: its normalized code, its cells' sources, and the numbers that it shows."""

    template: TemplateCode
    sources: frozenset[str]
    shown: frozenset[str]


@dataclass(frozen=True)
class ComparedNotebook:
    """A notebook to compare; `source` is its file, and `name` its author's if known.

    `seeds` are the random seeds in it that are long enough to be personal numbers.
    """

    source: str
    name: str
    seeds: frozenset[int]
    code: NotebookCode
    numbers: OutputNumbers


def read_student_version(lab: Lab) -> StudentVersion:
    """Read the student version of a lab from its master notebook; it is empty if the lab has none."""
    path = lab.folder / lab.notebook
    cells: list[dict[str, Any]] = master.read(path).stub()["cells"] if path.is_file() else []
    sources = [str(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    numbers = frozenset(text for cell in cells for text in find_decimals(str(cell["source"])))
    return StudentVersion(template_code(sources), frozenset(source.strip() for source in sources), numbers)


def read_notebook(entry: Entry, lab: Lab, student_version: StudentVersion) -> ComparedNotebook:
    """Read a submission for comparison; raise AutograderError or OSError if it cannot be compared."""
    if entry.fault is not None or entry.path is None:
        raise entry.fault or SubmissionError("similarity.no_file", source=entry.source)
    notebook, identity = entry.read.submission, entry.read.identity
    if notebook is None or identity is None:
        raise entry.read.fault or SubmissionError("similarity.no_file", source=entry.source)
    with limited(Step.COMPARING):
        return _compared(entry, notebook, identity, lab, student_version)


def _compared(
    entry: Entry, notebook: Submission, identity: Identity, lab: Lab, student_version: StudentVersion
) -> ComparedNotebook:
    assert entry.path is not None
    return ComparedNotebook(
        entry.source,
        entry.owner.name or identity.name or "",
        frozenset(_persons(identity.seeds, lab)),
        notebook_code([(cell.index + 1, cell.source) for cell in notebook.code], student_version.template),
        output_numbers(entry.path.read_bytes(), student_version.shown, student_version.sources),
    )


def _persons(seeds: Iterable[int], lab: Lab) -> Iterable[int]:
    """Return the seeds that can be somebody's number: 42 and the stub's are everybody's."""
    return (seed for seed in seeds if seed >= BODIES.start and seed != lab.student.stub_seed)
