"""Where the answers of a notebook stand: the names that each needs, and the cell after which it is complete."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from autograder.lab.declaration import Lab, Question
from autograder.notebook.question_headings import question_starts, section
from autograder.notebook.submission import Submission
from autograder.source.name_flow import NameFlow
from autograder.source.training import StatementPlace


@dataclass(frozen=True)
class AnswerPlaces:
    """The questions that are answered once a cell has run, by the cell's index; and the names that an answer needs."""

    complete: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    needed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def answer_places(
    submission: Submission, sources: Mapping[int, str], watched: Iterable[StatementPlace], lab: Lab
) -> AnswerPlaces:
    """Find the answers of a notebook, whose code cells by index are `sources`.

    An answer is complete after the last cell below its heading that sets one of its names, or after the last such cell
    of the notebook where there is none below the heading: what defines the name again elsewhere is an extra.
    """
    flow = NameFlow.of(sources)
    starts = question_starts(submission.cells, lab)
    complete: dict[int, tuple[str, ...]] = {}
    needed: dict[str, tuple[str, ...]] = {}
    for question in lab.questions:
        names = _answer_names(question, flow, watched, lab)
        if not names:
            continue
        cells = {statement.cell for statement in flow.setting(_defined(question, flow, lab) or names)}
        start = starts.get(question.id)
        own = {cell.index for cell in section(submission.cells, starts, start)} if start is not None else set()
        last = max(cells & own or cells)
        needed[question.id] = tuple(sorted(flow.needed(names, last)))
        complete[last] = (*complete.get(last, ()), question.id)
    return AnswerPlaces(complete, needed)


def _answer_names(question: Question, flow: NameFlow, watched: Iterable[StatementPlace], lab: Lab) -> set[str]:
    """Return the names that a notebook gives to what a question asks for, or that its training statements use."""
    trained = {spelling for name in question.trains for spelling in lab.spellings(name)}
    names = _defined(question, flow, lab)
    for place in watched if trained else ():
        training = NameFlow.of({place.cell: place.text})
        uses = {name for statement in training.statements for name in (*statement.uses, *statement.sets)}
        if flow.needed(uses, place.cell) & trained:
            names |= uses | trained
    return names


def _defined(question: Question, flow: NameFlow, lab: Lab) -> set[str]:
    spellings = {spelling.lower() for name in question.defines for spelling in lab.spellings(name)}
    return {name for statement in flow.statements for name in statement.sets if name.lower() in spellings}
