"""Runs in otter's container as `run_otter.py`: otter grades through our plugin, and a failure to grade is no 0.

Only containers come here (`otter grade`, Gradescope); `otter run` calls otter itself. By itself otter ends on a
submission that it cannot read before any plugin is asked, and with a score of 0.
"""

import pickle
import traceback
from pathlib import Path

from otter.run.run_autograder import main as run_otter
from otter.test_files import GradingResults

from autograder import tempdirs
from autograder.export import gradescope
from autograder.integrations.otter_source import RESULTS, SUBMISSION, OtterLabSource
from autograder.integrations.otter_verdict import grade_for_otter, unfinished_results
from autograder.output.files import write_atomically

METADATA, PACKAGE_FILE = "submission_metadata.json", "__init__.py"


def otter_main(root: Path) -> None:
    """Grade below otter's folder, and leave no processes behind on SIGTERM."""
    tempdirs.exit_on_sigterm()
    run_otter_container(root)


def run_otter_container(root: Path) -> None:
    """Grade the folder `submission`, and write otter's two files of results into `results`, even where otter fails."""
    source = OtterLabSource.read(root)
    root.chmod(0o700)
    metadata = root / METADATA
    if not metadata.is_file() or not metadata.read_bytes().strip():  # otter grade's image has an empty one
        metadata.write_text("{}")
    _write_results(unfinished_results(root, source), root / RESULTS)
    try:
        run_otter(str(root))
    except Exception:
        traceback.print_exc()
        results = GradingResults([])
        _remove_package_file(root / SUBMISSION)
        report = grade_for_otter(root / SUBMISSION, root, source, results)
        _write_results(results, root / RESULTS)
        print(report)


def _remove_package_file(submission: Path) -> None:
    """Remove the empty `__init__.py` that otter creates in the submission."""
    path = submission / PACKAGE_FILE
    if path.is_file() and not path.stat().st_size:
        path.unlink()


def _write_results(results: GradingResults, folder: Path) -> None:
    write_atomically(folder / "results.pkl", pickle.dumps(results))
    write_atomically(folder / gradescope.NAME, gradescope.gradescope_json(results.to_gradescope_dict(None)))
