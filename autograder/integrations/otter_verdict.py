"""One submission graded by us where otter asks for it: our verdicts in otter's results, whatever goes wrong."""

import traceback
from collections.abc import Callable
from pathlib import Path

from otter.test_files import GradingResults

from autograder.integrations.grading import Graded, graded, table
from autograder.integrations.otter_results import report, settle
from autograder.integrations.otter_source import Source
from autograder.lab.declaration import Lab
from autograder.messages import catalogue


def judge(path: Path, root: Path, source: Source, results: GradingResults) -> str:
    """Grade what lies behind a path, fill otter's results, and say in a few lines what came of it.

    `root` is the folder that holds otter's `source`; student code must open nothing in it. Raises nothing that could be
    foreseen: what goes wrong stands in the results.
    """
    return _filled(results, root, source, lambda lab: graded(path, lab, [root]))


def unfinished(root: Path, source: Source) -> GradingResults:
    """Otter's results as they are until there is more to say."""
    results = GradingResults([])
    _filled(results, root, source, lambda lab: Graded(told=catalogue(lab.language)("bundle.unfinished")))
    return results


def _filled(results: GradingResults, root: Path, source: Source, grade: Callable[[Lab], Graded]) -> str:
    try:
        with source.opened(root) as lab:
            found = grade(lab)
    except Exception:  # not even the lab can be read: staff must see why
        lab = Lab("-", "-", (), language="en" if source.language == "en" else "es")
        found = Graded(told=catalogue(lab.language)("bundle.our_fault"), details=traceback.format_exc())
    made = table(found, lab)
    settle(results, lab.questions, made)
    say = catalogue(lab.language)
    isolation = [say(f"isolation.{found.result.environment.isolation.key}")] if found.result else []
    return "\n".join([*isolation, report(made, say)])
