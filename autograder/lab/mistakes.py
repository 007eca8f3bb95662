"""Known mistakes: wrong answers that students give, in one file a question, `mistakes/d.toml` for question d.

A mistake is a table, named after the question and what is wrong:

    [d_no_scale]
    explanation = "No se divide por la raíz de d_k."
    price = "serious"
    evidence = "tus puntajes son {times} veces los de la fórmula."
    replace = ' * k.size(-1) ** -0.5'
    with = ""

`explanation` says what is wrong, and `evidence` what shows it in a student's own numbers, with the values that a
diagnosis gives in braces; each is in the lab's language, or in several (`explanation.es`, `explanation.en`). `named` is
the mistake under whose name this one goes, where that is another. `price` is what it costs: a severity of
`autograder.lab.rubric`, or points; without one, and without a record of which checks it fails, what the checks of the
question give counts. The answer is the reference's with one piece
exchanged (`replace`, `with`) or several (`hunks`, a list of such pairs, applied in order), each of which must be found
exactly once; where `base` names a variant or another mistake of the question, that one's answer takes the reference's
place. Or the answer is given whole, as `answer`, which `answer_cells` splits. With `patterns`, which `autograder
unexplained` tells, a mistake is also named where checks failed in one of these ways; then it needs no answer. While
such a mistake has neither answer nor price it is a draft, whose explanation may still be empty: nothing names it.

Answers that compute nothing stand in the folder `empty` in the same form. They are no mistakes to be named: an audit
tries that they earn next to nothing.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.errors import LabError
from autograder.lab.declaration import Lab
from autograder.lab.rubric import Price, Severity
from autograder.lab.translations import translations

FOLDER = "mistakes"
EMPTY = "empty"  # the folder of answers that compute nothing, which are declared in the same way
NAMES = ("named", "base")
PAIR = ("replace", "with")
KEYS = ("explanation", "price", "evidence", "patterns", *NAMES, *PAIR, "hunks", "answer")
# how an answer may be given
WAYS = (["answer"], [*PAIR], ["hunks"], ["base", *PAIR], ["base", "hunks"])


@dataclass(frozen=True)
class Hunk:
    """A piece of an answer and its replacement; a piece may be part of a line or several lines."""

    replace: str
    by: str


@dataclass(frozen=True)
class Mistake:
    """A mistake as its file declares it; `explanation` and `evidence` are given in every language.

    Its answer is `answer` if that is not empty; otherwise it is the answer of `base`, or of the reference if that is
    empty, with the replacements in `hunks`. Without any of these it is known by its `patterns` alone.
    """

    name: str
    question: str
    path: Path
    explanation: Mapping[str, str]
    evidence: Mapping[str, str]
    named: str = ""
    base: str = ""
    hunks: tuple[Hunk, ...] = ()
    answer: str = ""
    price: Price | None = None
    patterns: tuple[str, ...] = ()

    @property
    def has_answer(self) -> bool:
        """Return whether an answer is given that makes this mistake."""
        return bool(self.answer or self.hunks)

    @property
    def known_as(self) -> str:
        """Return the name that a report gives it; it is another mistake's if this one is equivalent."""
        return self.named or self.name

    @property
    def place(self) -> str:
        """Return where it is declared: the file and the name of the table."""
        return f"{self.path} [{self.name}]"


def read(lab: Lab, folder: str = FOLDER) -> tuple[Mistake, ...]:
    """Read all mistakes in a folder of a lab, by question; raise LabError that names file, mistake and fault."""
    paths = sorted((lab.folder / folder).glob("*.toml"))
    ids = [question.id for question in lab.questions]
    for path in paths:
        if path.stem not in ids:
            raise LabError("known_answers.no_question", path=path, question=path.stem, known=", ".join(ids))
    return tuple(mistake for path in paths for mistake in read_file(path, lab.language))


def of_question(lab: Lab, question: str) -> dict[str, Mistake]:
    """Read the mistakes of one question, by name; none if it has no file. Raises LabError as `read` does."""
    path = lab.folder / FOLDER / f"{question}.toml"
    return {mistake.name: mistake for mistake in read_file(path, lab.language)} if path.is_file() else {}


def read_file(path: Path, language: str) -> tuple[Mistake, ...]:
    """Read one file of mistakes; `language` is the lab's. Raises LabError as `read` does."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise LabError("known_answers.unreadable", path=path, fault=error) from None
    except tomllib.TOMLDecodeError as error:
        raise LabError("known_answers.bad_toml", path=path, fault=error) from None
    declared = tuple(_mistake(path, name, table, language) for name, table in tables.items())
    for mistake in declared:
        if mistake.known_as not in tables:
            raise LabError("known_answers.unknown_name", place=mistake.place, name=mistake.named, file=path.name)
    return declared


def _mistake(path: Path, name: str, table: Any, language: str) -> Mistake:
    place, question = f"{path} [{name}]", path.stem
    if not name.startswith(f"{question}_"):
        raise LabError("known_answers.bad_name", place=place, name=name, question=question)
    if not isinstance(table, dict):
        raise LabError("known_answers.no_table", place=place, value=table)
    _refuse_unknown(place, table, KEYS)
    made_of = [key for key in ("base", "answer", *PAIR, "hunks") if key in table]
    draft = bool(table.get("patterns")) and not made_of and "price" not in table and table.get("explanation") == ""
    texts_by_key = {
        key: translations(value, language) for key, value in table.items() if key in ("explanation", "evidence")
    }
    for key, texts in ({"explanation": None} | texts_by_key).items():
        if texts is None and not (draft and key == "explanation"):
            raise LabError("known_answers.bad_text", place=place, key=key, value=table.get(key), language=language)
    for key in (*NAMES, "answer"):
        if key in table:
            _text(place, table, key)
    patterns = table.get("patterns", [])
    if not isinstance(patterns, list) or not all(isinstance(pattern, str) and pattern for pattern in patterns):
        raise LabError("known_answers.bad_patterns", place=place, value=patterns)
    if made_of not in WAYS and (made_of or not patterns):
        raise LabError("known_answers.one_answer", place=place, given=", ".join(made_of) or "-")
    return Mistake(
        name=name,
        question=question,
        path=path,
        explanation=texts_by_key["explanation"] or {},
        evidence=texts_by_key.get("evidence") or {},
        named=table.get("named", ""),
        base=table.get("base", ""),
        hunks=tuple(_hunks(place, table)),
        answer=table.get("answer", ""),
        price=_price(place, table),
        patterns=tuple(patterns),
    )


def _price(place: str, table: dict[str, Any]) -> Price | None:
    """The price of a mistake; one that goes under another's name costs what that one does."""
    value = table.get("price")
    if value is None:
        return None
    if "named" in table:
        raise LabError("known_answers.price_of_other", place=place, name=table["named"])
    if isinstance(value, str) and value in list(Severity):
        return Severity(value)
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < float("inf"):
        return float(value)
    raise LabError("known_answers.bad_price", place=place, value=value, known=", ".join(Severity))


def _hunks(place: str, table: dict[str, Any]) -> Iterator[Hunk]:
    pairs = table.get("hunks", [{key: table[key] for key in PAIR}] if "replace" in table else None)
    if pairs is None:
        return
    if not isinstance(pairs, list) or not pairs or not all(isinstance(pair, dict) for pair in pairs):
        raise LabError("known_answers.bad_hunks", place=place, value=pairs)
    for pair in pairs:
        _refuse_unknown(place, pair, PAIR)
        yield Hunk(_text(place, pair, "replace"), _text(place, pair, "with", may_be_empty=True))


def _refuse_unknown(place: str, table: dict[str, Any], known: tuple[str, ...]) -> None:
    for key in table:
        if key not in known:
            raise LabError("known_answers.unknown_key", place=place, key=key, known=", ".join(known))


def _text(place: str, table: dict[str, Any], key: str, may_be_empty: bool = False) -> str:
    value = table.get(key)
    if not isinstance(value, str) or not (value.strip() or may_be_empty):
        raise LabError("known_answers.no_text", place=place, key=key, value=value)
    return value
