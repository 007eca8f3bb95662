"""Laws of the pins."""

from importlib import metadata

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

from autograder.bundle import wheel
from autograder.bundle.pins import pinned_versions
from autograder.errors import BundleError


def test_all_that_is_required_is_pinned_as_it_is_here():
    """Every requirement that applies here, and what each brings along, has one pin: the version installed here."""
    found = dict(pin.split("==") for pin in pinned_versions(wheel.project_metadata().requirements))
    assert all(Version(version) == Version(Version(metadata.version(name)).public) for name, version in found.items())
    for text in (*wheel.project_metadata().requirements, *(metadata.requires("torch") or ())):
        wanted = Requirement(text)
        if wanted.marker is None:
            assert wanted.name in found, wanted.name


def test_a_build_has_no_say():
    """What a build of torch is called beside its version is not asked for elsewhere."""
    assert not [pin for pin in pinned_versions(["torch"]) if "+" in pin]


def test_what_does_not_apply_is_left_out():
    """A requirement of another system, or of an extra that nobody asked for, is no requirement."""
    assert pinned_versions(["nowhere-to-be-had; sys_platform == 'plan9'", "nowhere-to-be-had; extra == 'x'"]) == ()
    assert len(pinned_versions(["sqlalchemy[asyncio]"])) >= len(pinned_versions(["sqlalchemy"]))


def test_what_is_not_installed_is_named():
    """Something that grading needs and that is not here cannot be pinned, and the fault names it."""
    with pytest.raises(BundleError, match="nowhere-to-be-had"):
        pinned_versions(["nowhere_to_be_had>=1"])
