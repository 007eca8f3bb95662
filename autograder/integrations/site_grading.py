"""Grades one submission where a course site runs this project, exactly as `autograder grade` does."""

import traceback
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.errors import AutograderError, IsolationError, SubmissionError
from autograder.export import gradescope
from autograder.export.grade_column import GradeScale
from autograder.export.request import GradeUnit
from autograder.grading.fingerprint import grading_fingerprint
from autograder.grading.grader import Grader
from autograder.grading.task import Reply, Task
from autograder.intake.entry import Entry
from autograder.intake.own_files import with_own_files
from autograder.integrations.uploaded_files import uploaded_notebook
from autograder.lab.corpora import shelf_for
from autograder.lab.declaration import Lab
from autograder.messages import catalogue
from autograder.people.person import NOBODY
from autograder.results.record import StudentRecord
from autograder.results.result import Result, parse_result
from autograder.sandbox.host import check_unreadable, open_grading_host
from autograder.sandbox.level import Level


@dataclass(frozen=True)
class UploadGrading:
    """Holds the outcome of grading an upload: `result` is None where it was not graded, which is not 0.

    `message` is for its author, in the lab's language, and `details` only for staff; `json` is the result's text.
    """

    result: Result | None = None
    message: str = ""
    details: str = ""
    json: str = ""


def grade_upload(path: Path, lab: Lab, secrets: Iterable[Path] = ()) -> UploadGrading:
    """Grade the upload at a path, a file or a folder, at the strongest level of isolation, or not at all without one.

    `secrets` are more files and folders that student code must not open. A fault of a submission, or of ours, raises
    nothing: the outcome's `message` and `details` say it.
    """
    say = catalogue(lab.language)
    try:
        with uploaded_notebook(path, lab) as entry:
            reply = _grading_reply(_grading_task(entry), lab, (lab.folder, path, *secrets))
    except SubmissionError as error:
        return UploadGrading(message=say("bundle.refused", fault=error.render(lab.language)))
    except AutograderError as error:
        return UploadGrading(message=say("bundle.our_fault"), details=error.render(lab.language))
    except Exception:  # a fault of ours: staff must see where it lies
        return UploadGrading(message=say("bundle.our_fault"), details=traceback.format_exc())
    result = parse_result(reply.result)
    if result is None:
        return UploadGrading(message=say("bundle.our_fault"), details=reply.error)
    return UploadGrading(result, _other_files_message(entry, lab), json=reply.result)


def upload_results(grading: UploadGrading, lab: Lab) -> dict[str, Any]:
    """Return the outcome of an upload as the contents of `results.json`, which the site reads."""
    results = gradescope.gradescope_results(
        StudentRecord(NOBODY, result=grading.result), GradeScale(lab, GradeUnit.POINTS)
    )
    if results is None:
        return gradescope.ungraded_results(lab, grading.message, grading.details)
    return results | {"output": "\n".join(line for line in (grading.message, results["output"]) if line)}


def _grading_task(entry: Entry) -> Task:
    """Return the task of an entry; raise SubmissionError for a notebook that cannot be read, which is the student's."""
    if entry.path is None:
        raise SubmissionError("batch.nothing", source=entry.source)
    read = entry.read
    if read.submission is None or read.identity is None:
        raise read.fault or SubmissionError("batch.nothing", source=entry.source)
    return Task(entry.source, with_own_files(read.submission, entry), read.identity)


def _grading_reply(task: Task, lab: Lab, secrets: tuple[Path, ...]) -> Reply:
    check_unreadable(secrets)
    with open_grading_host(None, several=False, secrets=secrets) as host:
        if host.level is Level.NONE:
            raise IsolationError("bundle.no_isolation")
        shelf = shelf_for(lab)
        decided_by = grading_fingerprint(lab, shelf)
        return Grader(lab, shelf, host, lab.language, decided_by).carry_out(task)


def _other_files_message(entry: Entry, lab: Lab) -> str:
    """Return which file counted, where there were others; else an empty text."""
    others = (*entry.older, *entry.beside)
    return catalogue(lab.language)("bundle.beside", file=entry.source, others=", ".join(others)) if others else ""
