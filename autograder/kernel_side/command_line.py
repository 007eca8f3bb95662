"""Takes shell command lines apart: into commands, words, options and redirections.

Runs in the student's process.
"""

import glob
import os
import shlex
from collections.abc import Sequence

SEPARATORS = frozenset({";", "&&", "||", "&", "|", "|&"})
REDIRECTIONS = frozenset({">", ">>", ">&", "&>", "<", "2>", "2>>"})
WITH_VALUE = {  # options of wget and curl that take a value which is no address
    "wget": frozenset(
        "-o -a -U -t -T -w --header --user-agent --output-file --tries --timeout --user --password".split()
    ),
    "curl": frozenset(
        "-H -A -u -X -d --header --user-agent --user --request --data --retry --max-time -m -e -b -c".split()
    ),
}


def commands_of(line: str) -> list[tuple[str, list[str]]] | None:
    """Return the commands of a line as words, each with the separator before it; None for an unclosed quote."""
    parts: list[tuple[str, list[str]]] = []
    before, words = "", list[str]()
    for text in line.replace("\\\n", " ").splitlines():
        lexer = shlex.shlex(text, posix=True, punctuation_chars=True)
        lexer.whitespace_split = True
        try:
            tokens = list(lexer)
        except ValueError:
            return None
        for token in (*tokens, ";"):
            if token in SEPARATORS:
                parts += [(before, words)] * bool(words)
                before, words = token, []
            else:
                words.append(token)
    return parts


def without_prefix(words: Sequence[str]) -> list[str]:
    """Return a command without what stands before its name: sudo, time, variables."""
    rest = list(words)
    while rest and (rest[0] in ("sudo", "time", "nohup", "exec", "-y") or ("=" in rest[0] and rest[0][0].isalpha())):
        rest.pop(0)
    return rest


def command_name(words: Sequence[str]) -> str | None:
    """Return the name of the program that a command starts, or None where it starts none."""
    rest = without_prefix(words)
    return os.path.basename(rest[0]).removesuffix(".exe") if rest else None


def runs_installer(words: Sequence[str]) -> bool:
    """Return whether a command is `python -m pip ...`."""
    rest = without_prefix(words)
    return len(rest) > 2 and rest[1] == "-m" and rest[2] in ("pip", "ensurepip", "spacy", "nltk.downloader")


def redirected(words: Sequence[str]) -> tuple[list[str], str | None, bool]:
    """Return a command without its redirections, the file that its output goes to, and whether it is appended."""
    kept, target, appends = list[str](), None, False
    rest = list(words)
    while rest:
        word = rest.pop(0)
        if word not in REDIRECTIONS:
            kept.append(word)
            continue
        errors = bool(kept) and kept[-1] in ("1", "2")
        if errors and kept.pop() == "2":
            rest[:1] = []
        elif rest and word != "<":
            target, appends = rest.pop(0), word == ">>"
    return kept, target, appends


def options_of(words: Sequence[str], named: dict[str, str], command: str) -> tuple[dict[str, str], list[str]]:
    """Return the options with a value of a download, and its addresses.

    `named` maps the spellings of options to one; `-qO x`, `-Ox` and `--output=x` are read too.
    """
    options, addresses, rest = dict[str, str](), list[str](), list(words)
    while rest:
        word = rest.pop(0)
        name, equals, value = word.partition("=")
        short = next(
            (key for key in named if len(key) == 2 and word[:1] == "-" != word[1:2] and key[1] in word[1:]), None
        )
        if word in named and rest:
            options[named[word]] = rest.pop(0)
        elif equals and name.startswith("--"):
            options[named.get(name, name)] = value
        elif word in WITH_VALUE.get(command, ()) and rest:
            rest.pop(0)
        elif short is not None:
            tail = word.partition(short[1])[2]
            value = tail or (rest.pop(0) if rest else "")
            options[named[short]] = value
        elif word == "--directory-prefix" and rest:
            options["-P"] = rest.pop(0)
        elif not word.startswith("-"):
            addresses.append(word)
    return options, addresses


def operands(words: Sequence[str]) -> list[str]:
    """Return the words of a command that are no options."""
    return [os.path.expanduser(word) for word in words if not word.startswith("-")]


def expanded(word: str) -> list[str]:
    """Return the paths that a word with wildcards stands for, or the word itself."""
    return (sorted(glob.glob(word)) or [word]) if set(word) & set("*?[") else [word]
