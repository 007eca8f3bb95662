"""Answers downloads from the provided texts, those of urllib first of all.

Runs in the student's process, which has no network. A text is recognised by the last part of its address or by the name
under which it is kept; any other address fails as it does without a network.
"""

import io
import os
import urllib.error
import urllib.parse
import urllib.request
from email.message import Message
from pathlib import Path
from typing import Any

import torch

from autograder.kernel_side.text_files import TextFiles


class Downloads:
    """Finds the provided text that stands for an address."""

    def __init__(self, texts: TextFiles) -> None:
        self.texts = texts

    def name_at(self, address: Any, kept_as: Any = None) -> str | None:
        """Return the name of the text at an address, or of the one kept under a path; None where it is no text."""
        url = str(getattr(address, "full_url", address))
        path = urllib.parse.unquote(urllib.parse.urlparse(url).path)
        for candidate in (path, kept_as):
            name = None if candidate is None else self.texts.name_for(last_part(candidate))
            if name is not None:
                self.texts.note(last_part(candidate), name)
                return name
        return None if os.path.splitext(path)[1] not in ("", ".git") else self.texts.similar(url.lower())

    def read(self, address: Any, kept_as: Any = None) -> bytes:
        """Return the text at an address as bytes; raises urllib.error.URLError where there is none."""
        name = self.name_at(address, kept_as)
        if name is None:
            raise urllib.error.URLError(f"no network here: {getattr(address, 'full_url', address)}")
        return (self.texts.source / name).read_bytes()

    def save(self, address: Any, target: Any) -> str:
        """Save the text at an address as a file and return its path; raises urllib.error.URLError as `read`."""
        name = self.name_at(address, target)
        if name is None:
            raise urllib.error.URLError(f"no network here: {getattr(address, 'full_url', address)}")
        return self.texts.copy_to(name, target)

    def save_into(self, folder: Any) -> str:
        """Save every provided text in a folder, such as one of a repository, and return its path."""
        for name in self.texts.names:
            self.texts.copy_to(name, Path(folder) / name)
        return str(os.path.abspath(folder))


class UrllibResponse(io.BytesIO):
    """What `urlopen` returns: the bytes of a text, with a status and headers."""

    status = code = 200
    reason = msg = "OK"

    def __init__(self, content: bytes, url: str) -> None:
        super().__init__(content)
        self.url = url
        self.headers = Message()
        self.headers["Content-Type"] = "text/plain; charset=utf-8"
        self.headers["Content-Length"] = str(len(content))

    def getcode(self) -> int:
        """Return 200."""
        return self.status

    def geturl(self) -> str:
        """Return the address."""
        return self.url

    def info(self) -> Message:
        """Return the headers."""
        return self.headers

    def getheader(self, name: str, default: Any = None) -> Any:
        """Return a header."""
        return self.headers.get(name, default)


def replace_urllib(downloads: Downloads) -> None:
    """Let the calls of urllib, and torch's own download, answer from the provided texts."""

    def urlretrieve(url: Any, filename: Any = None, *_arguments: Any, **_named: Any) -> tuple[str, Any]:
        target = filename or last_part(urllib.parse.urlparse(str(getattr(url, "full_url", url))).path)
        downloads.save(url, target)
        return str(target), Message()

    def urlopen(url: Any, *_arguments: Any, **_named: Any) -> UrllibResponse:
        return UrllibResponse(downloads.read(url), str(getattr(url, "full_url", url)))

    urllib.request.urlretrieve = urlretrieve
    urllib.request.urlopen = urlopen
    hub: Any = torch.hub
    hub.download_url_to_file = lambda url, dst, *_arguments, **_named: downloads.save(url, dst)


def last_part(path: Any) -> str:
    """Return what stands behind the last slash of a path or address."""
    return str(path).replace("\\", "/").rstrip("/").rpartition("/")[2]
