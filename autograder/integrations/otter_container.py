"""What `run_otter.py` of a bundle does: otter grades through our plugin, and what keeps it from that is no 0.

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

METADATA, PACKAGE = "submission_metadata.json", "__init__.py"


def otter_main(root: Path) -> None:
    """Grade below otter's folder; being asked to end is no reason to leave processes behind."""
    tempdirs.exit_on_sigterm()
    run_otter_container(root)


def run_otter_container(root: Path) -> None:
    """Grade what lies in `submission`, and write otter's two files into `results`, whatever otter makes of it."""
    source = OtterLabSource.read(root)
    root.chmod(0o700)
    metadata = root / METADATA
    if not metadata.is_file() or not metadata.read_bytes().strip():  # otter grade's image has an empty one
        metadata.write_text("{}")
    _write(unfinished_results(root, source), root / RESULTS)
    try:
        run_otter(str(root))
    except Exception:
        traceback.print_exc()
        results = GradingResults([])
        _without_package(root / SUBMISSION)
        told = grade_for_otter(root / SUBMISSION, root, source, results)
        _write(results, root / RESULTS)
        print(told)


def _without_package(submission: Path) -> None:
    """Take away the empty file that otter makes beside what was handed in."""
    made = submission / PACKAGE
    if made.is_file() and not made.stat().st_size:
        made.unlink()


def _write(results: GradingResults, folder: Path) -> None:
    write_atomically(folder / "results.pkl", pickle.dumps(results))
    write_atomically(folder / gradescope.NAME, gradescope.gradescope_json(results.to_gradescope_dict(None)))
