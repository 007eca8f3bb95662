"""Answers that are known to be right or wrong, and the notebooks of students who give them.

A mistake must be caught by some check, a variant must pass every check, and an empty answer, which computes nothing,
must earn next to nothing. Each is put into the reference notebook,
where its cells replace the reference's code of their questions. Several mistakes of one question are joined into one
answer, where they are replacements in the same base.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from autograder.errors import LabError
from autograder.lab import mistakes, variants
from autograder.lab.answer_cells import SEPARATOR, AnswerCell, split
from autograder.lab.declaration import Lab
from autograder.lab.master import Master
from autograder.lab.mistakes import Hunk, Mistake
from autograder.lab.variants import WHOLE, Variant

Kind = Literal["mistake", "variant", "empty"]


@dataclass(frozen=True)
class KnownAnswer:
    """A mistake, a variant or an empty answer, in cells; `place` is where it is declared.

    `question` is "*" for a variant that is a whole notebook; `explanation` is given in every language; `known_as` is
    the name that a report gives to a mistake, `hunks` are the replacements that make it of the answer `base_text`.
    """

    kind: Kind
    name: str
    question: str
    place: str
    explanation: Mapping[str, str]
    cells: tuple[AnswerCell, ...]
    known_as: str = ""
    hunks: tuple[Hunk, ...] = ()
    base_text: str = ""


@dataclass(frozen=True)
class _Texts:
    """What mistakes are made from: all mistakes and variants by name, and the reference's answers by question."""

    wrong: Mapping[str, Mistake]
    right: Mapping[str, Variant]
    reference: Mapping[str, str]
    master: Master

    def answer(self, mistake: Mistake) -> KnownAnswer:
        """Return a mistake as an answer; raise LabError for bases and hunks that do not fit, and for unsound code."""
        base = "" if mistake.answer else self._base(mistake)
        made = known_mistake(mistake, mistake.answer or self._exchanged(mistake, base))
        return replace(made, hunks=mistake.hunks, base_text=base)

    def _of(self, mistake: Mistake, above: Sequence[str]) -> str:
        """The text of a mistake's answer; `above` are the names that led to it, each one based on the next."""
        if mistake.name in above:
            circle = " → ".join((*above, mistake.name))
            raise LabError("known_answers.circular_base", place=mistake.place, circle=circle)
        return mistake.answer or self._exchanged(mistake, self._base(mistake, above))

    def _base(self, mistake: Mistake, above: Sequence[str] = ()) -> str:
        if not mistake.base:
            if mistake.question not in self.reference:
                raise _no_code(mistake.place, mistake.question, self.reference)
            return self.reference[mistake.question]
        base: Mistake | Variant | None = self.wrong.get(mistake.base) or self.right.get(mistake.base)
        if base is None or base.question != mistake.question:
            raise LabError(
                "known_answers.unknown_base", place=mistake.place, base=mistake.base, question=mistake.question
            )
        return base.text if isinstance(base, Variant) else self._of(base, (*above, mistake.name))

    def _exchanged(self, mistake: Mistake, text: str) -> str:
        return exchanged(text, mistake.hunks, mistake.place, mistake.base or self.master.path.name)


def exchanged(text: str, hunks: Sequence[Hunk], place: str, base: str) -> str:
    """Return a text with each hunk's piece replaced, one after the other.

    Raises LabError, naming `place` and `base`, for a piece that does not occur exactly once.
    """
    # the text ends with the end of its last line, so that a hunk may replace that line as any other
    text = f"{text.rstrip()}\n"
    for number, hunk in enumerate(hunks, start=1):
        count = occurrences(text, hunk.replace)
        if count != 1:
            raise LabError(
                "known_answers.fits_often" if count else "known_answers.fits_nowhere",
                place=place,
                number=number,
                count=count,
                base=base,
                piece=hunk.replace.strip("\n"),
            )
        text = text.replace(hunk.replace, hunk.by)
    return text


def read_all(lab: Lab, master: Master) -> tuple[KnownAnswer, ...]:
    """Read the mistakes of a lab, by question, its variants, by name, and its empty answers.

    Raises LabError for a file that cannot be read, a replaced piece that does not occur exactly once, an unknown or
    circular `base`, and code that does not compile.
    """
    right = {variant.name: variant for variant in variants.read(lab)}
    wrong = {mistake.name: mistake for mistake in mistakes.read(lab)}
    texts = _Texts(wrong, right, _reference(master), master)
    wrong_answers = [texts.answer(mistake) for mistake in wrong.values() if mistake.has_answer]
    empty = mistakes.read(lab, mistakes.EMPTY)
    empty_answers = [replace(texts.answer(answer), kind="empty") for answer in empty]
    return (*wrong_answers, *(known_variant(variant) for variant in right.values()), *empty_answers)


def known_mistake(mistake: Mistake, text: str) -> KnownAnswer:
    """Return a mistake whose answer is `text`, split into cells; raise LabError as `known_variant` does."""
    cells = tuple(split(text, mistake.question))
    return _sound(
        KnownAnswer(
            "mistake", mistake.name, mistake.question, mistake.place, mistake.explanation, cells, mistake.known_as
        )
    )


def joined(parts: Sequence[KnownAnswer], name: str) -> KnownAnswer:
    """Return the answer that makes several mistakes of one question: their hunks, applied in order to their base.

    Raises LabError for a mistake that is given whole, for mistakes of different bases, and for a hunk that does not fit
    exactly once after those before it.
    """
    first = parts[0]
    for part in parts:
        if not part.hunks or part.base_text != first.base_text:
            raise LabError("known_answers.not_joined", names=name, place=part.place, other=first.place)
    text = first.base_text
    for part in parts:
        text = exchanged(text, part.hunks, part.place, name)
    cells = tuple(split(text, first.question))
    return _sound(KnownAnswer("mistake", name, first.question, name, {}, cells))


def known_variant(variant: Variant) -> KnownAnswer:
    """Return a variant, split into cells; raise LabError for code that is missing or does not compile."""
    cells = tuple(split(variant.text, variant.question, variant.line))
    return _sound(KnownAnswer("variant", variant.name, variant.question, str(variant.path), variant.explanation, cells))


def build(answer: KnownAnswer, master: Master) -> dict[str, Any]:
    """Return, as JSON values, the notebook of a student who answers like the reference except for this answer.

    Raises LabError for a question for which the master notebook has no code.
    """
    reference = master.reference()
    if answer.question == WHOLE:
        return reference | {"cells": [_cell(cell, answer.name, n) for n, cell in enumerate(answer.cells)]}
    answers: dict[str, list[AnswerCell]] = {}
    for answer_cell in answer.cells:
        answers.setdefault(answer_cell.question, []).append(answer_cell)
    answered = {cell.question for cell in master.answer_cells.values()}
    for question, question_cells in answers.items():
        if question not in answered:
            raise _no_code(f"{answer.place}:{question_cells[0].line}", question, answered)
    cells: list[dict[str, Any]] = []
    for master_cell, cell in zip(master.reference_cells, reference["cells"], strict=True):
        if not (master_cell.is_answer and master_cell.question in answers):
            cells.append(cell)
            continue
        # all that the answer says of a question stands where the reference's first cell stood
        cells += [
            _cell(question_cells, master_cell.question, n)
            for n, question_cells in enumerate(answers[master_cell.question])
        ]
        answers[master_cell.question] = []
    return reference | {"cells": cells}


def _sound(answer: KnownAnswer) -> KnownAnswer:
    if not any(cell.kind == "code" for cell in answer.cells):
        raise LabError("known_answers.no_code", place=answer.place)
    for cell in answer.cells:
        if fault := cell.syntax_fault():
            raise LabError("known_answers.no_syntax", place=answer.place, line=fault[0], fault=fault[1])
    return answer


def _reference(master: Master) -> dict[str, str]:
    """The reference's code of each question, its cells set apart as in the text of an answer."""
    sources: dict[str, list[str]] = {}
    for master_cell, cell in zip(master.reference_cells, master.reference()["cells"], strict=True):
        if master_cell.is_answer:
            sources.setdefault(master_cell.question, []).append(cell["source"])
    return {question: SEPARATOR.join(cells) for question, cells in sources.items()}


def occurrences(text: str, piece: str) -> int:
    """Return how often a piece occurs in a text; occurrences may overlap."""
    return sum(text.startswith(piece, at) for at in range(len(text) - len(piece) + 1))


def _no_code(place: str, question: str, known: Collection[str]) -> LabError:
    return LabError("known_answers.unknown_question", place=place, question=question, known=", ".join(sorted(known)))


def _cell(cell: AnswerCell, question: str, number: int) -> dict[str, Any]:
    id = re.sub(r"[^\w-]", "-", f"{question}-{number:03}")[-64:]
    notebook_cell: dict[str, Any] = {"cell_type": cell.kind, "id": id, "metadata": {}, "source": cell.source}
    return notebook_cell | ({"execution_count": None, "outputs": []} if cell.kind == "code" else {})
