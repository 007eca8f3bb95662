"""Where the lab lies when otter grades: in an archive that otter puts nowhere but in its own folder."""

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
    """What stands under the plugin's name in `otter_config.json`.

    `archive` is the name of a zip beside that file, `lab` the lab's folder in it, and `language` the one to speak where
    not even the lab can be read.
    """

    archive: str
    lab: str
    language: str

    @property
    def config(self) -> dict[str, Any]:
        """Otter's configuration for grading by us; its own scores would count what is not graded as 0."""
        return {"plugins": [{PLUGIN: vars(self)}], "print_score": False, "print_summary": False}

    @classmethod
    def read(cls, root: Path) -> "OtterLabSource":
        """The one in the folder that holds otter's `source`; raises OSError, ValueError and KeyError."""
        plugins = json.loads((root / SOURCE / CONFIG).read_bytes())["plugins"]
        return cls.of(next(each[PLUGIN] for each in plugins if isinstance(each, dict) and PLUGIN in each))

    @classmethod
    def of(cls, config: Mapping[str, str]) -> "OtterLabSource":
        """The one that a plugin's configuration says; raises KeyError."""
        return cls(config["archive"], config["lab"], config.get("language", "en"))

    @contextmanager
    def opened(self, root: Path) -> Iterator[Lab]:
        """The lab, unpacked for the length of a block to where no other user reads it."""
        folder = tempdirs.create()
        try:
            with zipfile.ZipFile(root / SOURCE / self.archive) as archive:
                archive.extractall(folder)
            yield load_lab(folder / self.lab)
        finally:
            tempdirs.delete(folder)
