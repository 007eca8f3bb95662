"""Maps each site to the function that makes its bundle."""

from collections.abc import Callable, Mapping

from autograder.bundle.request import ArchiveFiles, BundleRequest, GradingSite
from autograder.integrations import gradescope_bundle, otter_bundle

MAKERS: Mapping[GradingSite, Callable[[BundleRequest], ArchiveFiles]] = {
    GradingSite.GRADESCOPE: gradescope_bundle.gradescope_bundle_files,
    GradingSite.OTTER: otter_bundle.otter_bundle_files,
}
