"""A submission whose rewritten cells have run in a kernel that is still alive, so that checks can call its code."""

import importlib.util
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath

import torch

from autograder.grading.answers import answer_places
from autograder.grading.laid_out import folders_to_make, texts_in, with_parents
from autograder.kernel.script import Script
from autograder.kernel.session import Session
from autograder.kernel_side import platform_modules
from autograder.lab.corpora import Shelf
from autograder.lab.declaration import Lab
from autograder.notebook import rewrite
from autograder.notebook.likely_classes import likely_classes, with_names
from autograder.notebook.own_modules import module_names, module_texts, run_own_files, shared_modules
from autograder.notebook.size_names import with_size_names
from autograder.notebook.submission import Submission
from autograder.people.identity import Identity
from autograder.results.verdict import FailureCause
from autograder.sandbox.host import Host
from autograder.sandbox.workspace import bootstrap, create_workspace, own_modules_setup
from autograder.source.newer_python import needs_newer_python
from autograder.source.training import find_training
from autograder.source.written_files import written_files
from autograder.student.student import Student
from autograder.workers.limits import Step, limited

PROVIDED = frozenset({"autograder", *platform_modules.PROVIDED})


@dataclass(frozen=True)
class LiveSubmission:
    """A submission, its rewritten code cells by index, the session that ran them, and the student that checks use.

    The student's lab has further aliases: the names that this notebook gives the lab's sizes. `renamed` maps classes of
    the notebook that were recognised under another name to the lab's name for them.
    """

    submission: Submission
    cells: dict[int, rewrite.RewrittenCell]
    session: Session
    student: Student
    renamed: Mapping[str, str] = field(default_factory=dict)


@contextmanager
def open_submission(
    submission: Submission, lab: Lab, shelf: Shelf, host: Host, identity: Identity | None = None
) -> Iterator[LiveSubmission]:
    """Run a submission's notebook, and keep its kernel alive for the length of the `with` block."""
    workspace = create_workspace(host, lab.limits)
    session = None
    try:
        with limited(Step.REWRITING):
            prepared = prepare(submission, lab, shelf, workspace.work)
        session = Session(prepared.script, workspace)
        session.run()
        student = Student(session, prepared.lab, submission, identity)
        yield LiveSubmission(submission, prepared.cells, session, student, prepared.renamed)
    finally:
        try:
            if session is not None:
                session.close()
        finally:
            workspace.remove()


@dataclass(frozen=True)
class PreparedSubmission:
    """A submission that is ready to be run: its rewritten cells, its script, and the lab with the sizes' names."""

    cells: dict[int, rewrite.RewrittenCell]
    script: Script
    lab: Lab
    renamed: Mapping[str, str]


def prepare(submission: Submission, lab: Lab, shelf: Shelf, root: Path) -> PreparedSubmission:
    """Rewrite a submission's code to be run in the folder `root`."""
    texts = module_texts(submission)
    own = module_names(texts)
    machine = rewrite.Machine(
        root=root,
        cuda=torch.cuda.is_available(),
        has_module=lambda name: name in own or has_module(name),
    )
    sources = [run_own_files(cell.source, texts) for cell in submission.code]
    rewritten = rewrite.rewrite(sources, lab.scaling, machine, list(texts.values()))
    renamed = likely_classes([cell.source for cell in rewritten], lab)
    rewritten = [replace(cell, source=with_names(cell.source, renamed)) for cell in rewritten]
    cells = {cell.index: rewritten_cell for cell, rewritten_cell in zip(submission.code, rewritten, strict=False)}
    named = [folder.relative_to(root) for cell in rewritten for folder in cell.folders]
    folders = folders_to_make(named, lab.corpora)
    modules = {path: cell.source for path, cell in zip(texts, rewritten[len(sources) :], strict=True)}
    script = _script(submission, cells, folders, lab, shelf, modules)
    script = _with_own_files(script, submission, modules, shared_modules(texts, sources))
    return PreparedSubmission(cells, script, with_size_names(lab, [cell.source for cell in rewritten]), renamed)


def _with_own_files(
    script: Script, submission: Submission, modules: Mapping[str, str], shared: Mapping[str, str]
) -> Script:
    """Add what was handed in beside a notebook, its modules rewritten; a text with a name of the lab's is the lab's."""
    if not submission.files:
        return script
    files: dict[str, str | bytes] = {file.name: file.content for file in submission.files} | dict(modules)
    parents = {str(parent) for name in (*files, *script.files) for parent in Path(name).parents}
    folders = parents | with_parents(script.folders)
    names = {*files, *script.files}
    fit = {
        name: content
        for name, content in files.items()
        if name not in folders and name not in script.files and names.isdisjoint(map(str, Path(name).parents))
    }
    return replace(script, own_files=fit, setup=f"{script.setup}{own_modules_setup(shared)}")


def _script(
    submission: Submission,
    cells: dict[int, rewrite.RewrittenCell],
    folders: Sequence[PurePath],
    lab: Lab,
    shelf: Shelf,
    modules: Mapping[str, str],
) -> Script:
    sources = {index: cell.source for index, cell in cells.items()}
    watched = find_training(sources, modules.values())
    answers = answer_places(submission, sources, watched, lab)
    return Script(
        setup=bootstrap(
            lab.scaling.steps,
            lab.scaling.step_seconds,
            tuple(lab.corpora),
            lab.limits.message_bytes,
            written_files(sources.values()),
        ),
        files=texts_in(folders, {file: shelf.text(name) for file, name in lab.corpora.items()}),
        folders=[str(folder) for folder in folders],
        cells=sources,
        watched=watched,
        answers=answers.complete,
        needed=answers.needed,
        unreadable={i: FailureCause.PYTHON for i, source in sources.items() if needs_newer_python(source)},
        stand_ins={name: index for index, cell in reversed(cells.items()) for name in cell.stand_ins},
        own=answers.own,
    )


def has_module(name: str) -> bool:
    """Return whether a notebook can import the module `name` on this machine."""
    if name in PROVIDED:
        return True
    try:
        return importlib.util.find_spec(name) is not None
    except (ImportError, ValueError):
        return False
