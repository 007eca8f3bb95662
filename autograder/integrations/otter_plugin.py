"""Otter's plugin: inside `otter run` our checks grade, and nothing of a submission runs or is unpickled beside otter.

Left to itself otter unpickles a `.OTTER_LOG` that was handed in, and runs the notebook in a kernel that imports what
lies beside it. So otter is led into a folder that holds nothing but an empty notebook of the same name, before it looks
at any of that. The events are those of "Creating Plugins" in otter's manual, in the order in which they come.
"""

import os
import shutil
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import nbformat
from otter.plugins import AbstractOtterPlugin
from otter.test_files import GradingResults

from autograder import tempdirs
from autograder.integrations.otter_source import SUBMISSION, OtterLabSource
from autograder.integrations.otter_verdict import grade_for_otter
from autograder.messages import catalogue

LOG = ".OTTER_LOG"


class OtterPlugin(AbstractOtterPlugin):  # type: ignore[misc]  # otter has no types
    """Grades by our checks in otter's place; its configuration is a `OtterLabSource`."""

    def before_grading(self, config: Any) -> None:
        """Keep what was handed in, and lead otter to where there is nothing of it."""
        path = Path(self.submission_path)
        self.root = path.parents[1]
        self.source = OtterLabSource.of(self.plugin_config)
        with suppress(PermissionError):  # somebody else's container; where nothing else keeps students out, we refuse
            self.root.chmod(0o700)
        room = Path(tempfile.mkdtemp(dir=self.root))
        self.kept, empty = room / SUBMISSION, room / "empty"
        self.kept.mkdir()
        shutil.copy(path, self.kept, follow_symlinks=False)
        tempdirs.delete(path.parent / LOG)
        empty.mkdir()
        (empty / path.name).write_text(_written(_empty()), encoding="utf-8")
        os.chdir(empty)
        self.asked_for_pdf = bool(config.pdf or config.token)
        config.pdf, config.token = False, None  # raw LaTeX in a text cell could read our files into the PDF
        config.grade_from_log = False
        config.print_score = config.print_summary = False  # they would count what waits for a person as 0

    def before_execution(self, submission: Any) -> nbformat.NotebookNode:
        """Give otter an empty notebook to run, where it would run the student's notebook or script."""
        return _empty()

    def after_grading(self, results: GradingResults) -> None:
        """Grade, and put our verdicts in the place of otter's."""
        self.report = grade_for_otter(self.kept, self.root, self.source, results)

    def generate_report(self) -> str:
        """What came of it, for whoever looks at the terminal."""
        note = [catalogue(self.source.language)("otter.no_pdf")] if self.asked_for_pdf else []
        return _printable("\n".join([*note, self.report]))


def _printable(text: str) -> str:
    """A text that a terminal of another encoding takes too; otter prints before it writes the results."""
    encoding = sys.stdout.encoding or "utf-8"
    return text.encode(encoding, errors="replace").decode(encoding)


def _empty() -> nbformat.NotebookNode:
    made: nbformat.NotebookNode = nbformat.v4.new_notebook()  # type: ignore[no-untyped-call]
    return made


def _written(notebook: nbformat.NotebookNode) -> str:
    return str(nbformat.writes(notebook))  # type: ignore[no-untyped-call]
