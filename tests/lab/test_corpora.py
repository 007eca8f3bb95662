"""Laws of the corpora: what a shelf gives."""

import hashlib
import json
import os
import tomllib
from pathlib import Path
from string import Formatter

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.errors import CorpusError
from autograder.lab.corpora import VARIABLE, Shelf, shelf_for
from autograder.lab.declaration import load_lab
from autograder.messages import catalogue

ROOT = Path(__file__).parents[2]
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
    lab = load_lab(ROOT / "solutions/gpt")
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
    lab = load_lab(ROOT / "solutions/gpt")
    assert shelf_for(lab, {VARIABLE: str(tmp_path)}).extra == tmp_path
    assert shelf_for(lab, {VARIABLE: ""}).extra is None
    with pytest.raises(CorpusError, match=r"AUTOGRADER_CORPORA is '.*gone', which is no folder"):
        shelf_for(lab, {VARIABLE: str(tmp_path / "gone")})


# The real text, where somebody has it.


@pytest.mark.skipif(
    not (Path(os.environ.get(VARIABLE) or "/nowhere") / "shakespeare.txt").exists(),
    reason=f"{VARIABLE} names no folder with shakespeare.txt",
)
def test_the_real_shakespeare() -> None:
    """On the real text, the first tokens, the split and the first batch are those that the lab publishes."""
    copy = shelf_for(load_lab(ROOT / "solutions/gpt"), os.environ).copy("shakespeare")
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
