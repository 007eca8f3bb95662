"""The versions of all that grading uses here, for pip to install the same elsewhere."""

from collections.abc import Iterable, Iterator
from importlib import metadata

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from autograder.errors import BundleError


def pinned_versions(requirements: Iterable[str]) -> tuple[str, ...]:
    """Return `name==version` of each distribution that some requirements install on this machine, sorted.

    What a build is named beside its version (`+cpu`) is left out: the place may have the same version built otherwise.
    Raises BundleError where one is not installed.
    """
    versions: dict[str, str] = {}
    seen: set[tuple[str, str]] = set()
    waiting = [Requirement(text) for text in requirements if _applies(Requirement(text), "")]
    while waiting:
        wanted = waiting.pop()
        name = canonicalize_name(wanted.name)
        try:
            found = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            raise BundleError("bundle.not_installed", name=name) from None
        versions[name] = Version(found.version).public
        new = {(name, extra) for extra in ("", *wanted.extras)} - seen
        seen |= new
        waiting += [needed for _, extra in sorted(new) for needed in _needs(found, extra)]
    return tuple(f"{name}=={version}" for name, version in sorted(versions.items()))


def _needs(found: metadata.Distribution, extra: str) -> Iterator[Requirement]:
    requirements = (Requirement(text) for text in found.requires or ())
    return (needed for needed in requirements if _applies(needed, extra))


def _applies(requirement: Requirement, extra: str) -> bool:
    return requirement.marker is None or requirement.marker.evaluate({"extra": extra})
