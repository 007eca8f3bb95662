"""One submission graded where a site runs us: exactly as `autograder grade` does, and whatever goes wrong is said."""

import traceback
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from autograder.errors import AutograderError, IsolationError, SubmissionError
from autograder.export import gradescope
from autograder.export.grade_column import GradeScale
from autograder.export.request import GradeUnit
from autograder.grading.fingerprint import grading_fingerprint
from autograder.grading.grader import Grader
from autograder.grading.task import Reply, Task
from autograder.intake.entry import Entry
from autograder.integrations.uploaded_files import uploaded_notebook
from autograder.lab.corpora import shelf_for
from autograder.lab.declaration import Lab
from autograder.messages import catalogue
from autograder.notebook.submission import parse_notebook
from autograder.people.person import NOBODY
from autograder.results.record import StudentRecord
from autograder.results.result import Result, parse_result
from autograder.sandbox.host import check_unreadable, open_grading_host
from autograder.sandbox.level import Level


@dataclass(frozen=True)
class UploadGrading:
    """What came of a submission: `result` is None where it was not graded, which is not 0.

    `told` is what its author should know, in the lab's language, and `details` what only staff should.
    """

    result: Result | None = None
    told: str = ""
    details: str = ""


def grade_upload(path: Path, lab: Lab, secrets: Iterable[Path] = ()) -> UploadGrading:
    """Grade what lies behind a path at the strongest level of isolation that there is, if there is any.

    `secrets` are more files and folders that student code must not open. Raises nothing that a submission could cause.
    """
    say = catalogue(lab.language)
    try:
        with uploaded_notebook(path, lab) as entry:
            reply = _reply(_task(entry), lab, (lab.folder, path, *secrets))
    except SubmissionError as error:
        return UploadGrading(told=say("bundle.refused", fault=error.render(lab.language)))
    except AutograderError as error:
        return UploadGrading(told=say("bundle.our_fault"), details=error.render(lab.language))
    except Exception:  # a fault of ours: staff must see where it lies
        return UploadGrading(told=say("bundle.our_fault"), details=traceback.format_exc())
    result = parse_result(reply.result)
    if result is None:
        return UploadGrading(told=say("bundle.our_fault"), details=reply.error)
    return UploadGrading(result, _beside(entry, lab))


def upload_results(found: UploadGrading, lab: Lab) -> dict[str, Any]:
    """What came of a submission as the site reads it."""
    made = gradescope.gradescope_results(StudentRecord(NOBODY, result=found.result), GradeScale(lab, GradeUnit.POINTS))
    if made is None:
        return gradescope.ungraded_results(lab, found.told, found.details)
    return made | {"output": "\n".join(line for line in (found.told, made["output"]) if line)}


def _task(entry: Entry) -> Task:
    """The task of an entry; what is wrong with its bytes is told here, as long as it is known whose fault it is."""
    if entry.path is None:
        raise SubmissionError("batch.nothing", source=entry.source)
    name = PurePosixPath(entry.source).name
    content = entry.path.read_bytes()
    parse_notebook(Path(entry.source), content)
    return Task(name, name, content)


def _reply(task: Task, lab: Lab, secrets: tuple[Path, ...]) -> Reply:
    check_unreadable(secrets)
    with open_grading_host(None, several=False, secrets=secrets) as host:
        if host.level is Level.NONE:
            raise IsolationError("bundle.no_isolation")
        shelf = shelf_for(lab)
        decided_by = grading_fingerprint(lab, shelf)
        return Grader(lab, shelf, host, lab.language, decided_by).carry_out(task)


def _beside(entry: Entry, lab: Lab) -> str:
    """Which file counted, where there were others."""
    others = (*entry.older, *entry.beside)
    return catalogue(lab.language)("bundle.beside", file=entry.source, others=", ".join(others)) if others else ""
