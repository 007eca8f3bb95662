"""Answers what a notebook asks its user: with the default that a question names, or else with yes.

Runs in the student's process.
"""

import re
from typing import Any

OPTIONS = re.compile(r"[\[(]\s*([^\[\]()]{1,40}?)\s*[\])]")
ALTERNATIVES = re.compile(r"\s*(?:/|\||,|\bo\b|\bor\b)\s*")
MENU = re.compile(r"(?:^|[\s\[(])(\d)\s*[).:=-]\s*\S")
YES = ("s", "si", "sí", "y", "yes")
ENTER = re.compile(r"(?i)\benter\b|\bintro\b|\breturn\b|tecla|any key|contin[uú]")
FILES = re.compile(r"(?i)archivo|fichero|ruta|\bpath\b|\bfile|corpus|dataset")
NUMBERS = re.compile(
    r"(?i)semilla|seed|\brut\b|cu[aá]nt|n[uú]mero|cantidad|how many|number|pasos|steps|iter|[eé]poc|epoch"
)
ENGLISH = re.compile(r"(?i)\b(?:the|do|you|want|train|now|continue|press|load|run|yes|model|should|would)\b|\(?y/n\)?")
NUMBER = "100"
LEAVING = ("", "n", "no", "q", "salir", "exit", "quit", "fin", "end", "0", "-1")
PATIENCE = 8  # answers to one cell before it is told what ends most loops
LAST = 40  # answers to one cell before there is no more input


class Answer(str):
    """An answer, in any case of letters; a yes equals every other yes, and what is no number is the number one."""

    def __eq__(self, other: object) -> bool:
        """Return whether another text says the same."""
        if not isinstance(other, str):
            return False
        words = [str.__str__(text).strip().casefold() for text in (self, other)]
        return words[0] == words[1] or all(word in YES for word in words)

    def __ne__(self, other: object) -> bool:
        """Return whether another text says something else."""
        return not self == other

    __hash__ = str.__hash__

    def __int__(self) -> int:
        """Return the number that the text is, or 1."""
        return int(str.__str__(self)) if self.isdecimal() else 1

    def __float__(self) -> float:
        """Return the number that the text is, or 1.0."""
        return float(int(self))

    def lower(self) -> "Answer":
        """Return the same answer."""
        return Answer(str.lower(self))

    casefold = lower

    def upper(self) -> "Answer":
        """Return the same answer in capitals."""
        return Answer(str.upper(self))

    def strip(self, *characters: Any) -> "Answer":
        """Return the same answer without what stands around it."""
        return Answer(str.strip(self, *characters))


class Prompts:
    """Answers one prompt after another, and ends a cell that asks for ever; `file` is the answer to one for a file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.asked = 0

    def reset(self) -> None:
        """Begin a new cell."""
        self.asked = 0

    def answer(self, prompt: Any = "", *_arguments: Any, **_named: Any) -> str:
        """Return the answer to a prompt; raises EOFError where one cell asks too often."""
        self.asked += 1
        if self.asked > LAST:
            raise EOFError("no more input")
        if self.asked > PATIENCE:
            return Answer(LEAVING[self.asked % len(LEAVING)])
        return Answer(default_answer(str(prompt), self.file))


def default_answer(prompt: str, file: str) -> str:
    """Return the answer that a prompt asks for: its default, its yes, a number, nothing, or a file's name."""
    found = OPTIONS.findall(prompt)
    for inside in reversed(found):
        chosen = _among([part.strip("'\" ") for part in ALTERNATIVES.split(inside) if part.strip()])
        if chosen is not None:
            return chosen
    bare = re.search(r"(?i)(?<!\w)([syn]|s[ií]|yes|no)\s*/\s*([syn]|s[ií]|yes|no)(?!\w)", prompt)
    chosen = _among([bare[1], bare[2]]) if bare else None
    if chosen is not None:
        return chosen
    menu = MENU.search(prompt)
    if menu:
        return menu[1]
    if ENTER.search(prompt) and "?" not in prompt:
        return ""
    if FILES.search(prompt) and "?" not in prompt:
        return file
    if NUMBERS.search(prompt) and not re.match(r"\W*(?:quieres|deseas|do you|want)\b", prompt, re.IGNORECASE):
        return NUMBER
    return "y" if ENGLISH.search(prompt) else "s"


def _among(options: list[str]) -> str | None:
    """The default among alternatives: the one in capitals, else the yes, else the first number; None if unclear."""
    lowered = [option.lower() for option in options]
    if len(options) == 1:
        text = lowered[0]
        name, _, value = text.rpartition("=") if "=" in text else text.rpartition(":")
        if re.fullmatch(r"[\d.]+|" + "|".join(YES), value.strip()) or name.startswith(("default", "por defecto")):
            return value.strip()
        return None
    yes = [option for option, low in zip(options, lowered, strict=True) if low in YES]
    if not yes and not all(option.isdecimal() for option in options):
        return None
    capital = [option for option in options if option.isupper()]
    if len(capital) == 1:
        return capital[0]
    return yes[0] if yes else options[0]
