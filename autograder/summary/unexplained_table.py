"""Shows the unexplained failures of a class in a terminal, and writes the notes of a draft that is made from one."""

from collections.abc import Iterator, Mapping, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from autograder.gradebook.table import student_line
from autograder.lab.mistakes import Mistake
from autograder.messages import Catalogue
from autograder.output.text import format_points, terminal_text, visible
from autograder.summary.example_code import ExampleCode
from autograder.summary.unexplained import UnexplainedAnswer, UnexplainedCheck, UnexplainedGroup

MOST_GROUPS = 30
MOST_CHECKS = 3  # of a group in the table of all groups
MOST_LINES = 60  # of the code of an answer
LONGEST = 300  # characters of what a check says, and those that are shown in the table of all groups
LONGEST_IN_TABLE = 150

KnownMistakes = Mapping[str, Mistake]


def all_groups(groups: Sequence[UnexplainedGroup], known: KnownMistakes, say: Catalogue) -> RenderableType:
    """Return a table of the largest groups, with what to do next; `known` are the mistakes of the lab by name."""
    if not groups:
        return terminal_text(say("unexplained.none"))
    table = Table(box=None, padding=(0, 2, 1, 0))
    for column in ("students", "question", "pattern", "points", "failed", "example"):
        right = column in ("students", "points")
        table.add_column(
            say(f"unexplained.{column}"), justify="right" if right else "left", no_wrap=column == "pattern"
        )
    for group in groups[:MOST_GROUPS]:
        lines = [*_beside(group, known, say), *(_said(check, LONGEST_IN_TABLE) for check in group.checks[:MOST_CHECKS])]
        if len(group.checks) > MOST_CHECKS:
            lines.append(terminal_text(say("unexplained.more_checks", count=len(group.checks) - MOST_CHECKS), "dim"))
        cells = (str(group.students), group.question, group.pattern, _cost(group.points))
        table.add_row(*cells, Text("\n").join(lines), terminal_text(_whose(group.answers[0])))
    more = len(groups) - MOST_GROUPS
    hints = [say("unexplained.next_step"), *([say("unexplained.more_groups", count=more)] if more > 0 else [])]
    return Group(table, *(terminal_text(hint, "dim") for hint in hints))


def one_group(
    group: UnexplainedGroup, known: KnownMistakes, code: ExampleCode | None, say: Catalogue
) -> RenderableType:
    """Return all that is known of one group: its checks, its students, and the code of one answer, if it was found."""
    counted = say("unexplained.group", students=group.students, question=group.question, pattern=group.pattern)
    lines = [terminal_text(counted, "bold"), *_beside(group, known, say)]
    lines += [Text(f"{_cost(check.points)}  ").append_text(_said(check)) for check in group.checks]
    lines += [Text(), terminal_text(say("unexplained.theirs")), *(terminal_text(_whose(a)) for a in group.answers)]
    if code is None:
        lines += [Text(), terminal_text(say("unexplained.no_code", question=group.question), "dim")]
    else:
        shown = [terminal_text(say("unexplained.code", file=code.file)), *(Text(line) for line in _code_lines(code))]
        lines += [Text(), *shown]
    return Group(*lines)


def notes(group: UnexplainedGroup, code: ExampleCode | None, say: Catalogue) -> Iterator[str]:
    """Yield the lines that tell a draft's writer what was seen; they name no student and no file."""
    yield say("unexplained.seen", students=group.students)
    for check in group.checks:
        yield f"  {check.name} ({_cost(check.points)}): {_said(check).plain}"
    if group.mistakes:
        yield say("unexplained.beside", names=_counted(group.mistakes))
    if code is not None:
        yield say("unexplained.example_code")
        yield from (f"  {line}" for line in _code_lines(code))


def _beside(group: UnexplainedGroup, known: KnownMistakes, say: Catalogue) -> list[Text]:
    """Who has this pattern in the catalogue already, and which mistakes are named beside it."""
    lines = []
    same_question = (mistake for mistake in known.values() if mistake.question == group.question)
    owner = next((mistake for mistake in same_question if group.pattern in mistake.patterns), None)
    if owner is not None:
        state = "unexplained.draft" if owner.price is None else "unexplained.described"
        lines.append(terminal_text(say(state, name=owner.name), "green"))
    if group.mistakes:
        lines.append(terminal_text(say("unexplained.beside", names=_counted(group.mistakes))))
    unpriced = [name for name in group.mistakes if name not in known or known[name].price is None]
    if unpriced:
        lines.append(terminal_text(say("unexplained.unpriced", names=", ".join(unpriced)), "yellow"))
    return lines


def _counted(students: Mapping[str, int]) -> str:
    return ", ".join(f"{name} ({count})" for name, count in students.items())


def _said(check: UnexplainedCheck, longest: int = LONGEST) -> Text:
    text = f"{check.title} {check.message}".rstrip()
    return terminal_text(text if len(text) <= longest else f"{text[: longest - 1]}…")


def _code_lines(code: ExampleCode) -> list[str]:
    lines = visible(code.code).expandtabs(4).splitlines()
    return [*lines[:MOST_LINES], *(["…"] if len(lines) > MOST_LINES else [])]


def _cost(points: float) -> str:
    return f"−{format_points(points)}" if points else "0"


def _whose(answer: UnexplainedAnswer) -> str:
    """The file of an answer, with the student's name where somebody knows it."""
    return " · ".join(filter(None, (student_line(answer.person), answer.file)))
