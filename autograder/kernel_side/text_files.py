"""Finds, for a text file that a notebook asks for and that is not there, the provided text to read instead.

Runs in the student's process. A name is compared by its last part, without case, separators and copy marks; any other
text file was not handed in and is replaced by one of the provided texts, which is noted.
"""

import os
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

MAX_REPLACED = 20  # notes that are kept of replaced files
MAX_NAME = 200  # characters of a file name in a note
TEXT_SUFFIXES = (".txt", ".text", ".md", ".utf8")
NOT_TEXTS = frozenset({"requirements", "readme", "license", "licence", "changelog", "toplevel", "entrypoints"})
SEPARATORS = re.compile(r"[/\\]")
COPY_MARKS = re.compile(
    r"\(\d+\)|^(?:copia|copy)[ _]*(?:de|of)?\b|(?:^|[ _-]+)(?:copia|copy)(?:[ _-]*\d+)?(?=\.|$)", re.IGNORECASE
)
NOISE = re.compile(r"%20|[\s_+-]+")
SHORTEST_STEM = 6  # letters that a provided name must have to be recognised within a longer one


class TextFiles:
    """The provided texts in the folder `source`, by name; the first of `names` is the lab's main one.

    `folders` are those where the notebook's own files lie; `written` names the text files that the notebook itself
    writes, which are never replaced. `cell` returns the number of the cell that runs.
    """

    def __init__(
        self,
        source: Path,
        names: Sequence[str],
        written: Collection[str],
        folders: Sequence[Path],
    ) -> None:
        self.source = source
        self.names = tuple(names)
        self.own_folders = tuple(os.path.realpath(folder) for folder in folders)
        self.written = frozenset(name.lower() for name in written)
        self.cell: Callable[[], int] = lambda: 0
        self.replaced: dict[tuple[int, str], str] = {}  # a cell's number and a file's name, and the text used instead
        self.copies: dict[str, str] = {}  # paths of copies that lie in the notebook's folders, and the texts in them
        self._known = {_plain(name): name for name in names}
        self._largest: str | None = None

    def find(self, path: Any, bare: bool = False) -> str | None:
        """Return the path of the provided text that stands for a missing file, or None where it is no text of ours.

        With `bare` a name without a suffix may be a text too.
        """
        name = self.name_for(path, bare)
        return None if name is None else str(self.source / name)

    def name_for(self, path: Any, bare: bool = False) -> str | None:
        """Return the name of the provided text that stands for a missing file; a replaced one is not noted yet."""
        text = path_text(path) or ""
        last = SEPARATORS.split(text)[-1]
        if not last or not self.names:
            return None
        plain = _plain(last)
        stem, suffix = os.path.splitext(plain)
        if plain in self._known:
            return self._known[plain]
        if suffix not in TEXT_SUFFIXES and not (bare and not suffix):
            return None
        similar = self.similar(stem)
        if similar is not None and (suffix or bare):
            return similar
        if not suffix or stem in NOT_TEXTS or last.lower() in self.written or self._is_elsewhere(text):
            return None
        return self.largest()

    def note(self, path: Any, name: str) -> None:
        """Note that a file was replaced, unless it is the provided one under another spelling."""
        last = SEPARATORS.split(path_text(path) or "")[-1][:MAX_NAME]
        stem = os.path.splitext(_plain(last))[0].removeprefix("tiny")
        if stem not in {os.path.splitext(known)[0] for known in self._known} and len(self.replaced) < MAX_REPLACED:
            self.replaced[self.cell(), last] = name

    def is_replaced(self, path: Any) -> bool:
        """Return whether a file with this name was replaced."""
        last = SEPARATORS.split(path_text(path) or "")[-1][:MAX_NAME]
        return any(last == noted for _, noted in self.replaced)

    def copy_to(self, name: str, target: Any) -> str:
        """Copy a provided text to a path, making its folder, and return the path; later texts replace it there too."""
        path: str = os.path.abspath(os.fspath(target))
        os.makedirs(os.path.dirname(path), exist_ok=True)
        source = self.source / name
        if os.path.realpath(path) != os.path.realpath(source):
            Path(path).write_bytes(source.read_bytes())
            self.copies[path] = name
        return path

    def refresh(self) -> None:
        """Copy the provided texts, which have changed, to every copy that is still there."""
        for path, name in self.copies.items():
            if os.path.isfile(path):
                Path(path).write_bytes((self.source / name).read_bytes())

    def largest(self) -> str:
        """Return the name of the text with the most different characters: what a notebook writes is likely in it."""
        if self._largest is None:
            sizes = {name: len(set((self.source / name).read_text("utf-8", errors="replace"))) for name in self.names}
            self._largest = max(self.names, key=lambda name: sizes[name])
        return self._largest

    def similar(self, longer: str) -> str | None:
        """Return the provided name whose stem a longer text holds, such as an address; None where there is none."""
        for known, name in self._known.items():
            own = os.path.splitext(known)[0]
            if len(own) >= SHORTEST_STEM and own in longer:
                return name
        return None

    def _is_elsewhere(self, text: str) -> bool:
        """Whether a path leads to a folder that is there and is not the notebook's: a library looks for its files."""
        if not os.path.isabs(text):
            return False
        folder = os.path.realpath(os.path.dirname(text))
        return os.path.isdir(folder) and not any(
            folder == own or folder.startswith(own + os.sep) for own in (*self.own_folders, "/tmp")
        )


def path_text(path: Any) -> str | None:
    """Return a path as text, or None where it is none."""
    try:
        return os.fsdecode(path)
    except TypeError:
        return None


def _plain(name: str) -> str:
    """A file name without case, separators and copy marks."""
    return NOISE.sub("", COPY_MARKS.sub("", name.strip()).lower()).replace(".txt.txt", ".txt")


class TextEntries:
    """What `os.scandir` gives of the provided texts, without the folders beside them."""

    def __init__(self, found: Any, names: Sequence[str]) -> None:
        entries = list(found)
        self._entries = iter([entry for entry in entries if entry.name in names] or entries)

    def __iter__(self) -> Iterator[Any]:
        return self._entries

    def __next__(self) -> Any:
        return next(self._entries)

    def close(self) -> None:
        """Do nothing."""

    def __enter__(self) -> "TextEntries":
        return self

    def __exit__(self, *_: Any) -> None:
        return None
