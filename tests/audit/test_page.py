"""An audit as a page, as a table and as JSON."""

import io
import json
from html.parser import HTMLParser

import pytest
from rich.console import Console

from autograder.audit import json_report, table
from autograder.audit import page as audit_page
from autograder.audit.run import Audit
from autograder.audit.subjects import MutantChange, Subject, SubjectKind
from autograder.audit.trial import CheckOutcome, SeedDependence, SubjectRecord, Trial
from autograder.messages import catalogue
from autograder.results.verdict import Verdict

NASTY = "<script>alert('[b]é')</script>"
CHANGE = MutantChange("swap", 7, "-a @ b < c\n+b @ a < c")


def trial(
    kind: SubjectKind, name: str, verdict: Verdict, questions: tuple[str, ...] = ("d",), **record: object
) -> Trial:
    """An answer to d with one check, whose message is nasty."""
    known = questions if kind is SubjectKind.MISTAKE else ()
    made = Subject(
        kind,
        name,
        questions,
        "{}",
        known,
        explanation={"es": NASTY, "en": NASTY},
        change=CHANGE if kind is SubjectKind.MUTANT else None,
    )
    message = "" if verdict is Verdict.PASSED else NASTY
    return Trial(made, SubjectRecord((CheckOutcome("d", "test_one", verdict, message, 0.05),), **record))  # type: ignore[arg-type]


AUDIT = Audit(
    NASTY,
    "lab",
    ("d", "e"),
    (
        trial(SubjectKind.REFERENCE, "reference", Verdict.PASSED, ()),
        trial(SubjectKind.VARIANT, "d_refused", Verdict.FAILED),
        trial(SubjectKind.MISTAKE, "d_caught", Verdict.FAILED, named={"d": ("d_else",)}),
        trial(SubjectKind.MISTAKE, "d_missed", Verdict.PASSED),
        trial(SubjectKind.MISTAKE, "d_undecided", Verdict.GRADER_ERROR, defects=(NASTY,)),
        trial(
            SubjectKind.MISTAKE,
            "d_raises",
            Verdict.STUDENT_ERROR,
            seed_dependences=(SeedDependence("d", "test_one", {"passed": (1, 4)}),),
        ),
        trial(SubjectKind.MISTAKE, "d_fault", Verdict.PASSED, fault=NASTY),
        trial(SubjectKind.MUTANT, "mutant_alive", Verdict.PASSED, differs=("global x",)),
        trial(SubjectKind.MUTANT, "mutant_same", Verdict.PASSED, differs=()),
        trial(SubjectKind.RANDOM, "random_d", Verdict.PASSED),
    ),
    seeds=5,
)


class Reader(HTMLParser):
    """Reads a page: its tags with their attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("language", ["es", "en"])
def test_a_page_stands_alone(language: str) -> None:
    """The page fetches nothing, runs nothing, fits a phone, and shows what came from answers as text."""
    read = Reader(audit_page.page(AUDIT, catalogue(language)))
    tags = [tag for tag, _ in read.tags]
    assert not {"script", "link", "img", "iframe"} & set(tags)
    assert not [a for _, attributes in read.tags for a in attributes if a in ("src", "href") or a.startswith("on")]
    assert "url(" not in read.text and "@import" not in read.text
    assert any(attributes.get("name") == "viewport" for _, attributes in read.tags)
    assert dict(read.tags)["html"]["lang"] == language
    assert NASTY in read.text
    assert CHANGE.diff in read.text


def test_the_heat_map_has_a_cell_for_each_verdict() -> None:
    """Each mistake has a row, each check a column, and each cell its verdict's colour and the message."""
    read = Reader(audit_page.page(AUDIT, catalogue("es")))
    cells = [a for tag, a in read.tags if tag == "i" and "title" in a]
    assert [a["class"] for a in cells] == ["failed", "passed", "ours", "error", "passed"]
    assert [NASTY in str(a["title"]) for a in cells] == [True, False, True, True, False]
    rows = [a for tag, a in read.tags if tag == "th" and "title" in a]
    assert [a["title"] for a in rows] == [NASTY] * 5


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_terminal_says_everything_as_it_is(language: str) -> None:
    """Brackets are no markup; answers, messages, survivors and what spoils the audit are shown."""
    text = io.StringIO()
    Console(file=text, width=400).print(table.render(AUDIT, catalogue(language)))
    shown = text.getvalue()
    for trial in AUDIT.trials:
        assert (trial.subject.name in shown) is (trial.subject.kind is not SubjectKind.RANDOM)
    assert NASTY in shown and "+b @ a < c" in shown and "d_else" in shown and "1, 4" in shown
    assert shown.rstrip().splitlines()[-1].count(";") == 3, "unsuitable, shaky, misnamed, broken"


def test_of_many_answers_only_the_strange_ones_are_listed() -> None:
    """A long audit lists what is not as it should be, and nothing else."""
    many = (*AUDIT.trials, *(trial(SubjectKind.MISTAKE, f"fine_{n}", Verdict.FAILED) for n in range(table.FEW)))
    listed = {t.subject.name for t in table.listed_trials(Audit("", "", ("d",), many))}
    assert listed == {
        *("d_refused", "d_caught", "d_missed", "d_undecided", "d_raises", "d_fault", "mutant_alive"),
    }


def test_an_audit_is_plain_json() -> None:
    """The JSON survives itself, and holds what spoils the audit, the sums, each question, check and answer."""
    plain = json_report.to_json(AUDIT)
    assert json.loads(json.dumps(plain)) == plain
    assert plain["faults"] == {"unsuitable": 4, "shaky": 1, "misnamed": 1, "broken": 1} and plain["clean"] is False
    assert plain["counts"]["mutant"] == {"missed": 1, "equivalent": 1}
    assert plain["mutants"] == {"caught": 0, "all": 1, "share": 0.0}
    assert [found["question"] for found in plain["questions"]] == ["d", "e"]
    assert [found["check"] for found in plain["checks"]] == ["test_one"]
    assert [found["name"] for found in plain["trials"]] == [t.subject.name for t in AUDIT.trials]
