"""Laws of a download: it is whole and verified, or not there at all."""

import errno
import hashlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from autograder.errors import CorpusError
from autograder.lab.corpora import Shelf
from autograder.lab.download import WIDEST, download, keep

TEXT = "una cabra sube al faro\nñandú\n" * 500
BODY = TEXT.encode()
FLIPPED = TEXT[1] + TEXT[0] + TEXT[2:]


def shelf(folder: Path, url: str) -> Shelf:
    """A data folder with one corpus, `faro`, that is published at an address."""
    letters = "".join(sorted(set(TEXT)))
    facts = {"title": "Faro", "file": "faro.txt", "licence": "none", "url": url, "characters": len(TEXT)}
    facts |= {"vocabulary": letters, "sha256": hashlib.sha256(BODY).hexdigest()}
    (folder / "samples").mkdir()
    (folder / "faro.toml").write_text("\n".join(f"{key} = {json.dumps(facts[key])}" for key in facts), encoding="utf-8")
    (folder / "samples/faro.txt").write_text(letters, encoding="utf-8")
    return Shelf(folder)


class Handler(BaseHTTPRequestHandler):
    """Answers each path in its own way; `released` lets the silent answers end."""

    released = threading.Event()

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test output clean."""

    def do_GET(self) -> None:
        """Answer as the path says."""
        if self.path == "/missing":
            return self.send_error(404)
        if self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", "/good")
            return self.end_headers()
        bodies = {"/short": BODY[:-1], "/other": FLIPPED.encode(), "/page": b"<html>Sign in</html>"}
        body = bodies.get(self.path, BODY)
        self.send_response(200)
        if self.path not in ("/endless", "/unannounced"):
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.path in ("/cut", "/silent"):
            self.wfile.write(body[: len(body) // 2])
            self.wfile.flush()
            if self.path == "/silent":
                self.released.wait(60)
            return None
        for _ in range(1000 if self.path == "/endless" else 1):
            self.wfile.write(body)
        return None


class Server(ThreadingHTTPServer):
    """A server that does not report clients that hang up."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away in the middle is what some tests are about."""


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a server on this machine, reached without a proxy."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    Handler.released.clear()
    with Server(("127.0.0.1", 0), Handler) as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}"
        Handler.released.set()
        running.shutdown()
        thread.join()


def ignore(received: int, total: int | None) -> None:
    """Progress that nobody looks at."""


@pytest.mark.parametrize(("path", "announced"), [("/good", len(BODY)), ("/moved", len(BODY)), ("/unannounced", None)])
def test_fetch_keeps_what_it_verified(tmp_path: Path, server: str, path: str, announced: int | None) -> None:
    """A good download, redirected or not, lies beside its profile, is used from then on, and told its progress."""
    corpora = shelf(tmp_path, server + path)
    assert corpora.origin("faro") == "sample"
    seen: list[tuple[int, int | None]] = []
    target = corpora.fetch("faro", lambda received, total: seen.append((received, total)))
    assert target == tmp_path / "faro.txt" and target.read_bytes() == BODY
    assert corpora.text("faro") == TEXT and corpora.origin("faro") == "real"
    assert [received for received, _ in seen] == sorted(received for received, _ in seen)
    assert seen[-1] == (len(BODY), announced)
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["faro.toml", "faro.txt", "samples"]


def test_fetch_mends_a_broken_file_and_leaves_a_whole_one(tmp_path: Path, server: str) -> None:
    """What is there and whole is not downloaded again; what is there and broken is replaced."""
    corpora = shelf(tmp_path, server + "/good")
    (tmp_path / "faro.txt").write_bytes(b"broken")
    calls: list[int] = []
    for _ in range(2):
        corpora.fetch("faro", lambda received, total: calls.append(received))
        assert corpora.text("faro") == TEXT
    assert calls.count(len(BODY)) == 1


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/missing", "answered 404"),
        ("/cut", "RemoteProtocolError"),
        ("/silent", "ReadTimeout"),
        ("/short", f"'characters' is {len(TEXT) - 1}"),
        ("/page", "'characters' is 20"),
        ("/other", "'sha256' is"),
        ("/endless", "'bytes' is >"),
    ],
)
@pytest.mark.parametrize("before", [None, b"what lay there before"])
def test_a_failed_download_changes_nothing(
    tmp_path: Path, server: str, path: str, message: str, before: bytes | None
) -> None:
    """Whatever the server does wrong, a CorpusError says it and the folder is as it was."""
    corpora = shelf(tmp_path, server + path)
    target = tmp_path / "faro.txt"
    if before:
        target.write_bytes(before)
    names = sorted(tmp_path.iterdir())
    with pytest.raises(CorpusError, match=message):
        corpora.fetch("faro", ignore, timeout=0.5)
    assert sorted(tmp_path.iterdir()) == names
    assert before is None or target.read_bytes() == before


@pytest.mark.parametrize(
    "url", ["", "faro.txt", "http://", "http://[::1", "gopher://127.0.0.1/", "http://nowhere.invalid/"]
)
def test_an_address_that_leads_nowhere(tmp_path: Path, url: str, server: str) -> None:
    """An address that is none, or names no machine, is a CorpusError that gives it."""
    with pytest.raises(CorpusError, match="was not downloaded from"):
        shelf(tmp_path, url).fetch("faro", ignore, timeout=5)


def test_nobody_listens(tmp_path: Path, server: str) -> None:
    """A refused connection is a CorpusError that names the address."""
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}/"
        with pytest.raises(CorpusError, match=f"not downloaded from {url}: ConnectError"):
            shelf(tmp_path, url).fetch("faro", ignore)


def test_the_caller_may_interrupt(tmp_path: Path, server: str) -> None:
    """An interrupt in the middle passes through and leaves the folder as it was."""

    def interrupt(received: int, total: int | None) -> None:
        raise KeyboardInterrupt

    corpora = shelf(tmp_path, server + "/good")
    names = sorted(tmp_path.iterdir())
    with pytest.raises(KeyboardInterrupt):
        corpora.fetch("faro", interrupt)
    assert sorted(tmp_path.iterdir()) == names


FETCH = """
import sys
from pathlib import Path
from autograder.lab.corpora import Shelf
from autograder.errors import CorpusError
{before}
try:
    Shelf(Path(sys.argv[1])).fetch("faro", lambda received, total: print("received", flush=True))
except CorpusError as error:
    sys.exit(error.key + ": " + str(error))
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")
@pytest.mark.parametrize("sent", ["SIGINT", "SIGTERM", "SIGKILL"])
def test_a_killed_download_leaves_no_file(tmp_path: Path, server: str, sent: str) -> None:
    """However the process is ended in the middle of a download, the folder is as it was."""
    shelf(tmp_path, server + "/silent")
    names = sorted(tmp_path.iterdir())
    heard = "signal.signal(signal.SIGINT, signal.default_int_handler)"  # a job in the background hears no SIGINT
    command = [sys.executable, "-c", FETCH.format(before=f"import signal\n{heard}"), str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout and process.stdout.readline() == b"received\n"
        process.send_signal(getattr(signal, sent))
        assert process.wait(20) != 0
    assert sorted(tmp_path.iterdir()) == names


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on file sizes")
def test_no_room_for_the_file(tmp_path: Path, server: str) -> None:
    """A file system that takes only a part of the text gives a clear error and keeps none of it."""
    shelf(tmp_path, server + "/good")
    names = sorted(tmp_path.iterdir())
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096)); sys.dont_write_bytecode = True"
    command = [sys.executable, "-c", FETCH.format(before=limit), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.startswith("corpus.disk_full: No room to write") and os.strerror(errno.EFBIG) in done.stderr
    assert sorted(tmp_path.iterdir()) == names


def test_what_cannot_be_replaced(tmp_path: Path, server: str) -> None:
    """Where the system refuses the file, a CorpusError names it and no half file is left."""
    corpora = shelf(tmp_path, server + "/good")
    (tmp_path / "faro.txt").mkdir()
    names = sorted(tmp_path.iterdir())
    with pytest.raises(CorpusError, match=r"faro\.txt cannot be written"):
        corpora.fetch("faro", ignore)
    assert sorted(tmp_path.iterdir()) == names


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="an administrator may write anywhere")
def test_no_right_to_write(tmp_path: Path, server: str) -> None:
    """In a folder that one may not write to, the download ends in a CorpusError that says so."""
    corpora = shelf(tmp_path, server + "/good")
    tmp_path.chmod(0o555)
    try:
        with pytest.raises(CorpusError, match=r"faro\.txt cannot be written: Permission denied"):
            corpora.fetch("faro", ignore)
        assert not (tmp_path / "faro.txt").exists()
    finally:
        tmp_path.chmod(0o755)


@dataclass(frozen=True)
class Faro:
    """What is known of a published text."""

    url: str
    characters: int
    name: str = "faro"


def test_what_is_published_comes_as_it_is(server: str) -> None:
    """A download gives the very bytes, also those that are no text at all: to verify them is another's affair."""
    assert download(Faro(server + "/other", len(TEXT)), ignore, 5) == FLIPPED.encode()


@pytest.mark.parametrize("characters", [len(BODY) // WIDEST + 1, len(BODY) // WIDEST - 1])
def test_more_bytes_than_the_text_can_have_are_not_awaited(server: str, characters: int) -> None:
    """A text ends the download as soon as it is longer than its characters can be in UTF-8."""
    if characters * WIDEST >= len(BODY):
        assert download(Faro(server + "/good", characters), ignore, 5) == BODY
    else:
        with pytest.raises(CorpusError, match="'bytes' is >"):
            download(Faro(server + "/good", characters), ignore, 5)


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    """What is kept takes the place of what was there, byte by byte, and leaves nothing beside it."""
    path = tmp_path / "faro.txt"
    for data in (b"\x00\xff\r\n", b"", BODY):
        keep(path, data)
        assert path.read_bytes() == data
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_without_a_folder_is_told(tmp_path: Path) -> None:
    """Where the folder is gone, a CorpusError names the file."""
    with pytest.raises(CorpusError, match=r"gone.faro\.txt cannot be written"):
        keep(tmp_path / "gone" / "faro.txt", BODY)
