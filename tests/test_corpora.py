"""Laws of the corpora: what a shelf gives, and that a download is whole or not there at all."""

import errno
import hashlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import tomllib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from string import Formatter

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.corpora import VARIABLE, Shelf, shelf_for
from autograder.errors import CorpusError
from autograder.lab import load
from autograder.messages import catalogue

ROOT = Path(__file__).parents[1]
SHELF = Shelf(ROOT / "data")
NAMES = ("cabromagico", "shakespeare")
QUIET = settings(deadline=None, derandomize=True, database=None)

TEXT = "una cabra sube al faro\nñandú\n" * 500
BODY = TEXT.encode()
SAMPLE = "ñandú, una cabra, el faro; sube\n"


@pytest.mark.parametrize("name", NAMES)
def test_sample_has_exactly_the_vocabulary(name: str) -> None:
    """A built-in sample uses every character of its profile and no other, all of them in the training split."""
    text = (ROOT / "data/samples" / f"{name}.txt").read_bytes().decode()
    vocabulary = tomllib.loads((ROOT / "data" / f"{name}.toml").read_text(encoding="utf-8"))["vocabulary"]
    assert "".join(sorted(set(text))) == vocabulary
    assert set(text[: int(0.9 * len(text))]) == set(vocabulary)
    assert 12_000 <= len(text) <= 25_000
    paragraphs = text.split("\n\n")
    assert len(set(paragraphs)) == len(paragraphs)


@pytest.mark.parametrize(
    ("name", "size", "text", "ids"),
    [
        ("shakespeare", 65, "hola, que tal?", [46, 53, 50, 39, 6, 1, 55, 59, 43, 1, 58, 39, 50, 12]),
        ("shakespeare", 65, "hii there", [46, 47, 47, 1, 58, 46, 43, 56, 43]),
        ("shakespeare", 65, "First Cit", [18, 47, 56, 57, 58, 1, 15, 47, 58]),
        ("cabromagico", 137, "hola, que tal?", [73, 80, 77, 66, 14, 4, 82, 86, 70, 4, 85, 66, 77, 33]),
        ("cabromagico", 137, "Harry Potter ", [41, 66, 83, 83, 90, 4, 49, 80, 85, 85, 70, 83, 4]),
        ("cabromagico", 137, "\t\n aH?“\u3000", [0, 1, 4, 66, 41, 33, 100, 103]),
    ],
)
def test_golden_encodings(name: str, size: int, text: str, ids: list[int]) -> None:
    """The encodings that the lab's asserts expect hold on the built-in sample."""
    corpus = SHELF.profile(name)
    assert corpus.vocab_size == size
    assert corpus.encode(text) == ids
    assert corpus.decode(ids) == text


@pytest.mark.parametrize("name", NAMES)
@QUIET
@given(data=st.data())
def test_decode_undoes_encode(name: str, data: st.DataObject) -> None:
    """Every text over the vocabulary survives encoding and decoding."""
    corpus = SHELF.profile(name)
    text = data.draw(st.text(alphabet=st.sampled_from(corpus.vocabulary)))
    assert corpus.decode(corpus.encode(text)) == text


@pytest.mark.parametrize("name", NAMES)
@QUIET
@given(data=st.data())
def test_unknown_characters_are_refused(name: str, data: st.DataObject) -> None:
    """A character outside the vocabulary is named in a CorpusError, wherever it stands."""
    corpus = SHELF.profile(name)
    text = data.draw(st.text(alphabet=st.sampled_from(corpus.vocabulary)))
    stranger = data.draw(st.characters().filter(lambda c: c not in corpus.vocabulary))
    with pytest.raises(CorpusError) as caught:
        corpus.encode(text + stranger + text)
    assert repr(stranger) in str(caught.value)


@pytest.mark.parametrize("index", [-1, 65, 10**9])
def test_unknown_indices_are_refused(index: int) -> None:
    """An index outside the vocabulary is a CorpusError, a negative one included."""
    with pytest.raises(CorpusError, match=f"index {index} "):
        SHELF.profile("shakespeare").decode([0, index])


def test_profiles_of_the_project() -> None:
    """The corpora that the lab names have profiles that say where they are published, and by which checksum."""
    lab = load(ROOT / "solutions/gpt")
    assert set(lab.corpora.values()) <= set(shelf_for(lab, {}).names()) == set(NAMES)
    assert all(SHELF.profile(name).url.startswith("https://") for name in NAMES)
    assert SHELF.profile("shakespeare").sha256 and SHELF.profile("cabromagico").sha256 is None


def test_languages_have_the_same_messages() -> None:
    """Every message stands in both languages with the same placeholders."""
    spanish, english = (catalogue(language).texts for language in ("es", "en"))
    names = [key for key in english if key.startswith("corpus.")]
    assert names
    for key in {*names, *(key for key in spanish if key.startswith("corpus."))}:
        here, there = ({hole for _, hole, _, _ in Formatter().parse(texts[key])} for texts in (spanish, english))
        assert here == there, key


# The shelf: which text it gives.


def shelf(folder: Path, url: str = "http://127.0.0.1:9/", **changes: object) -> Shelf:
    """A data folder with one corpus, `faro`, whose profile is right but for the changes."""
    facts: dict[str, object] = {
        "title": "Faro",
        "file": "faro.txt",
        "licence": "none",
        "url": url,
        "characters": len(TEXT),
        "vocabulary": "".join(sorted(set(TEXT))),
        "sha256": hashlib.sha256(BODY).hexdigest(),
    } | changes
    lines = [f"{key} = {json.dumps(value)}" for key, value in facts.items() if value is not None]
    (folder / "samples").mkdir(parents=True)
    (folder / "faro.toml").write_text("\n".join(lines), encoding="utf-8")
    sample = SAMPLE.translate({ord(c): None for c in set(SAMPLE) - set(TEXT)})
    (folder / "samples/faro.txt").write_text(sample + "".join(sorted(set(TEXT))), encoding="utf-8")
    return Shelf(folder)


def test_real_text_goes_before_the_sample(tmp_path: Path) -> None:
    """The extra folder is looked at first, then the data folder, then the sample."""
    corpora = shelf(tmp_path / "data")
    assert corpora.origin("faro") == "sample" and corpora.text("faro") != TEXT
    (tmp_path / "data/faro.txt").write_bytes(BODY)
    assert Shelf(corpora.folder).copy("faro").origin == "real"
    extra = tmp_path / "extra"
    extra.mkdir()
    assert Shelf(corpora.folder, extra).text("faro") == TEXT
    (extra / "faro.txt").write_bytes(b"broken")
    with pytest.raises(CorpusError, match=r"extra.*faro\.txt is not the corpus"):
        Shelf(corpora.folder, extra).text("faro")


FLIPPED = TEXT[1] + TEXT[0] + TEXT[2:]


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (b"", "'characters' is 0"),
        (BODY[:-1], f"'characters' is {len(TEXT) - 1}"),
        (TEXT.replace("ñ", "X").encode(), "'vocabulary' is .*'X'.*'ñ'"),
        (FLIPPED.encode(), "'sha256' is"),
        (TEXT.encode("latin-1"), "'encoding' is 0xf1 @ 23"),
    ],
)
def test_a_wrong_real_file_is_never_used(tmp_path: Path, body: bytes, what: str) -> None:
    """A real file that is not the corpus raises, naming the file and what differs, and does not fall back."""
    corpora = shelf(tmp_path)
    (tmp_path / "faro.txt").write_bytes(body)
    with pytest.raises(CorpusError, match=rf"faro\.txt is not the corpus 'faro': {what}"):
        corpora.profile("faro")


def test_without_checksum_length_and_vocabulary_decide(tmp_path: Path) -> None:
    """Where no checksum is known, a text of the right length and vocabulary is the corpus."""
    corpora = shelf(tmp_path, sha256=None)
    (tmp_path / "faro.txt").write_bytes(FLIPPED.encode())
    assert corpora.text("faro") == FLIPPED


def test_guessed_characters_give_way_to_the_real_ones(tmp_path: Path) -> None:
    """Where a control character is only guessed, the profile takes the one of the real text, and no other kind."""
    guess = "\n\x0b abc"
    real = "abc abc\x1f\n"
    facts = {"characters": len(real), "sha256": None, "vocabulary": guess, "guessed": [1]}
    corpora = shelf(tmp_path, **facts)
    (tmp_path / "samples/faro.txt").write_bytes(guess.encode())
    assert corpora.profile("faro").vocabulary == guess
    (tmp_path / "faro.txt").write_bytes(real.encode())
    assert Shelf(tmp_path).profile("faro").vocabulary == "\n\x1f abc"
    (tmp_path / "faro.txt").write_bytes(real.replace("\x1f", "!").encode())
    with pytest.raises(CorpusError, match="vocabulary"):
        Shelf(tmp_path).profile("faro")


@pytest.mark.parametrize("name", ["hamlet", "", "../data/shakespeare", "SHAKESPEARE"])
def test_an_unknown_name_lists_the_known_ones(name: str) -> None:
    """A name without a profile is a CorpusError that names those there are."""
    with pytest.raises(CorpusError, match="it has cabromagico, shakespeare"):
        SHELF.text(name)


@pytest.mark.parametrize(
    "changes",
    [
        {"vocabulary": "ba"},
        {"vocabulary": "aab"},
        {"vocabulary": ""},
        {"file": "../faro.txt"},
        {"file": ""},
        {"sha256": "abc"},
        {"characters": 0},
        {"characters": "many"},
        {"guessed": [99]},
        {"colour": "blue"},
        {"title": None},
    ],
)
def test_a_wrong_profile_names_the_key(tmp_path: Path, changes: dict[str, object]) -> None:
    """A fault in a profile is a CorpusError that names the file and the key, in every language."""
    corpora = shelf(tmp_path, **changes)
    with pytest.raises(CorpusError) as caught:
        corpora.text("faro")
    assert all(f"faro.toml: '{next(iter(changes))}'" in caught.value.render(language) for language in ("es", "en"))


def test_missing_and_unreadable_files_are_told(tmp_path: Path) -> None:
    """A profile that is no TOML, a sample gone or wrong, a folder in a file's place: a CorpusError each."""
    corpora = shelf(tmp_path)
    sample = tmp_path / "samples/faro.txt"
    sample.write_text("abc")
    with pytest.raises(CorpusError, match="not the sample of its profile"):
        corpora.text("faro")
    sample.unlink()
    with pytest.raises(CorpusError, match="cannot be read"):
        corpora.text("faro")
    (tmp_path / "faro.txt").mkdir()
    with pytest.raises(CorpusError, match=r"faro\.txt cannot be read"):
        corpora.text("faro")
    (tmp_path / "faro.toml").write_text("= 3")
    with pytest.raises(CorpusError, match="not a valid TOML"):
        corpora.text("faro")


def test_the_environment_names_the_extra_folder(tmp_path: Path) -> None:
    """The variable's folder becomes `extra`; empty counts as not set, and what is no folder is refused."""
    lab = load(ROOT / "solutions/gpt")
    assert shelf_for(lab, {VARIABLE: str(tmp_path)}).extra == tmp_path
    assert shelf_for(lab, {VARIABLE: ""}).extra is None
    with pytest.raises(CorpusError, match=r"AUTOGRADER_CORPORA is '.*gone', which is no folder"):
        shelf_for(lab, {VARIABLE: str(tmp_path / "gone")})


# Downloads, from a server that behaves as real ones do.


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
from autograder.corpora import Shelf
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
    command = [sys.executable, "-c", FETCH.format(before=""), str(tmp_path)]
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


# The real text, where somebody has it.


@pytest.mark.skipif(
    not (Path(os.environ.get(VARIABLE) or "/nowhere") / "shakespeare.txt").exists(),
    reason=f"{VARIABLE} names no folder with shakespeare.txt",
)
def test_the_real_shakespeare() -> None:
    """On the real text, the first tokens, the split and the first batch are those that the lab publishes."""
    copy = shelf_for(load(ROOT / "solutions/gpt"), os.environ).copy("shakespeare")
    assert copy.origin == "real" and copy.corpus.vocab_size == 65
    assert hashlib.sha256(copy.text.encode()).hexdigest() == copy.corpus.sha256
    data = torch.tensor(copy.corpus.encode(copy.text))
    assert data[:9].tolist() == [18, 47, 56, 57, 58, 1, 15, 47, 58]
    train = data[: int(0.9 * len(data))]
    assert (len(train), len(data) - len(train)) == (1_003_854, 111_540)
    torch.manual_seed(1337)
    ix = torch.randint(len(train) - 8, (4,)).tolist()
    assert ix == [76049, 234249, 934904, 560986]
    assert train[ix[0] : ix[0] + 8].tolist() == [24, 43, 58, 5, 57, 1, 46, 43]
    assert train[ix[0] + 1 : ix[0] + 9].tolist() == [43, 58, 5, 57, 1, 46, 43, 39]
