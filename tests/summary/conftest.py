"""A small lab, and students with every kind of record."""

from collections.abc import Callable, Mapping
from html.parser import HTMLParser

import pytest
from hypothesis.strategies import (
    SearchStrategy,
    booleans,
    builds,
    dictionaries,
    fixed_dictionaries,
    integers,
    just,
    lists,
    none,
    one_of,
    sampled_from,
    text,
)

from autograder.lab.declaration import Lab, Mark, Question
from autograder.people.person import NOBODY, Person
from autograder.results.question_result import CheckResult, NamedMistake, QuestionResult
from autograder.results.record import StudentRecord
from autograder.results.result import Environment, Flag, Result, SubmissionInfo
from autograder.results.verdict import Status, Verdict
from autograder.sandbox.level import Level

LAB = Lab(
    "mini",
    "Laboratorio <2>",
    (
        Question("a", "Atención", "code", 2.0),
        Question("f", "Razones", "written", 1.0),
        Question("z", "Extra", "code", 0.5, bonus=True),
    ),
    mark=Mark(1.0, 7.0),
)
WORTH = {question.id: question.points for question in LAB.questions}
STATUSES = {0.0: Status.FAILED, None: Status.MANUAL}


def checked(verdict: Verdict, message: str = "", name: str = "test_a") -> CheckResult:
    """A check with a verdict."""
    return CheckResult(name, f"Título de {name}.", verdict, 1.0, None, message, "", 0.1)


def answered(
    id: str, points: float | None, status: Status | None = None, checks: tuple[CheckResult, ...] = (), *names: str
) -> QuestionResult:
    """A question that earned some points; where no status is given, that which the points have."""
    usual = STATUSES.get(points, Status.PASSED if points == WORTH[id] else Status.PARTIAL)
    named = tuple(NamedMistake(name, f"Qué es {name}.", "visto") for name in names)
    return QuestionResult(id, status or usual, points, WORTH[id], id == "z", {}, checks, named)


def record(
    person: Person = NOBODY,
    file: str = "lab.ipynb",
    manual: Mapping[str, float] | None = None,
    seconds: float = 1.0,
    flags: tuple[str, ...] = (),
    **questions: QuestionResult | float | None,
) -> StudentRecord:
    """Where somebody stands who was graded, from answers, or just their points."""
    made = {id: q if isinstance(q, QuestionResult) else answered(id, q) for id, q in questions.items()}
    where = Environment("cpu", Level.NONE, "0", "3", "2", {}, seconds, "")
    raised = tuple(Flag(key, "dicho") for key in flags)
    handed = SubmissionInfo(file, "0", None, None, None, False)
    result = Result("mini", handed, 0.0, 3.0, 0.0, 0.0, 0.0, None, (1.0, 7.0), made, {}, (), (), raised, where)
    return StudentRecord(person, file, result, "", manual or {})


def _classes() -> SearchStrategy[list[StudentRecord]]:
    people = builds(Person, id=text("0123456789", max_size=3), name=text(max_size=8))
    messages = text(max_size=8)
    checks = lists(builds(checked, sampled_from(Verdict), messages, sampled_from(["test_1", "test_2"])), max_size=2)
    names = lists(sampled_from(["a_wrong", "a_worse"]), max_size=2, unique=True)

    def answer(id: str) -> SearchStrategy[QuestionResult]:
        points = none() | sampled_from([0.0, WORTH[id] / 4, WORTH[id]])
        made = builds(lambda p, c, n: answered(id, p, None, tuple(c), *n), points, checks, names)
        return made | just(answered(id, 0.0, Status.MISSING))

    answers = fixed_dictionaries({id: answer(id) for id in WORTH})
    manual = dictionaries(sampled_from(sorted(WORTH)), sampled_from([0.0, 0.5]), max_size=3)
    flags = lists(sampled_from(["no_name", "printed", "newer_than_this"]), max_size=3).map(tuple)
    graded = builds(
        lambda p, m, s, f, q: record(p, "x/lab.ipynb", m, s, f, **q),
        *(people, manual, integers(0, 3000).map(lambda n: n / 10), flags, answers),
    )
    failed = builds(
        lambda p, e, doubt: StudentRecord(p, "x/roto.ipynb", None, f"roto {e}", in_doubt=doubt),
        *(people, messages, booleans()),
    )
    return lists(one_of(graded, graded, graded, failed, builds(StudentRecord, people)), max_size=8)


@pytest.fixture(scope="session")
def lab() -> Lab:
    """A lab with a question of code, a written one, and a bonus."""
    return LAB


@pytest.fixture(scope="session")
def stand() -> Callable[..., StudentRecord]:
    """Makes the record of somebody who was graded."""
    return record


@pytest.fixture(scope="session")
def answer() -> Callable[..., QuestionResult]:
    """Makes an answered question."""
    return answered


@pytest.fixture(scope="session")
def check() -> Callable[..., CheckResult]:
    """Makes a check with a verdict."""
    return checked


@pytest.fixture(scope="session")
def classes() -> SearchStrategy[list[StudentRecord]]:
    """Classes in which anything may have become of anybody."""
    return _classes()


class Reader(HTMLParser):
    """Reads a page: its tags with their attributes, its text, and the cells of its tables by id."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.tables: dict[str, list[list[str]]] = {}
        self.table: list[list[str]] = []
        self.inside = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "table":
            self.table = self.tables[str(dict(attrs)["id"])] = []
        elif tag == "tr":
            self.table.append([])
        elif tag == "td":
            self.table[-1].append("")
            self.inside = True

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "td"

    def handle_data(self, data: str) -> None:
        self.text += data
        if self.inside:
            self.table[-1][-1] += data

    def rows(self, id: str) -> list[list[str]]:
        """The cells of a table, without its head; none where the page does not have it."""
        return [row for row in self.tables.get(id, []) if row]


@pytest.fixture(scope="session")
def reader() -> type[Reader]:
    """What reads a page."""
    return Reader
