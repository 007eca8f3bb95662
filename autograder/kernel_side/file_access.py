"""Lets the calls that open, look for and list files find the provided texts, and folders of the author's machine.

Runs in the student's process. What exists is opened as ever: only where a call has failed is another path tried.
"""

import builtins
import errno
import functools
import io
import os
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from autograder.kernel_side.text_files import TextEntries, TextFiles, path_text

MISSING = frozenset({errno.ENOENT, errno.ENOTDIR, errno.EACCES, errno.EPERM, errno.EROFS, errno.ENAMETOOLONG})
WINDOWS_PATH = re.compile(r"^[A-Za-z]:[\\/]|\\")
DRIVE = re.compile(r"^[A-Za-z]:")
COLAB = "/content"
OF_AUTHORS = ("home", "root", "mnt", "media", "data", "srv", "workspace", "Users", "Volumes", "content", "kaggle")


class FileAccess:
    """Tries other paths for those that are not there, with the notebook's working directory `work` and its `home`."""

    def __init__(self, texts: TextFiles, work: Path, home: Path) -> None:
        self.texts = texts
        self.work = str(work)
        self.own_folders = tuple({os.path.realpath(folder) for folder in (work, home)})
        self.real_open, self.real_stat = builtins.open, os.stat

    def relocated(self, path: Any) -> str | None:
        """Return where a path of another machine lies below the working directory; None where it is one of this one."""
        text = path_text(path)
        if not text or "\0" in text:
            return None
        if WINDOWS_PATH.search(text):
            text = DRIVE.sub("/", text.replace("\\", "/"))
            if not text.startswith("/"):
                return self._within(text)
        elif not os.path.isabs(text):
            return self._within(text) if ".." in text else None
        whole = os.path.normpath(text)
        if any(whole == own or whole.startswith(own + os.sep) for own in (self.work, *self.own_folders)):
            return None
        if self._is_of_this_system(whole):
            return None
        if whole == COLAB or whole.startswith(COLAB + "/"):
            whole = whole[len(COLAB) :]
        return os.path.normpath(f"{self.work}/{whole}")

    def _is_of_this_system(self, path: str) -> bool:
        """Whether an absolute path begins with a folder of this machine in which no author keeps files."""
        top = path.split(os.sep)[1]
        return top not in OF_AUTHORS and self.is_there(os.sep + top)

    def _within(self, path: str) -> str:
        """A relative path, or where it lies below the working directory if it leads out of what may be written."""
        parts = os.path.normpath(path).split(os.sep)
        return (
            os.path.join(self.work, *[part for part in parts if part != ".."])
            if ".." in parts
            else os.path.join(*parts)
        )

    def existing(self, path: Any) -> str | None:
        """Return another path at which a missing file or folder is, or None."""
        other = self.relocated(path)
        if other is None:
            return None
        return other if self.is_there(other) else None

    def is_there(self, path: Any) -> bool:
        """Return whether a path leads to something, without any other path being tried."""
        try:
            self.real_stat(path)
        except (OSError, ValueError):
            return False
        return True

    def open(self, file: Any, mode: str = "r", *arguments: Any, **named: Any) -> Any:
        """Open a file as `open` does; of one that is not there, the text that stands for it."""
        try:
            return self.real_open(file, mode, *arguments, **named)
        except OSError as error:
            if error.errno not in MISSING or isinstance(file, int) or not isinstance(mode, str):
                raise
            writes = any(letter in mode for letter in "wax")
            path = self.for_writing(file) if writes else self._for_reading(file)
            if path is None:
                raise
            if not writes and self.texts.is_replaced(file):
                arguments, named = _as_utf8(arguments, named, "b" in mode)
        return self.real_open(path, mode, *arguments, **named)

    def _for_reading(self, file: Any) -> str | None:
        other = self.existing(file)
        if other is not None:
            return other
        name = self.texts.name_for(file, bare=True)
        if name is None:
            return None
        self.texts.note(file, name)
        return str(self.texts.source / name)

    def for_writing(self, file: Any) -> str | None:
        """The path to write a file at, with its folder made: the author's machine had that folder."""
        path = self.relocated(file) or path_text(file)
        if not path:
            return None
        try:
            os.makedirs(os.path.dirname(os.path.abspath(path)), exist_ok=True)
        except OSError:
            return None
        return path

    def instead(self, path: Any) -> str | None:
        """Return an existing path to look at instead of a missing one, or None."""
        return None if isinstance(path, int) else self.existing(path) or self.texts.find(path)

    def folder_instead(self, path: Any) -> str | None:
        """Return an existing folder to list instead of a missing one: the provided texts, where it is nowhere."""
        text = path_text(path)
        if isinstance(path, int) or not text or (os.path.isabs(text) and self.relocated(path) is None):
            return None
        return self.existing(path) or (str(self.texts.source) if self.texts.names else None)

    def made_folder(self, path: Any) -> str | None:
        """Return a folder that stands for a missing one, made below the working directory."""
        folder = self.relocated(path) or path_text(path)
        if not folder:
            return None
        try:
            os.makedirs(folder, exist_ok=True)
        except OSError:
            return None
        return folder


class Hook:
    """A function in the place of one of Python's own; unlike a plain function it never becomes a method."""

    def __init__(self, function: Callable[..., Any], original: Callable[..., Any]) -> None:
        functools.update_wrapper(self, original, updated=())
        self._function = function

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        """Call the function."""
        return self._function(*arguments, **named)


def install_file_access(access: FileAccess) -> None:
    """Put the calls of `access` in the place of those of `builtins`, `io` and `os`."""
    builtins.open = io.open = opening = Hook(access.open, access.real_open)
    shell: Any = sys.modules.get("IPython.core.interactiveshell")
    if shell is not None and hasattr(shell, "io_open"):  # what cells call `open`
        shell.io_open = opening
    numpy_files: Any = sys.modules.get("numpy.lib._datasource")
    if numpy_files is not None:  # what numpy opens files with, which it looked up when it was imported
        numpy_files._file_openers._file_openers[None] = opening
    for name in ("stat", "lstat"):
        _retry(name, access.instead, _as_another_file)
    _retry("access", access.instead)
    names = access.texts.names
    _retry("listdir", access.folder_instead, lambda found: [name for name in found if name in names] or found)
    _retry("scandir", access.folder_instead, lambda found: TextEntries(found, names))
    _retry("chdir", access.made_folder)
    _retry("open", access.instead)
    _retry("mkdir", access.for_writing)
    _replace_moves(access)


def _retry(name: str, other: Callable[[Any], str | None], change: Callable[[Any], Any] = lambda result: result) -> None:
    """Let a function of `os` that failed for a missing path try another one; `change` is made to what that gives."""
    original = getattr(os, name)

    def call(*arguments: Any, **named: Any) -> Any:
        try:
            result = original(*arguments, **named)
        except OSError as error:
            path = other(arguments[0]) if arguments and error.errno in MISSING else None
            if path is None:
                raise
        else:
            if result is not False:  # os.access does not raise
                return result
            path = other(arguments[0]) if arguments else None
            if path is None:
                return result
        return change(original(path, *arguments[1:], **named))

    hook = Hook(call, original)
    for group in (os.supports_dir_fd, os.supports_fd, os.supports_follow_symlinks, os.supports_effective_ids):
        if original in group:  # shutil and others ask these sets for what they may do
            group.add(hook)
    setattr(os, name, hook)


def _as_another_file(result: os.stat_result) -> os.stat_result:
    """Let a file that stands for another not be the same as itself: it may be copied to a path that it stands for."""
    return os.stat_result((result[0], -1 - (time.monotonic_ns() >> 8), *result[2:10]))


def _replace_moves(access: FileAccess) -> None:
    """Let moving a file that is not there move a copy of the text that stands for it, and removing it do nothing."""
    for name in ("rename", "replace"):
        setattr(os, name, _moving(access, getattr(os, name)))
    for name in ("remove", "unlink"):
        setattr(os, name, _removing(access, getattr(os, name)))


def _moving(access: FileAccess, original: Callable[..., None]) -> Hook:
    def move(source: Any, target: Any, **named: Any) -> None:
        try:
            original(source, target, **named)
        except OSError as error:
            place = access.for_writing(target) if error.errno in MISSING else None
            if place is None:
                raise
            there = source if access.is_there(source) else access.existing(source)
            if there is not None:
                original(there, place, **named)
                return
            found = access.texts.name_for(source)
            if found is None:
                raise
            access.texts.note(source, found)
            access.texts.copy_to(found, place)

    return Hook(move, original)


def _removing(access: FileAccess, original: Callable[..., None]) -> Hook:
    def remove(path: Any, **named: Any) -> None:
        try:
            original(path, **named)
        except OSError as error:
            other = access.existing(path) if error.errno in MISSING else None
            if other is not None:
                original(other, **named)
            elif error.errno not in MISSING or access.texts.find(path) is None:
                raise

    return Hook(remove, original)


def _as_utf8(arguments: tuple[Any, ...], named: dict[str, Any], binary: bool) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """The arguments of `open` with UTF-8 in the place of an encoding that only the replaced file had."""
    if binary:
        return arguments, named
    return arguments[:1], {key: value for key, value in named.items() if key != "errors"} | {"encoding": "utf-8"}
