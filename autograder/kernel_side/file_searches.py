"""Lets glob and pathlib find the provided texts, and lets torch save into folders of the author's machine.

Runs in the student's process.
"""

import fnmatch
import functools
import glob
import os
import pathlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch

from autograder.kernel_side.file_access import FileAccess, Hook
from autograder.kernel_side.text_files import TextFiles, path_text


def install_file_searches(access: FileAccess) -> None:
    """Put searches that look further in the place of those of `glob` and `pathlib`, and the like for `torch.save`."""
    _replace_searches(access)
    _replace_saving(access)


def _replace_searches(access: FileAccess) -> None:
    """Let glob and pathlib find the provided texts where a pattern finds nothing."""
    originals = {name: getattr(glob, name) for name in ("glob", "iglob")}

    def search(pathname: Any, **named: Any) -> list[Any]:
        pattern = pathname
        if isinstance(pathname, str):
            other = access.relocated(pathname)
            folder = os.path.dirname(pathname)
            pattern = (
                other if other and not os.path.isdir(folder) and os.path.isdir(os.path.dirname(other)) else pattern
            )
        return _matching(access.texts, pathname, list(originals["iglob"](pattern, **named)))

    glob.glob = Hook(search, originals["glob"])
    glob.iglob = Hook(lambda pathname, **named: iter(search(pathname, **named)), originals["iglob"])
    for name in ("glob", "rglob"):
        original = getattr(pathlib.Path, name)

        def search_below(self: Path, pattern: Any, _original: Any = original, **named: Any) -> Iterator[Path]:
            found = list(_original(self, pattern, **named))
            return iter([type(self)(path) for path in _matching(access.texts, os.path.join(self, pattern), found)])

        setattr(pathlib.Path, name, search_below)


def _replace_saving(access: FileAccess) -> None:
    """Let `torch.save` make the folder that it saves to, as `open` does: it writes without Python's own calls."""
    original = torch.save

    @functools.wraps(original)
    def save(obj: Any, f: Any, *arguments: Any, **named: Any) -> None:
        try:
            original(obj, f, *arguments, **named)
        except (RuntimeError, OSError):
            path = access.for_writing(f) if isinstance(f, str | os.PathLike) else None
            if path is None:
                raise
            original(obj, path, *arguments, **named)

    torch.save = save


def _matching(texts: TextFiles, pattern: Any, found: list[Any]) -> list[Any]:
    """Return what a search pattern found, or, where that is nothing, the provided texts that its end matches."""
    text = path_text(pattern) or ""
    folder, _, last = text.replace("\\", "/").rpartition("/")
    if found or not last.lower().endswith(".txt"):
        return found
    plain = folder.replace("**", ".").strip("/") if not folder.startswith("/") else folder.replace("/**", "")
    names = [name for name in texts.names if fnmatch.fnmatch(name.lower(), last.lower())]
    return [os.path.join(plain, name) for name in names]
