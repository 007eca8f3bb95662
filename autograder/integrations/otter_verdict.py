"""Grades one submission for otter: our verdicts in otter's results, whatever goes wrong."""

import traceback
from collections.abc import Callable
from pathlib import Path

from otter.test_files import GradingResults

from autograder.integrations.otter_results import fill_otter_results, otter_report
from autograder.integrations.otter_source import OtterLabSource
from autograder.integrations.site_grading import UploadGrading, grade_upload, upload_results
from autograder.lab.declaration import Lab
from autograder.messages import catalogue


def grade_for_otter(path: Path, root: Path, source: OtterLabSource, results: GradingResults) -> str:
    """Grade the upload at a path, fill otter's results, and return a few lines about them for a terminal.

    `root` is the folder that holds otter's `source`; student code must open nothing in it. Raises nothing that could be
    foreseen: what goes wrong stands in the results.
    """
    return _grade_and_fill(results, root, source, lambda lab: grade_upload(path, lab, [root]))


def unfinished_results(root: Path, source: OtterLabSource) -> GradingResults:
    """Return otter's results for a submission whose grading has not finished; they hold no score."""
    results = GradingResults([])
    _grade_and_fill(
        results, root, source, lambda lab: UploadGrading(message=catalogue(lab.language)("bundle.unfinished"))
    )
    return results


def _grade_and_fill(
    results: GradingResults, root: Path, source: OtterLabSource, grade: Callable[[Lab], UploadGrading]
) -> str:
    try:
        with source.opened(root) as lab:
            grading = grade(lab)
    except Exception:  # not even the lab can be read: staff must see why
        lab = Lab("-", "-", (), language="en" if source.language == "en" else "es")
        grading = UploadGrading(message=catalogue(lab.language)("bundle.our_fault"), details=traceback.format_exc())
    table = upload_results(grading, lab)
    fill_otter_results(results, lab.questions, table)
    say = catalogue(lab.language)
    isolation = [say(f"isolation.{grading.result.environment.isolation.key}")] if grading.result else []
    return "\n".join([*isolation, otter_report(table, say)])
