"""Runs on Gradescope for each submission, and writes its `results.json`.

Until it is done, the `results.json` that `run_autograder` has put there says that the grading did not finish. The
layout is that of Gradescope's "Autograder Specifications", section "File hierarchy".
"""

import sys
from pathlib import Path

from autograder import tempdirs
from autograder.export import gradescope
from autograder.integrations.site_grading import UploadGrading, grade_upload, upload_results
from autograder.lab.declaration import Lab, load_lab
from autograder.output.files import utf8, write_atomically
from autograder.results.result import write_result


def run_for_gradescope(root: Path, lab: Lab) -> UploadGrading:
    """Grade the folder `submission` below Gradescope's folder, write the outcome into `results`, and return it."""
    results = root / "results"
    grading = grade_upload(root / "submission", lab, [results])
    if grading.result is not None:
        write_result(grading.json, results)
    write_atomically(results / gradescope.NAME, gradescope.gradescope_json(upload_results(grading, lab)))
    return grading


def gradescope_main() -> None:
    """Grade a submission; the command's arguments are Gradescope's folder and the lab's.

    On SIGTERM, which comes when the site's time is over, no processes are left behind.
    """
    tempdirs.exit_on_sigterm()
    root, folder = map(Path, sys.argv[1:])
    grading = run_for_gradescope(root, load_lab(folder))
    level = grading.result.environment.isolation if grading.result else "-"
    lines = [f"isolation: {level}", grading.message, grading.details]  # for staff: students do not see what is printed
    sys.stdout.buffer.write(utf8("\n".join(line for line in lines if line) + "\n"))


if __name__ == "__main__":
    gradescope_main()
