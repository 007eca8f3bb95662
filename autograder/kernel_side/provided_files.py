"""Files that the grader provides to a notebook, such as corpora, copied into its working directory."""

import shutil
from pathlib import Path

from autograder.kernel_side.text_files import TextFiles


class ProvidedFiles:
    """The files below `source`, which are to lie under the same names below `target`."""

    def __init__(self, source: Path, target: Path, texts: TextFiles) -> None:
        self.texts = texts
        self.source = source
        self.target = target

    def restore(self) -> None:
        """Copy every provided file and folder to the target again, replacing whatever the notebook put in its place."""
        for source in sorted(self.source.rglob("*")):
            target = self.target / source.relative_to(self.source)
            if source.is_dir() and target.is_dir() and not target.is_symlink():
                continue
            if target.is_dir() and not target.is_symlink():
                shutil.rmtree(target)
            else:
                target.unlink(missing_ok=True)
            if source.is_dir():
                target.mkdir(parents=True)
            else:
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(source.read_bytes())
        self.texts.refresh()
