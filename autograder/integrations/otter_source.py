"""Reads the lab when otter grades, from an archive that otter puts nowhere but in its own folder."""

import json
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder import tempdirs
from autograder.lab.declaration import Lab, load_lab

PLUGIN = "autograder.integrations.otter_plugin.OtterPlugin"
SOURCE, SUBMISSION, RESULTS = "source", "submission", "results"
CONFIG = "otter_config.json"


@dataclass(frozen=True)
class OtterLabSource:
    """Holds the plugin's configuration in `otter_config.json`: where the lab is.

    `archive` is the name of a zip beside that file, `lab` the lab's folder in it, and `language` the one of messages
    where the lab itself cannot be read.
    """

    archive: str
    lab: str
    language: str

    @property
    def config(self) -> dict[str, Any]:
        """Return otter's configuration for grading by our plugin; otter's own scores would count open points as 0."""
        return {"plugins": [{PLUGIN: vars(self)}], "print_score": False, "print_summary": False}

    @classmethod
    def read(cls, root: Path) -> "OtterLabSource":
        """Return the configuration in the `source` folder below otter's folder.

        Raises OSError where there is none, and ValueError, KeyError or StopIteration where it does not name our plugin.
        """
        plugins = json.loads((root / SOURCE / CONFIG).read_bytes())["plugins"]
        return cls.of(next(each[PLUGIN] for each in plugins if isinstance(each, dict) and PLUGIN in each))

    @classmethod
    def of(cls, config: Mapping[str, str]) -> "OtterLabSource":
        """Return the configuration that a plugin's settings describe; raises KeyError where one is missing."""
        return cls(config["archive"], config["lab"], config.get("language", "en"))

    @contextmanager
    def opened(self, root: Path) -> Iterator[Lab]:
        """Yield the lab, unpacked for the length of the block into a folder that no other user can read."""
        folder = tempdirs.create()
        try:
            with zipfile.ZipFile(root / SOURCE / self.archive) as archive:
                archive.extractall(folder)
            yield load_lab(folder / self.lab)
        finally:
            tempdirs.delete(folder)
