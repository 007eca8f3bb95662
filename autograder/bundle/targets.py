"""Which module bundles for which site."""

from collections.abc import Callable, Mapping

from autograder.bundle import gradescope, otter
from autograder.bundle.target import Target
from autograder.bundle.wish import Files, Wish

MAKERS: Mapping[Target, Callable[[Wish], Files]] = {Target.GRADESCOPE: gradescope.files, Target.OTTER: otter.files}
