"""Grades by our checks inside `otter run`, as otter's plugin; nothing of a submission runs or is unpickled beside it.

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
    """Grades by our checks in otter's place; its configuration is an `OtterLabSource`."""

    def before_grading(self, config: Any) -> None:
        """Copy the submission, and change otter's folder to one that contains nothing of it."""
        path = Path(self.submission_path)
        self.root = path.parents[1]
        self.source = OtterLabSource.of(self.plugin_config)
        with suppress(PermissionError):  # somebody else's container; where nothing else keeps students out, we refuse
            self.root.chmod(0o700)
        workspace = Path(tempfile.mkdtemp(dir=self.root))
        self.submission_copy, empty_folder = workspace / SUBMISSION, workspace / "empty"
        self.submission_copy.mkdir()
        shutil.copy(path, self.submission_copy, follow_symlinks=False)
        tempdirs.delete(path.parent / LOG)
        empty_folder.mkdir()
        (empty_folder / path.name).write_text(_notebook_text(_empty_notebook()), encoding="utf-8")
        os.chdir(empty_folder)
        self.asked_for_pdf = bool(config.pdf or config.token)
        config.pdf, config.token = False, None  # raw LaTeX in a text cell could read our files into the PDF
        config.grade_from_log = False
        config.print_score = config.print_summary = False  # they would count what waits for a person as 0

    def before_execution(self, submission: Any) -> nbformat.NotebookNode:
        """Return an empty notebook for otter to run, instead of the student's notebook or script."""
        return _empty_notebook()

    def after_grading(self, results: GradingResults) -> None:
        """Grade the copy, and replace otter's verdicts with ours."""
        self.report = grade_for_otter(self.submission_copy, self.root, self.source, results)

    def generate_report(self) -> str:
        """Return the lines about the grading that otter prints on the terminal."""
        note = [catalogue(self.source.language)("otter.no_pdf")] if self.asked_for_pdf else []
        return _printable("\n".join([*note, self.report]))


def _printable(text: str) -> str:
    """Return a text that the terminal's encoding can show, for otter prints before it writes the results."""
    encoding = sys.stdout.encoding or "utf-8"
    return text.encode(encoding, errors="replace").decode(encoding)


def _empty_notebook() -> nbformat.NotebookNode:
    notebook: nbformat.NotebookNode = nbformat.v4.new_notebook()  # type: ignore[no-untyped-call]
    return notebook


def _notebook_text(notebook: nbformat.NotebookNode) -> str:
    return str(nbformat.writes(notebook))  # type: ignore[no-untyped-call]
