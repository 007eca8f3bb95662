"""Renders the summary of a class as one HTML page without scripts or external files, to be mailed and kept."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from autograder.gradebook.stats import Distribution
from autograder.gradebook.table import student_line
from autograder.messages import Catalogue
from autograder.output.page import render
from autograder.output.text import format_points, terminal_text
from autograder.people.person import Person
from autograder.summary.checks import FEWEST, NEARLY
from autograder.summary.marks import MarkBin, OpenRange
from autograder.summary.questions import QuestionStatus
from autograder.summary.summary import Summary

TEMPLATE = Path(__file__).with_suffix(".html")
LONGEST = 300  # signs of a message
MOST_GROUPS = 40  # of unexplained failures, the largest
FLAGS = (
    *(
        "no_name",
        "seed_left",
        "no_rut",
        "printed",
        "cell_error",
        "passed_over",
        "replaced_file",
        "missing_module",
        "never_run",
        "out_of_order",
    ),
    *("no_comments", "naming_failed"),
)
TEXTS = (
    *("marks", "marks_hint", "ranges", "ranges_hint", "questions", "questions_hint", "mistakes", "mistakes_hint"),
    *("unexplained", "unexplained_hint", "unexplained_none"),
    *("checks", "suspects", "no_suspects", "tried", "times", "slowest", "flags", "flags_hint", "needs", "needs_hint"),
    *("odd", "ordinary", "nothing", "bonus", "suspect", "numbers"),
)
COLUMNS = (
    *("mark", "settled", "possible", "students", "question", "mean", "mistake", "explanation", "check", "judged"),
    *("passed", "failed", "undecided", "said", "seconds", "submissions", "file", "flag", "reason", "student", "opened"),
    *("price", "charged", "pattern", "points", "said_there", "beside", "example"),
)


@dataclass(frozen=True)
class HistogramBar:
    """A bar of a histogram: how many there are, and how many more are possible."""

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


def page(summary: Summary, say: Catalogue) -> str:
    """Return the page of a summary as HTML; all text that comes from students or files is escaped."""
    cases = summary.cases
    return render(
        TEMPLATE,
        language=say.language,
        found=summary,
        text=_texts(summary, say),
        lead=list(_lead(summary, say)),
        statuses=[(status, say(f"summary.status_{status.value}")) for status in QuestionStatus],
        mark_columns=[HistogramBar(_range(bin), bin.settled, bin.possible) for bin in summary.marks.bins],
        time_columns=[HistogramBar(f"{bin.low:g}–{bin.high:g}", bin.count) for bin in summary.times.bins],
        time_spread=_spread(summary.times.spread, "summary.seconds", say),
        questions=list(zip(summary.questions, summary.stats.questions, strict=True)),
        suspects=[check for check in summary.checks if check.suspect],
        groups=summary.unexplained[:MOST_GROUPS],
        more_groups=_more_groups(summary, say),
        patterns=_patterns(summary),
        flags=[(flag, say(f"summary.flag_{flag.key}") if flag.key in FLAGS else flag.key) for flag in summary.flags],
        reasons={need.reason: say(f"summary.reason_{need.reason.value}") for need in summary.needs},
        odd=[case for case in cases if not case.ordinary],
        ordinary=[case for case in cases if case.ordinary],
        clean=_clean,
        number=format_points,
        percent=_percent,
        mark_range=_range,
        student=_student,
    )


def _patterns(summary: Summary) -> Mapping[tuple[str, str], list[str]]:
    """The patterns of the shown groups in which each check stands unexplained, by its question and name."""
    patterns: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for group in summary.unexplained[:MOST_GROUPS]:
        for check in group.checks:
            patterns[group.question, check.name].append(group.pattern)
    return patterns


def _more_groups(summary: Summary, say: Catalogue) -> str:
    more = len(summary.unexplained) - MOST_GROUPS
    return say("unexplained.more_groups", count=more) if more > 0 else ""


def _texts(summary: Summary, say: Catalogue) -> Mapping[str, str]:
    return (
        {"title": say("summary.title", lab=summary.title)}
        | {"checks_hint": say("summary.checks_hint", fewest=FEWEST, nearly=NEARLY)}
        | {name: say(f"summary.{name}") for name in TEXTS}
        | {f"column_{name}": say(f"summary.column_{name}") for name in COLUMNS}
    )


def _lead(summary: Summary, say: Catalogue) -> Iterator[str]:
    """What the page says first: who is counted, and how the marks are spread."""
    stats, marks = summary.stats, summary.marks
    counted = {"settled": marks.settled, "open": marks.open, "errors": stats.errors, "absent": stats.absent}
    yield say("summary.counted", students=stats.students, **counted)
    if stats.doubts:
        yield say("summary.doubts", count=stats.doubts)
    yield say("summary.waiting", waiting=summary.waiting)
    yield _spread(stats.marks, "summary.spread", say) or say("summary.no_marks")
    if not summary.named:
        yield say("summary.left_out")


def _spread(values: Distribution | None, key: str, say: Catalogue) -> str:
    if values is None:
        return ""
    names = ("mean", "low", "first", "median", "third", "high")
    return say(key, count=values.count, **{name: f"{getattr(values, name):.1f}" for name in names})


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
