"""One submission graded by us where otter asks for it: our verdicts in otter's results, whatever goes wrong."""

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
    """Grade what lies behind a path, fill otter's results, and say in a few lines what came of it.

    `root` is the folder that holds otter's `source`; student code must open nothing in it. Raises nothing that could be
    foreseen: what goes wrong stands in the results.
    """
    return _filled(results, root, source, lambda lab: grade_upload(path, lab, [root]))


def unfinished_results(root: Path, source: OtterLabSource) -> GradingResults:
    """Otter's results as they are until there is more to say."""
    results = GradingResults([])
    _filled(results, root, source, lambda lab: UploadGrading(told=catalogue(lab.language)("bundle.unfinished")))
    return results


def _filled(results: GradingResults, root: Path, source: OtterLabSource, grade: Callable[[Lab], UploadGrading]) -> str:
    try:
        with source.opened(root) as lab:
            found = grade(lab)
    except Exception:  # not even the lab can be read: staff must see why
        lab = Lab("-", "-", (), language="en" if source.language == "en" else "es")
        found = UploadGrading(told=catalogue(lab.language)("bundle.our_fault"), details=traceback.format_exc())
    made = upload_results(found, lab)
    fill_otter_results(results, lab.questions, made)
    say = catalogue(lab.language)
    isolation = [say(f"isolation.{found.result.environment.isolation.key}")] if found.result else []
    return "\n".join([*isolation, otter_report(made, say)])
