"""The zip that Gradescope takes as an autograder.

The format is that of Gradescope's "Autograder Specifications": `setup.sh` runs once, as root, when the image is built;
`run_autograder` runs for each submission.
"""

import shlex
import sys
from importlib import resources
from pathlib import PurePosixPath

from autograder.bundle import contents
from autograder.bundle.request import Files, Piece, Wish
from autograder.export import gradescope
from autograder.messages import catalogue

NOT_GRADED = PurePosixPath("not_graded.json")


def files(wish: Wish) -> Files:
    """The files of the zip; raises BundleError where the site's time is too short for what the lab allows."""
    seconds = wish.seconds
    folder, laboratory = contents.laboratory(wish)
    unfinished = catalogue(wish.lab.language)("bundle.unfinished")
    python = f"python{sys.version_info.major}.{sys.version_info.minor}"
    return {
        **contents.project(wish),
        **laboratory,
        NOT_GRADED: Piece(gradescope.encode(gradescope.not_graded(wish.lab, unfinished))),
        PurePosixPath("setup.sh"): _script("setup.sh", {"PYTHON": python}),
        PurePosixPath("run_autograder"): _script("run_autograder", {"LAB": str(folder), "SECONDS": str(seconds)}),
    }


def _script(name: str, values: dict[str, str]) -> Piece:
    text = resources.files("autograder.integrations").joinpath(name).read_text("utf-8")
    for key, value in values.items():
        text = text.replace(f"@{key}@", shlex.quote(value))
    return Piece(text.encode(), executable=True)
