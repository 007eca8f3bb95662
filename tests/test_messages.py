"""Laws of the texts that people read."""

import ast
import re
import tomllib
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

import autograder
from autograder.messages import LANGUAGES, catalogue

ENGINE = Path(autograder.__file__).parent
ROOMS = {path.stem for path in ENGINE.glob("messages/*/*.toml")}
KEY = re.compile(rf"(?:{'|'.join(sorted(ROOMS))})\.(?!toml$)[a-z]\w*")
TEXTS = {language: catalogue(language).texts for language in LANGUAGES}
KEYS = sorted(set().union(*TEXTS.values()))
KEYS_OF_LABS = {"student.name"}  # a key of lab.toml, as a fault names it
FILES = sorted(ENGINE.rglob("*.py"))


@cache
def trees():
    """The engine's modules, parsed, by path."""
    return {path.relative_to(ENGINE).as_posix(): ast.parse(path.read_text("utf-8")) for path in FILES}


@cache
def words():
    """Every text in the engine's code."""
    return {
        node.value
        for tree in trees().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def placeholders(text):
    """The placeholders of a text, with what they ask of their values."""
    return {(name, convert, form) for _, name, form, convert in Formatter().parse(text) if name is not None}


def named(text):
    """The names of the values of a text."""
    return {name for name, _, _ in placeholders(text)}


def said():
    """Every key that the code names whole, with the place."""
    for file, tree in trees().items():
        within = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
        for node in ast.walk(tree):
            text = node.value if isinstance(node, ast.Constant) and id(node) not in within else None
            if isinstance(text, str) and KEY.fullmatch(text) and text not in KEYS_OF_LABS:
                yield f"{file}:{node.lineno}", text


@cache
def composed():
    """Every pattern of keys that the code composes, with the place; its groups are what is put in."""
    found = []
    for file, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr):
                parts = [re.escape(p.value) if isinstance(p, ast.Constant) else r"(\w+)" for p in node.values]
                pattern = "".join(parts)
                if re.match(rf"(?:{'|'.join(ROOMS)})\\\.", pattern):
                    found.append((f"{file}:{node.lineno}", pattern))
    return found


def is_composed(key):
    """Whether the code composes a key out of words that it holds."""
    found = [match for _, pattern in composed() if (match := re.fullmatch(pattern, key))]
    return any(set(match.groups()) <= words() for match in found)


def calls():
    """Every call that says a message, with the place: key, names of the values, whether more come by `**`."""
    for file, tree in trees().items():
        for node in ast.walk(tree):
            first = node.args[0] if isinstance(node, ast.Call) and node.args else None
            if isinstance(first, ast.Constant) and isinstance(first.value, str) and KEY.fullmatch(first.value):
                names = {keyword.arg for keyword in node.keywords}
                yield f"{file}:{node.lineno}", first.value, names


def test_both_languages_say_it_with_the_same_values():
    """Every message stands in every language, with the same placeholders."""
    for key in KEYS:
        texts = [TEXTS[language].get(key, "") for language in LANGUAGES]
        assert all(text.strip() for text in texts), key
        assert len({frozenset(placeholders(text)) for text in texts}) == 1, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_can_be_said(language):
    """Every placeholder has a name, and every message renders."""
    say = catalogue(language)
    for key, text in say.texts.items():
        assert all(name.isidentifier() for name in named(text)), key
        assert ":," not in text, f"{key}: 5,000 reads as five in Chile"
        assert say(key, **dict.fromkeys(named(text), 1))


def test_every_message_that_the_code_names_is_there():
    """Whatever `room.key` the code names stands in the catalogue."""
    missing = [(place, key) for place, key in said() if key not in KEYS]
    missing += [(place, p) for place, p in composed() if not any(re.fullmatch(p, key) for key in KEYS)]
    assert not missing


def test_every_message_is_said_somewhere():
    """No text lies in the catalogue that nothing says."""
    exact = {key for _, key in said()}
    assert not [key for key in KEYS if key not in exact and not is_composed(key)]


def test_every_message_is_said_with_its_values():
    """A call that says a message gives exactly the values that the message names."""
    found = list(calls())
    wrong = [
        (place, key, names ^ named(TEXTS["en"][key]))
        for place, key, names in found
        if key in TEXTS["en"] and None not in names and names != named(TEXTS["en"][key])
    ]
    assert len(found) > 20
    assert not wrong


def test_an_unknown_key_is_a_fault_of_ours():
    """A message that is not there raises KeyError."""
    with pytest.raises(KeyError):
        catalogue("es")("lab.never_written")


def test_an_unknown_language_reads_english():
    """A language without a catalogue falls back to English."""
    assert catalogue("tlh").texts == catalogue("en").texts


@pytest.mark.parametrize("path", sorted(ENGINE.glob("messages/*/*.toml")), ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_a_room_is_flat(path):
    """A room holds texts by key and nothing else."""
    assert all(isinstance(text, str) for text in tomllib.loads(path.read_text("utf-8")).values())
