"""Identifies this machine's Linux distribution, and how its packages are named and installed."""

import platform
from collections.abc import Mapping
from dataclasses import dataclass

COMMANDS = {
    "debian": "apt install {}",
    "ubuntu": "apt install {}",
    "fedora": "dnf install {}",
    "rhel": "dnf install {}",
    "arch": "pacman -S {}",
    "suse": "zypper install {}",
    "opensuse": "zypper install {}",
    "alpine": "apk add {}",
}
NAMES = {
    "debian": {"libseccomp": "libseccomp2"},
    "ubuntu": {"libseccomp": "libseccomp2"},
    "suse": {"libseccomp": "libseccomp2"},
    "opensuse": {"libseccomp": "libseccomp2"},
}


@dataclass(frozen=True)
class Distribution:
    """A Linux distribution: its `name` for people, and its `families`, most specific first."""

    name: str = ""
    families: tuple[str, ...] = ()

    def package(self, name: str) -> str:
        """Return this distribution's name for a package; the same name if no other is known."""
        return NAMES.get(self._family, {}).get(name, name)

    def install(self, name: str) -> str:
        """Return the command that installs a package; "" if the distribution is unknown."""
        return COMMANDS[self._family].format(self.package(name)) if self._family else ""

    @property
    def _family(self) -> str:
        return next((family for family in self.families if family in COMMANDS), "")


def describe(values: Mapping[str, str]) -> Distribution:
    """Return the distribution that the values of an `os-release` file (os-release(5)) describe."""
    families = [values.get("ID", ""), *values.get("ID_LIKE", "").split()]
    return Distribution(values.get("PRETTY_NAME", ""), tuple(family.lower() for family in families if family))


def current_distribution() -> Distribution:
    """Return the distribution of this machine; one without a name if no file describes it."""
    try:
        return describe(platform.freedesktop_os_release())
    except (OSError, UnicodeDecodeError):  # no such file, or one that is not in UTF-8
        return Distribution()
