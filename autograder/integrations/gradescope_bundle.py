"""The zip that Gradescope takes as an autograder.

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

NOT_GRADED = PurePosixPath("not_graded.json")


def gradescope_bundle_files(request: BundleRequest) -> ArchiveFiles:
    """The files of the zip; raises BundleError where the site's time is too short for what the lab allows."""
    seconds = request.seconds
    folder, laboratory = contents.lab_files(request)
    unfinished = catalogue(request.lab.language)("bundle.unfinished")
    python = f"python{sys.version_info.major}.{sys.version_info.minor}"
    return {
        **contents.project_files(request),
        **laboratory,
        NOT_GRADED: ArchiveFile(gradescope.gradescope_json(gradescope.ungraded_results(request.lab, unfinished))),
        PurePosixPath("setup.sh"): _script("setup.sh", {"PYTHON": python}),
        PurePosixPath("run_autograder"): _script("run_autograder", {"LAB": str(folder), "SECONDS": str(seconds)}),
    }


def _script(name: str, values: dict[str, str]) -> ArchiveFile:
    text = resources.files("autograder.integrations").joinpath(name).read_text("utf-8")
    for key, value in values.items():
        text = text.replace(f"@{key}@", shlex.quote(value))
    return ArchiveFile(text.encode(), executable=True)
