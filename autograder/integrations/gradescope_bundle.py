"""Makes the zip that Gradescope takes as an autograder.

The format is that of Gradescope's "Autograder Specifications": `setup.sh` runs once, as root, when the image is built;
`run_autograder` runs for each submission.
"""

import shlex
import sys
from importlib import resources
from pathlib import PurePosixPath

from autograder.bundle import contents
from autograder.bundle.request import ArchiveFile, ArchiveFiles, BundleRequest
from autograder.export import gradescope
from autograder.messages import catalogue

UNFINISHED_RESULTS = PurePosixPath("not_graded.json")


def gradescope_bundle_files(request: BundleRequest) -> ArchiveFiles:
    """Return the files of the zip; raises BundleError where the site's time is too short for the lab."""
    seconds = request.seconds
    folder, lab_files = contents.lab_files(request)
    unfinished = catalogue(request.lab.language)("bundle.unfinished")
    python = f"python{sys.version_info.major}.{sys.version_info.minor}"
    return {
        **contents.project_files(request),
        **lab_files,
        UNFINISHED_RESULTS: ArchiveFile(
            gradescope.gradescope_json(gradescope.ungraded_results(request.lab, unfinished))
        ),
        PurePosixPath("setup.sh"): _filled_script("setup.sh", {"PYTHON": python}),
        PurePosixPath("run_autograder"): _filled_script(
            "run_autograder", {"LAB": str(folder), "SECONDS": str(seconds)}
        ),
    }


def _filled_script(name: str, values: dict[str, str]) -> ArchiveFile:
    """Return a script of this package with its placeholders (@NAME@) replaced by quoted values."""
    text = resources.files("autograder.integrations").joinpath(name).read_text("utf-8")
    for key, value in values.items():
        text = text.replace(f"@{key}@", shlex.quote(value))
    return ArchiveFile(text.encode(), executable=True)
