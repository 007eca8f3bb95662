"""The corpora that a lab's models are trained on: the profile of each, and its real text or built-in sample."""

import errno
import hashlib
import os
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import ConfigDict, TypeAdapter, ValidationError

from autograder.errors import CorpusError
from autograder.lab.declaration import Lab
from autograder.lab.download import Progress, download, keep

VARIABLE = "AUTOGRADER_CORPORA"


@dataclass(frozen=True)
class Corpus:
    """The profile of a text: its name, length, sorted vocabulary and address.

    `guessed` lists the indices of those control characters of which only the place in the vocabulary is known.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    name: str
    title: str
    file: str
    licence: str
    url: str
    characters: int
    vocabulary: str
    sha256: str | None = None
    guessed: tuple[int, ...] = ()

    @property
    def vocab_size(self) -> int:
        """Return the number of different characters."""
        return len(self.vocabulary)

    @cached_property
    def _index(self) -> dict[str, int]:
        return {character: index for index, character in enumerate(self.vocabulary)}

    def encode(self, text: str) -> list[int]:
        """Return the index of each character; raise CorpusError for one that is not in the vocabulary."""
        try:
            return [self._index[character] for character in text]
        except KeyError as error:
            raise CorpusError("corpus.unknown_character", name=self.name, character=error.args[0]) from None

    def decode(self, ids: Iterable[int]) -> str:
        """Return the text of some indices; raise CorpusError for one that is outside the vocabulary."""
        return "".join(self._character(index) for index in ids)

    def _character(self, index: int) -> str:
        if not 0 <= index < self.vocab_size:
            raise CorpusError("corpus.unknown_index", name=self.name, index=index, last=self.vocab_size - 1)
        return self.vocabulary[index]

    def allows(self, vocabulary: str) -> bool:
        """Return whether a text with this vocabulary can be the corpus; a guessed character may be any control one."""
        return len(vocabulary) == self.vocab_size and all(
            ours == theirs or (index in self.guessed and theirs < " ")
            for index, (ours, theirs) in enumerate(zip(self.vocabulary, vocabulary, strict=True))
        )


@dataclass(frozen=True)
class Copy:
    """A text that was read, and whether it is the real one; `corpus` has the vocabulary of exactly this text."""

    corpus: Corpus
    text: str
    origin: Literal["real", "sample"]


@dataclass
class Shelf:
    """The corpora of a data folder; `extra` is a folder of real texts that is searched first.

    A text is read and verified once and then kept, so that one shelf always returns the same text.
    """

    folder: Path
    extra: Path | None = None
    _copies: dict[str, Copy] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __reduce__(self) -> "tuple[type[Shelf], tuple[Path, Path | None]]":
        return Shelf, (self.folder, self.extra)  # in another process the texts are read anew, and not sent along

    def names(self) -> tuple[str, ...]:
        """Return the names of the corpora that have a profile here, sorted."""
        return tuple(sorted(path.stem for path in self.folder.glob("*.toml")))

    def profile(self, name: str) -> Corpus:
        """Return the profile of a corpus, with the vocabulary of the text in use; raise CorpusError as `copy` does."""
        return self.copy(name).corpus

    def text(self, name: str) -> str:
        """Return the real text if it is available, else the sample; raise CorpusError as `copy` does."""
        return self.copy(name).text

    def origin(self, name: str) -> Literal["real", "sample"]:
        """Return whether `text` gives the real text or the sample; raise CorpusError as `copy` does."""
        return self.copy(name).origin

    def copy(self, name: str) -> Copy:
        """Return the real text, verified, if it is available, else the sample.

        Raises CorpusError for an unknown name, and for a file that cannot be read or is not the corpus.
        """
        if name not in self._copies:
            self._copies[name] = self._find(self._declared(name))
        return self._copies[name]

    def fetch(self, name: str, on_progress: Progress, timeout: float = 30.0) -> Path:
        """Download the real text into the folder, unless it is already there, and return its path.

        `on_progress` is called with the bytes received and the bytes announced, if any; `timeout` is how many seconds
        the server may stay silent. Raises CorpusError; no partial file is left behind.
        """
        corpus = self._declared(name)
        path = self.folder / corpus.file
        if not _is_whole(corpus, path):
            data = download(corpus, on_progress, timeout)
            _verify(corpus, data, "corpus.bad_download", where=corpus.url)
            keep(path, data)
            self._copies.pop(name, None)
        return path

    def _declared(self, name: str) -> Corpus:
        if name not in self.names():
            raise CorpusError("corpus.unknown", name=name, folder=self.folder, known=", ".join(self.names()) or "-")
        return _profile(self.folder / f"{name}.toml")

    def _find(self, corpus: Corpus) -> Copy:
        for folder in filter(None, (self.extra, self.folder)):
            path = folder / corpus.file
            data = _read(path)
            if data is not None:
                return _verify(corpus, data, "corpus.corrupt", where=path)
        return _sample(corpus, self.folder / "samples" / f"{corpus.name}.txt")


def shelf_for(lab: Lab, environ: Mapping[str, str] = os.environ) -> Shelf:
    """Return the shelf of a lab; raise CorpusError if AUTOGRADER_CORPORA names something that is no folder."""
    value = environ.get(VARIABLE, "")
    extra = Path(value).expanduser() if value else None
    if extra and not extra.is_dir():
        raise CorpusError("corpus.no_extra", variable=VARIABLE, value=value)
    return Shelf(lab.data_folder, extra)


def _profile(path: Path) -> Corpus:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        corpus = TypeAdapter(Corpus).validate_python(table | {"name": path.stem})
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise CorpusError("corpus.bad_profile", path=path, what=key, fault=first["msg"]) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CorpusError("corpus.no_toml", path=path, fault=error) from None
    except OSError as error:
        raise CorpusError("corpus.unreadable", path=path, fault=error.strerror) from None
    rules = {
        "vocabulary": ("sorted, each character once", _vocabulary(corpus.vocabulary) == corpus.vocabulary != ""),
        "file": ("a file name without folders", Path(corpus.file).name == corpus.file != ""),
        "sha256": ("64 hex digits", corpus.sha256 is None or re.fullmatch("[0-9a-f]{64}", corpus.sha256)),
        "characters": ("> 0", corpus.characters > 0),
        "guessed": ("0 ... len(vocabulary) - 1", all(0 <= index < corpus.vocab_size for index in corpus.guessed)),
    }
    for key, (rule, holds) in rules.items():
        if not holds:
            raise CorpusError("corpus.bad_profile", path=path, what=key, fault=rule)
    return corpus


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError as error:
        if isinstance(error, FileNotFoundError) and not path.is_symlink():
            return None
        raise CorpusError("corpus.unreadable", path=path, fault=error.strerror) from None


def _text(data: bytes) -> str:
    # As `open(...).read()` in the notebook gives it, which is what the declared numbers of characters count.
    return data.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")


def _vocabulary(text: str) -> str:
    return "".join(sorted(set(text)))


def _verify(corpus: Corpus, data: bytes, key: str, where: object) -> Copy:
    def fault(what: str, found: object, expected: object) -> CorpusError:
        return CorpusError(key, name=corpus.name, where=where, what=what, found=found, expected=expected)

    try:
        text = _text(data)
    except UnicodeDecodeError as error:
        raise fault("encoding", f"0x{data[error.start]:02x} @ {error.start}", "UTF-8") from None
    if len(text) != corpus.characters:
        raise fault("characters", len(text), corpus.characters)
    vocabulary = _vocabulary(text)
    if not corpus.allows(vocabulary):
        raise fault("vocabulary", *_difference(vocabulary, corpus.vocabulary))
    checksum = hashlib.sha256(data).hexdigest()
    if corpus.sha256 not in (None, checksum):
        raise fault("sha256", checksum, corpus.sha256)
    return Copy(replace(corpus, vocabulary=vocabulary), text, "real")


def _difference(actual: str, expected: str) -> tuple[str, str]:
    ours, theirs = _vocabulary("".join(set(actual) - set(expected))), _vocabulary("".join(set(expected) - set(actual)))
    return f"{len(actual)} (+{ours[:20]!r})", f"{len(expected)} (+{theirs[:20]!r})"


def _sample(corpus: Corpus, path: Path) -> Copy:
    data = _read(path)
    if data is None:
        raise CorpusError("corpus.unreadable", path=path, fault=os.strerror(errno.ENOENT))
    text = data.decode("utf-8", errors="replace")
    if _vocabulary(text) != corpus.vocabulary:
        actual, expected = _difference(_vocabulary(text), corpus.vocabulary)
        raise CorpusError("corpus.bad_sample", path=path, found=actual, expected=expected)
    return Copy(corpus, text, "sample")


def _is_whole(corpus: Corpus, path: Path) -> bool:
    try:
        data = _read(path)
        return data is not None and bool(_verify(corpus, data, "corpus.corrupt", where=path))
    except CorpusError:
        return False  # to download it anew is what mends it
