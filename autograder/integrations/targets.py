"""Which module bundles for which site."""

from collections.abc import Callable, Mapping

from autograder.bundle.request import Files, Wish
from autograder.bundle.target import Target
from autograder.integrations import gradescope_bundle, otter_bundle

MAKERS: Mapping[Target, Callable[[Wish], Files]] = {
    Target.GRADESCOPE: gradescope_bundle.files,
    Target.OTTER: otter_bundle.files,
}
