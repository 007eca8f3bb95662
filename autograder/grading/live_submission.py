"""A submission made live: its cells made fit for grading, run in a kernel, ready to be asked."""

import importlib.util
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import torch

from autograder.kernel.session import Script, Session
from autograder.lab.corpora import Shelf
from autograder.lab.declaration import Lab
from autograder.notebook import rewrite
from autograder.notebook.submission import Submission
from autograder.sandbox import workspace
from autograder.sandbox.host import Host
from autograder.source.training import training_places
from autograder.student.student import Student

PROVIDED = frozenset({"otter", "google", "requests", "autograder"})


@dataclass(frozen=True)
class Live:
    """A submission, its cells as they ran, and the student to ask."""

    submission: Submission
    cells: dict[int, rewrite.Cell]
    session: Session
    student: Student


@contextmanager
def live(submission: Submission, lab: Lab, shelf: Shelf, host: Host) -> Iterator[Live]:
    """Run a submission's notebook and keep its kernel alive for the length of the block."""
    scratch = workspace.scratch(host, lab.limits)
    session = None
    try:
        machine = rewrite.Machine(root=scratch.work, cuda=torch.cuda.is_available(), has_module=has_module)
        sources = [cell.source for cell in submission.code]
        rewritten = rewrite.rewrite(sources, lab.scaling, machine)
        cells = {cell.index: made for cell, made in zip(submission.code, rewritten, strict=True)}
        folders = {folder.relative_to(scratch.work) for cell in rewritten for folder in cell.folders}
        session = Session(_script(cells, folders, lab, shelf), scratch)
        session.run()
        yield Live(submission, cells, session, Student(session, lab))
    finally:
        try:
            if session is not None:
                session.close()
        finally:
            scratch.remove()


def _script(cells: dict[int, rewrite.Cell], folders: set[Path], lab: Lab, shelf: Shelf) -> Script:
    sources = {index: cell.source for index, cell in cells.items()}
    places = {Path(), *folders}  # students read a corpus from wherever they keep it
    return Script(
        setup=workspace.bootstrap(lab.scaling.steps, lab.scaling.step_seconds, lab.corpora, lab.limits.message_bytes),
        files={str(place / file): shelf.text(name) for place in places for file, name in lab.corpora.items()},
        folders=[str(place) for place in places],
        cells=sources,
        watched=training_places(sources),
    )


def has_module(name: str) -> bool:
    """Whether a notebook can import a module here."""
    if name in PROVIDED:
        return True
    try:
        return importlib.util.find_spec(name) is not None
    except (ImportError, ValueError):
        return False
