"""The summary of a class as one HTML page that fetches and runs nothing, so that it can be mailed and kept."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from autograder.gradebook.stats import Distribution
from autograder.gradebook.table import student_line
from autograder.messages import Catalogue
from autograder.output.page import render
from autograder.output.text import terminal_text
from autograder.people.person import Person
from autograder.summary.checks import FEWEST, NEARLY
from autograder.summary.marks import MarkBin, OpenRange
from autograder.summary.questions import QuestionStatus
from autograder.summary.summary import Summary

TEMPLATE = Path(__file__).with_suffix(".html")
LONGEST = 300  # signs of a message
FLAGS = (
    *("no_name", "seed_left", "no_rut", "printed", "cell_error", "missing_module", "never_run", "out_of_order"),
    *("no_comments", "naming_failed"),
)
TEXTS = (
    *("marks", "marks_hint", "ranges", "ranges_hint", "questions", "questions_hint", "mistakes", "mistakes_hint"),
    *("checks", "suspects", "no_suspects", "tried", "times", "slowest", "flags", "flags_hint", "needs", "needs_hint"),
    *("odd", "ordinary", "nothing", "bonus", "suspect", "numbers"),
)
COLUMNS = (
    *("mark", "settled", "possible", "students", "question", "mean", "mistake", "explanation", "check", "judged"),
    *("passed", "failed", "undecided", "said", "seconds", "submissions", "file", "flag", "reason", "student"),
)


@dataclass(frozen=True)
class HistogramBar:
    """A bar of a histogram: how many there are, and how many more there may yet be."""

    label: str
    count: int
    possible: int = 0

    @property
    def tall(self) -> int:
        """Return the height of the bar."""
        return self.count + self.possible

    @property
    def said(self) -> str:
        """Return the figures of the bar as text."""
        return f"{self.count} + {self.possible}" if self.possible else str(self.count)


def page(found: Summary, say: Catalogue) -> str:
    """Return the page of a summary as HTML; all that comes from students or files is escaped."""
    cases = found.cases
    return render(
        TEMPLATE,
        language=say.language,
        found=found,
        text=_texts(found, say),
        lead=list(_lead(found, say)),
        statuses=[(status, say(f"summary.status_{status.value}")) for status in QuestionStatus],
        mark_columns=[HistogramBar(_range(one), one.settled, one.possible) for one in found.marks.bins],
        time_columns=[HistogramBar(f"{one.low:g}–{one.high:g}", one.count) for one in found.times.bins],
        time_spread=_spread(found.times.spread, "summary.seconds", say),
        questions=list(zip(found.questions, found.stats.questions, strict=True)),
        suspects=[check for check in found.checks if check.suspect],
        flags=[(flag, say(f"summary.flag_{flag.key}") if flag.key in FLAGS else flag.key) for flag in found.flags],
        reasons={need.reason: say(f"summary.reason_{need.reason.value}") for need in found.needs},
        odd=[case for case in cases if not case.ordinary],
        ordinary=[case for case in cases if case.ordinary],
        clean=_clean,
        percent=_percent,
        mark_range=_range,
        student=_student,
    )


def _texts(found: Summary, say: Catalogue) -> Mapping[str, str]:
    return (
        {"title": say("summary.title", lab=found.title)}
        | {"checks_hint": say("summary.checks_hint", fewest=FEWEST, nearly=NEARLY)}
        | {name: say(f"summary.{name}") for name in TEXTS}
        | {f"column_{name}": say(f"summary.column_{name}") for name in COLUMNS}
    )


def _lead(found: Summary, say: Catalogue) -> Iterator[str]:
    """What the page says first: who is counted, and how the marks are spread."""
    stats, marks = found.stats, found.marks
    counted = {"settled": marks.settled, "open": marks.open, "errors": stats.errors, "absent": stats.absent}
    yield say("summary.counted", students=stats.students, **counted)
    yield say("summary.waiting", waiting=found.waiting)
    yield _spread(stats.marks, "summary.spread", say) or say("summary.no_marks")
    if not found.named:
        yield say("summary.left_out")


def _spread(found: Distribution | None, key: str, say: Catalogue) -> str:
    if found is None:
        return ""
    names = ("mean", "low", "first", "median", "third", "high")
    return say(key, count=found.count, **{name: f"{getattr(found, name):.1f}" for name in names})


def _student(person: Person, file: str) -> str:
    """Who it is, as far as somebody knows."""
    return student_line(person) or _clean(file)


def _clean(text: str) -> str:
    """A text of moderate length without control characters, which could turn the words around it."""
    return terminal_text(text if len(text) <= LONGEST else f"{text[:LONGEST]}…").plain


def _range(ends: MarkBin | OpenRange) -> str:
    return f"{ends.low:.1f}" if ends.low == ends.high else f"{ends.low:.1f}–{ends.high:.1f}"


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.0%}"
