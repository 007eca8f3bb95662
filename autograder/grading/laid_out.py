"""What is laid out beside a notebook: the folders that its paths name and the lab's texts in them, within limits."""

from collections.abc import Iterable, Mapping
from pathlib import PurePath

MOST_FOLDERS = 100
MOST_TEXT_BYTES = 32 << 20  # of all copies of the lab's texts together
DEEPEST = 12
LONGEST_NAME = 120  # bytes of one part of a path
LONGEST_PATH = 400


def folders_to_make(named: Iterable[PurePath], texts: Iterable[str]) -> tuple[PurePath, ...]:
    """Return the folders to make for a notebook, its working directory first: those that its paths name and that fit.

    `named` are relative paths in the order of the notebook, `texts` the names of the lab's texts, which no folder may
    take. What is too deep, too long or beyond the number is left out: its cell then finds no such folder.
    """
    taken = frozenset(texts)
    found: dict[PurePath, None] = {PurePath(): None}
    for folder in named:
        if len(found) > MOST_FOLDERS:
            break
        if _fits(folder) and taken.isdisjoint(folder.parts):
            found[folder] = None
    return tuple(found)


def texts_in(folders: Iterable[PurePath], texts: Mapping[str, str]) -> dict[str, str]:
    """Return the lab's texts by path, in as many of the folders, from the first on, as their size allows."""
    size = max(1, sum(len(text.encode("utf-8", errors="replace")) for text in texts.values()))
    places = list(folders)[: max(1, MOST_TEXT_BYTES // size)]
    return {str(place / name): text for place in places for name, text in texts.items()}


def with_parents(names: Iterable[str]) -> frozenset[str]:
    """Return paths of folders together with those of all folders that they lie in."""
    paths = [PurePath(name) for name in names]
    return frozenset(str(folder) for path in paths for folder in (path, *path.parents))


def _fits(folder: PurePath) -> bool:
    raw = [part.encode("utf-8", errors="replace") for part in folder.parts]
    relative = not folder.is_absolute() and ".." not in folder.parts and str(folder).isprintable()
    short = all(len(part) <= LONGEST_NAME for part in raw) and sum(map(len, raw)) <= LONGEST_PATH
    return relative and short and len(raw) <= DEEPEST
