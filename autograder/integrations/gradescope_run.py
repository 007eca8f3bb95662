"""What Gradescope runs for each submission: out of what was handed in becomes `results.json`.

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
    """Grade what lies in `submission` below Gradescope's folder, and write what came of it into `results`."""
    results = root / "results"
    found = grade_upload(root / "submission", lab, [results])
    if found.result is not None:
        write_result(found.result, results)
    write_atomically(results / gradescope.NAME, gradescope.gradescope_json(upload_results(found, lab)))
    return found


def gradescope_main() -> None:
    """Grade; the arguments are Gradescope's folder and the lab's.

    Being asked to end, which happens when the time is over, is no reason to leave processes behind.
    """
    tempdirs.exit_on_sigterm()
    root, folder = map(Path, sys.argv[1:])
    found = run_for_gradescope(root, load_lab(folder))
    level = found.result.environment.isolation if found.result else "-"
    lines = [f"isolation: {level}", found.told, found.details]  # for staff: students do not see what is printed
    sys.stdout.buffer.write(utf8("\n".join(line for line in lines if line) + "\n"))


if __name__ == "__main__":
    gradescope_main()
