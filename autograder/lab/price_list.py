"""What the mistakes of a question cost, and which failed checks each of them explains."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from autograder.errors import LabError
from autograder.lab import mistakes
from autograder.lab.declaration import Lab, Question
from autograder.lab.mistakes import Mistake
from autograder.lab.rubric import Severity
from autograder.lab.signatures import Signature, outdated, read_signatures
from autograder.messages import Catalogue

MOST_NAMES = 5  # mistakes that are named in one line


@dataclass(frozen=True)
class MistakePrice:
    """What a mistake costs: its points, and its severity where the lab gives one.

    `explains` are pairs of a check and a verdict: what the checks say of answers that make this mistake. `patterns` are
    those of failures that a person has recognised as this mistake.
    """

    name: str
    points: float
    severity: str
    explanation: str
    explains: frozenset[tuple[str, str]] = frozenset()
    patterns: tuple[str, ...] = ()


@dataclass(frozen=True)
class PriceList:
    """The prices of all mistakes of a lab that have one, by question and name; a question without any is left out."""

    prices: Mapping[str, Mapping[str, MistakePrice]] = field(default_factory=dict)

    def of(self, question: str) -> Mapping[str, MistakePrice]:
        """Return the prices of a question's mistakes by name."""
        return self.prices.get(question, {})

    @property
    def points(self) -> dict[str, float]:
        """Return the points that each mistake costs, by name."""
        return {name: price.points for prices in self.prices.values() for name, price in prices.items()}


def read_price_list(
    lab: Lab, only: Collection[str] | None = None, signatures: Mapping[str, Signature] | None = None
) -> PriceList:
    """Read the prices of a lab's mistakes and the record of which checks these fail, of the questions in `only` or all.

    `signatures` take the place of that record. Raises LabError for a file of mistakes or signatures that cannot be
    read.
    """
    asked = [question for question in lab.questions if question.checked and (only is None or question.id in only)]
    if signatures is None:
        signatures = read_signatures(lab) if asked else {}
    listed = {
        question.id: _prices(question, mistakes.of_question(lab, question.id), signatures, lab) for question in asked
    }
    return PriceList({id: prices for id, prices in listed.items() if prices})


def outdated_line(lab: Lab, say: Catalogue, only: Collection[str] | None = None) -> str:
    """Return a sentence about priced mistakes of which no audit has recorded, or not lately, what they fail; else "".

    Without that record, or with an old one, they may explain too little, and the sum of the checks counts. `only` are
    the names, as results tell them, of the mistakes that matter.
    """
    known = mistakes.read(lab)
    priced = {mistake.name for mistake in known if mistake.price is not None}
    asked = priced if only is None else priced.intersection(only)
    concerned = {mistake.name for mistake in known if mistake.known_as in asked}
    old = [name for name in outdated(lab, known, read_signatures(lab)) if name in concerned] if concerned else []
    if not old:
        return ""
    few = len(old) <= MOST_NAMES
    names = ", ".join(old[:MOST_NAMES]) + ("" if few else ", …")
    answers = f" {' '.join(old)}" if few else ""  # with few of them, the audit that is asked for is a short one
    return say("lab.old_signatures", count=len(old), names=names, folder=lab.folder, answers=answers)


def _prices(
    question: Question, known: Mapping[str, Mistake], signatures: Mapping[str, Signature], lab: Lab
) -> dict[str, MistakePrice]:
    explained: dict[str, set[tuple[str, str]]] = {}
    for mistake in known.values():
        if mistake.name in signatures:
            explained.setdefault(mistake.known_as, set()).update(signatures[mistake.name].pairs)
    for mistake in known.values():
        if isinstance(mistake.price, float) and mistake.price > question.points_of_checks:
            values = {"place": mistake.place, "value": mistake.price, "most": question.points_of_checks}
            raise LabError("known_answers.price_too_high", **values)
    return {
        name: MistakePrice(
            name=name,
            points=lab.rubric.points(mistake.price, question),
            severity=mistake.price if isinstance(mistake.price, Severity) else "",
            explanation=mistake.explanation[lab.language],
            explains=frozenset(explained.get(name, ())),
            patterns=mistake.patterns,
        )
        for name, mistake in known.items()
        if mistake.price is not None
    }
