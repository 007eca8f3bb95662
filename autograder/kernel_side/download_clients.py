"""Stand-ins for the packages that download: requests, httpx, gdown, wget, huggingface_hub, kagglehub and datasets.

Runs in the student's process. Each stand-in answers from the provided texts; none is made before it is imported.
"""

import io
import json
import os
import types
import urllib.error
import urllib.parse
from collections.abc import Callable, Iterator
from typing import Any

from autograder.kernel_side.downloads import Downloads, last_part


class HttpResponse:
    """A response as requests and httpx return it."""

    status_code, ok, is_success, is_error, encoding, reason, reason_phrase = 200, True, True, False, "utf-8", "OK", "OK"

    def __init__(self, content: bytes, url: str) -> None:
        self.content = content
        self.url = url
        self.headers = {"content-type": "text/plain; charset=utf-8", "content-length": str(len(content))}
        self.raw = io.BytesIO(content)
        self.cookies: dict[str, str] = {}

    @property
    def text(self) -> str:
        """The text itself."""
        return self.content.decode(self.encoding or "utf-8", errors="replace")

    def raise_for_status(self) -> "HttpResponse":
        """Return the response, for nothing went wrong."""
        return self

    def json(self, **named: Any) -> Any:
        """Read the text as JSON; raises ValueError, for it is none."""
        return json.loads(self.text, **named)

    def read(self) -> bytes:
        """Return all bytes."""
        return self.content

    def iter_content(self, chunk_size: int | None = 1024, decode_unicode: bool = False) -> Iterator[Any]:
        """Yield the bytes in pieces, or characters."""
        whole: Any = self.text if decode_unicode else self.content
        size = chunk_size or len(whole) or 1
        for start in range(0, len(whole), size):
            yield whole[start : start + size]

    def iter_bytes(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """Yield the bytes in pieces."""
        return self.iter_content(chunk_size)

    def iter_text(self, chunk_size: int | None = None) -> Iterator[str]:
        """Yield the characters in pieces."""
        return self.iter_content(chunk_size, decode_unicode=True)

    def iter_lines(self, *_arguments: Any, decode_unicode: bool = False, **_named: Any) -> Iterator[Any]:
        """Yield the lines, as bytes or as text."""
        yield from (self.text if decode_unicode else self.content).splitlines()

    def close(self) -> None:
        """Do nothing."""

    def __enter__(self) -> "HttpResponse":
        return self

    def __exit__(self, *_: Any) -> None:
        return None


class RequestException(OSError):
    """What requests and httpx raise; every other of their exceptions is this one by another name here."""


def http_client(downloads: Downloads) -> dict[str, Any]:
    """Return the contents of a module that answers the usual calls of requests and httpx."""

    def get(url: Any, *_arguments: Any, **_named: Any) -> HttpResponse:
        try:
            return HttpResponse(downloads.read(url), str(url))
        except urllib.error.URLError as error:
            raise RequestException(str(error.reason)) from None

    def request(_method: str, url: Any, *_arguments: Any, **_named: Any) -> HttpResponse:
        return get(url)

    class Session:
        """A session of requests, or a client of httpx."""

        def __init__(self, *_arguments: Any, **_named: Any) -> None:
            self.headers: dict[str, str] = {}
            self.cookies: dict[str, str] = {}
            self.get = self.post = self.head = get
            self.request = self.stream = request
            self.mount = self.close = lambda *_: None

        def __enter__(self) -> "Session":
            return self

        def __exit__(self, *_: Any) -> None:
            return None

    errors = ("RequestException", "HTTPError", "ConnectionError", "Timeout", "RequestError", "ConnectError")
    names: dict[str, Any] = dict.fromkeys((*errors, "HTTPStatusError", "TimeoutException"), RequestException)
    calls = {"get": get, "post": get, "head": get, "put": get, "request": request, "stream": request}
    exceptions = types.SimpleNamespace(**names)
    codes = types.SimpleNamespace(ok=200, OK=200)
    own: dict[str, Any] = {"exceptions": exceptions, "codes": codes, "Session": Session, "Client": Session}
    return names | calls | own | {"session": Session, "Response": HttpResponse, "__version__": "2.32.0"}


def gdown_client(downloads: Downloads) -> dict[str, Any]:
    """Return the contents of a module that stands for gdown, and for the module named wget."""

    def download(url: Any = None, output: Any = None, *_arguments: Any, out: Any = None, **named: Any) -> str:
        address = url or named.get("id") or ""
        target = output or out
        target = target if isinstance(target, str | os.PathLike) else None
        if target is None or os.path.isdir(target) or str(target).endswith(("/", os.sep)):
            name = last_part(urllib.parse.urlparse(str(address)).path)
            main = downloads.texts.names[0] if downloads.texts.names else name
            target = os.path.join(target or "", name if downloads.texts.name_for(name) else main)
        return downloads.save(address, target)

    return {"download": download, "cached_download": download, "download_folder": _folder_download(downloads)}


def hub_client(downloads: Downloads) -> dict[str, Any]:
    """Return the contents of a module that stands for kagglehub and huggingface_hub."""

    def hf_hub_download(repo_id: Any = "", filename: Any = "", *_arguments: Any, **_named: Any) -> str:
        return downloads.save(f"https://{repo_id}/{filename}", os.path.join("hub", last_part(filename)))

    folder = _folder_download(downloads)
    calls = {"hf_hub_download": hf_hub_download, "snapshot_download": folder, "dataset_download": folder}
    nothing = {"login": _nothing, "notebook_login": _nothing, "competition_download": folder}
    return calls | nothing


def _folder_download(downloads: Downloads) -> Callable[..., str]:
    def download(name: Any = "", *_arguments: Any, **_named: Any) -> str:
        return downloads.save_into(last_part(name) or "download")

    return download


def _nothing(*_arguments: Any, **_named: Any) -> None:
    return None


class TextRows(list[dict[str, str]]):
    """A split of a data set of the module `datasets`: rows, each with a text; a name in brackets gives a column."""

    @property
    def column_names(self) -> list[str]:
        """The only column."""
        return ["text"]

    def __getitem__(self, key: Any) -> Any:
        """Return a row, some rows, or a column."""
        return [row[key] for row in self] if isinstance(key, str) else super().__getitem__(key)


def datasets_module(downloads: Downloads) -> dict[str, Any]:
    """Return the contents of a module that stands for `datasets`."""

    def load_dataset(path: Any = "", *arguments: Any, split: Any = None, **named: Any) -> Any:
        files = named.get("data_files")
        files = next(iter(files.values()), None) if isinstance(files, dict) else files
        files = files[0] if isinstance(files, list | tuple) and files else files
        text = downloads.read(files or f"https://{path}/{path}", None if files else f"{path}.txt").decode("utf-8")
        rows = [{"text": line} for line in text.splitlines()] if files else [{"text": text}]
        splits = {"train": TextRows(rows), "validation": TextRows(rows), "test": TextRows(rows)}
        return splits["train"] if split is not None else splits

    return {"load_dataset": load_dataset, "Dataset": TextRows, "DatasetDict": dict}


CLIENTS: dict[str, Callable[[Downloads], dict[str, Any]]] = {
    "requests": http_client,
    "httpx": http_client,
    "gdown": gdown_client,
    "wget": gdown_client,
    "kagglehub": hub_client,
    "huggingface_hub": hub_client,
    "datasets": datasets_module,
}
