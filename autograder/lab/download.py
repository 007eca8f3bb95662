"""Downloads a published text and stores it; the file is written completely or not at all."""

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Protocol
from uuid import uuid4

from autograder.errors import CorpusError

Progress = Callable[[int, int | None], None]
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
WIDEST = 4  # bytes of the longest UTF-8 character


class Published(Protocol):
    """A published text: its name, its address and its number of characters."""

    @property
    def name(self) -> str:
        """Return the name of the text in messages."""

    @property
    def url(self) -> str:
        """Return the address of the text."""

    @property
    def characters(self) -> int:
        """Return the number of characters; a download of more bytes than these can take is refused."""


def download(text: Published, on_progress: Progress, timeout: float) -> bytes:
    """Download a text and return its bytes, unverified.

    `on_progress` is called with the bytes received and the bytes announced, if any; `timeout` is how many seconds the
    server may stay silent. Raises CorpusError.
    """
    import httpx  # grading never downloads, so it does not wait for this import

    # Held in memory until it is verified: a process that is killed on the way leaves nothing on the disk.
    data = bytearray()
    identity = {"Accept-Encoding": "identity"}  # so that the announced length is that of the text
    try:
        with httpx.stream("GET", text.url, headers=identity, follow_redirects=True, timeout=timeout) as response:
            if not response.is_success:
                raise CorpusError("corpus.http_error", name=text.name, url=text.url, status=response.status_code)
            total = int(response.headers.get("Content-Length", 0)) or None
            for chunk in response.iter_bytes():
                data += chunk
                on_progress(response.num_bytes_downloaded, total)
                if len(data) > WIDEST * text.characters:
                    facts = {"what": "bytes", "found": f"> {len(data) - 1}", "expected": text.characters}
                    raise CorpusError("corpus.bad_download", name=text.name, where=text.url, **facts)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        fault = f"{type(error).__name__}: {error}"
        raise CorpusError("corpus.no_network", name=text.name, url=text.url, fault=fault) from None
    return bytes(data)


def keep(path: Path, data: bytes) -> None:
    """Write a file as a whole, replacing an existing one; raise CorpusError, and change nothing, if that fails."""
    part = path.with_name(f".{uuid4().hex}-{path.name}")
    try:
        with part.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)  # noqa: PTH105
    except OSError as error:
        key = "corpus.disk_full" if error.errno in NO_ROOM else "corpus.not_written"
        raise CorpusError(key, path=path, fault=error.strerror) from None
    finally:
        part.unlink(missing_ok=True)
