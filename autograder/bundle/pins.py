"""Finds the installed versions of everything that grading uses, for pip to install the same elsewhere."""

from collections.abc import Iterable, Iterator
from importlib import metadata

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from autograder.errors import BundleError


def pinned_versions(requirements: Iterable[str]) -> tuple[str, ...]:
    """Return `name==version` of each distribution that some requirements install on this machine, sorted.

    A local version (`+cpu`) is cut off, since the site may have another build of the same version. Raises BundleError
    where a distribution is not installed.
    """
    versions: dict[str, str] = {}
    seen: set[tuple[str, str]] = set()
    waiting = [Requirement(text) for text in requirements if _applies(Requirement(text), "")]
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        try:
            distribution = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            raise BundleError("bundle.not_installed", name=name) from None
        versions[name] = Version(distribution.version).public
        unseen = {(name, extra) for extra in ("", *requirement.extras)} - seen
        seen |= unseen
        waiting += [needed for _, extra in sorted(unseen) for needed in _requirements_of(distribution, extra)]
    return tuple(f"{name}=={version}" for name, version in sorted(versions.items()))


def _requirements_of(distribution: metadata.Distribution, extra: str) -> Iterator[Requirement]:
    requirements = (Requirement(text) for text in distribution.requires or ())
    return (needed for needed in requirements if _applies(needed, extra))


def _applies(requirement: Requirement, extra: str) -> bool:
    return requirement.marker is None or requirement.marker.evaluate({"extra": extra})
