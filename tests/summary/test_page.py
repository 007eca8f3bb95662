"""Laws of the page: its numbers are those of the records, it stands alone, and shows all as text."""

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis.strategies import data

from autograder import messages
from autograder.messages import catalogue
from autograder.people.person import Person
from autograder.results.question_result import Unexplained
from autograder.results.record import StudentRecord
from autograder.results.verdict import Status, Verdict
from autograder.summary.page import FLAGS, LONGEST, page
from autograder.summary.summary import anonymous, summarize

NASTY = "<script>alert('é\u202e🎉')</script> http://x.cl \x1b[2J"
SHOWN = "<script>alert('é 🎉')</script> http://x.cl  [2J"
SIZES = [0, 1, 3]


@pytest.fixture(scope="session")
def read(reader, lab):
    """Reads the page of a class."""
    return lambda class_, hide=lambda found: found: reader(page(hide(summarize(class_, lab)), catalogue("es")))


def count(cell):
    """The number that a cell begins with."""
    return int(cell.split()[0])


@settings(deadline=None, max_examples=60)
@given(data())
def test_questions_are_counted_by_hand(classes, lab, read, data):
    """The cells of each question are what one counts in the records with a pencil."""
    class_ = data.draw(classes)
    there = [s for s in class_ if s.result or s.error or s.manual]
    rows = read(class_).rows("questions")
    assert len(rows) == len(lab.questions)
    for question, row in zip(lab.questions, rows, strict=True):
        tally = Counter()
        for s in there:
            points, result = s.points(question.id), s.result
            if points is None:
                tally["waits" if result else "ungraded"] += 1
            elif question.id not in s.manual and result.questions[question.id].status is Status.MISSING:
                tally["missing"] += 1
            else:
                tally["full" if points >= question.points else "partial" if points else "none"] += 1
        order = ("full", "partial", "none", "missing", "waits", "ungraded")
        assert [count(cell) for cell in row[2:8]] == [tally[status] for status in order]
        known = [points for s in there if (points := s.points(question.id)) is not None]
        share = f"{sum(known) / len(known) / question.points:.0%}" if known else "–"
        assert row[8].split() == [share, f"({len(known)})"]


@settings(deadline=None, max_examples=60)
@given(data())
def test_marks_and_lists_are_counted_by_hand(classes, lab, read, data):
    """Marks, ranges, mistakes, checks and flags on the page are what one counts in the records with a pencil."""
    class_ = data.draw(classes)
    shown = read(class_)
    totals = [total for s in class_ if (total := s.total(lab))]
    settled = [t.mark for t in totals if t.mark is not None]
    assert sum(count(row[1]) for row in shown.rows("marks")) == len(settled)
    ranges = Counter("–".join(f"{m:.1f}" for m in dict.fromkeys(t.mark_range)) for t in totals if t.mark is None)
    assert {row[0]: count(row[1]) for row in shown.rows("ranges")} == ranges
    results = [s.result for s in class_ if s.result]
    named = Counter(
        (id, name) for r in results for id, q in r.questions.items() for name in {m.name for m in q.mistakes}
    )
    assert {(row[0], row[1]): count(row[2]) for row in shown.rows("mistakes")} == named
    judged, passed = Counter(), Counter()
    for r in results:
        for id, q in r.questions.items():
            for c in q.checks if q.status is not Status.MISSING else ():
                judged[id, c.name] += c.verdict is not Verdict.SKIPPED
                passed[id, c.name] += c.verdict is Verdict.PASSED
    cells = {(row[0], row[1].split("Título")[0].split()[0]): row[2:4] for row in shown.rows("checks")}
    failing = {key: [str(n), str(passed[key])] for key, n in judged.items() if n > passed[key]}
    assert cells == failing
    flags = Counter(key for r in results for key in {flag.key for flag in r.flags})
    assert sorted(count(row[1]) for row in shown.rows("flags")) == sorted(flags.values())
    assert sum(count(row[1]) for row in shown.rows("times")) == len(results)


def test_the_page_counts_the_class(read, stand):
    """The first lines count the settled, the open, those with an error and the absent apart."""
    graded = [stand(a=2.0, f=1.0, z=0.0), stand(a=2.0, f=None, z=0.0)]
    shown = read([*graded, StudentRecord(Person("1"), "x", None, "vacío"), *[StudentRecord(Person("2"))] * 3])
    assert (
        "6 estudiantes: 1 con nota, 1 con nota abierta, 1 sin corregir por un error, 3 no entregaron nada."
        in shown.text
    )
    assert "2 esperan a una persona" in shown.text
    assert [row[0] for row in shown.rows("ranges")] == ["3.0–4.0"]


def test_a_picture_says_what_its_table_says(read, stand, reader):
    """A histogram has a title and a description with the numbers of its table, and columns as tall as they are."""
    shown = read([stand(a=2.0, f=1.0, z=0.0)] * 2 + [stand(a=0.0, f=1.0, z=0.0), stand(a=2.0, f=None, z=0.0)])
    assert [a["role"] for tag, a in shown.tags if tag == "svg"] == ["img", "img"]
    ids = {a["id"] for _, a in shown.tags if "id" in a}
    assert {name for tag, a in shown.tags if tag == "svg" for name in a["aria-labelledby"].split()} <= ids
    said = "; ".join(f"{m}: {s} + {p}" if p != "0" else f"{m}: {s}" for m, s, p in shown.rows("marks"))
    assert said in shown.text
    tall = [float(a["height"]) for tag, a in shown.tags if tag == "rect" and a.get("class") == "solid"][:12]
    most = max(int(s) + int(p) for _, s, p in shown.rows("marks"))
    assert tall == [pytest.approx(125 * int(s) / most, abs=0.1) for _, s, _ in shown.rows("marks")]


@pytest.mark.parametrize("size", SIZES)
def test_a_class_of_any_size_has_a_page(read, stand, size):
    """There is a page for nobody, for one and for three, and for those who handed in nothing."""
    for class_ in ([stand(a=2.0, f=None)] * size, [StudentRecord(Person("1"))] * size):
        shown = read(class_)
        assert f"{size} estudiantes" in shown.text
        assert len(shown.rows("questions")) == 3


@pytest.fixture(scope="module")
def nasty(stand, answer, check):
    """A class in which everything that comes from a student is nasty."""
    who = Person("1", f"{NASTY} nombre", "", "", "")
    checks = (check(Verdict.STUDENT_ERROR, f"{NASTY} mensaje"), check(Verdict.GRADER_ERROR, f"{NASTY} duda", "test_b"))
    unknown = Unexplained(("test_a",), "4f3a")
    asked = replace(answer("a", None, Status.ERROR, checks, "a_wrong"), unexplained=unknown)
    return [
        stand(who, f"{NASTY} archivo", a=asked, f=None, flags=("no_rut",)),
        StudentRecord(who, "x", None, f"{NASTY} falla"),
        *[stand(a=answer("a", 0.0, None, (check(Verdict.FAILED, "no", "test_hard"),)))] * 5,
    ]


def test_a_page_stands_alone(read, nasty):
    """The page fetches nothing, runs nothing, links only within itself, and shows what students wrote as plain text."""
    shown = read(nasty)
    assert not {"script", "link", "img", "iframe", "object", "use"} & {tag for tag, _ in shown.tags}
    assert not [a for _, names in shown.tags for a in names if a == "src" or a.startswith("on")]
    links, places = ({n[key] for _, n in shown.tags if key in n} for key in ("href", "id"))
    assert links == {"#check-a-test_a", "#mistake-a_wrong", "#pattern-a-4f3a"} and {a[1:] for a in links} <= places
    assert not re.search(r"url\((?!#)|@import", shown.text)
    for what in ("nombre", "mensaje", "duda", "archivo", "falla"):
        assert f"{SHOWN} {what}" in shown.text
    assert "\x1b" not in shown.text and "\u202e" not in shown.text


def test_a_suspect_check_is_pointed_out_in_words(read, nasty):
    """A check that nobody passes stands in the list of suspects, and its row says so without colour."""
    shown = read(nasty)
    assert "a · test_hard" in shown.text
    assert [row[1].count("casi nadie") for row in shown.rows("checks")] == [1, 0, 0]


def test_an_anonymous_page_knows_nobody(read, nasty):
    """Nothing of a student is on an anonymous page, and its counts are the same."""
    named, hidden = read(nasty), read(nasty, anonymous)
    assert "http://x.cl" in named.text and "http://x.cl" not in hidden.text
    assert not {"archivo", "x"} & {cell for rows in hidden.tables.values() for row in rows for cell in row}
    assert [row[:5] for row in hidden.rows("unexplained")] == [row[:5] for row in named.rows("unexplained")]
    for table in ("marks", "questions", "mistakes", "times", "flags", "needs"):
        assert hidden.rows(table) == named.rows(table)
    assert not hidden.rows("odd") and not hidden.rows("ordinary")
    assert [row[:7] for row in hidden.rows("checks")] == [row[:7] for row in named.rows("checks")]


def test_a_long_message_is_cut(read, stand, answer, check):
    """A message that goes on for pages does not."""
    shown = read([stand(a=answer("a", 0.0, None, (check(Verdict.FAILED, "x" * 5000),)))])
    assert f"{'x' * LONGEST}…" in shown.text and "x" * (LONGEST + 1) not in shown.text


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_every_flag_has_a_name(stand, lab, reader, language):
    """Each kind of flag that the grader raises has a name, and one that is not known shows its key."""
    engine = "".join(path.read_text("utf-8") for path in Path(messages.__file__).parents[1].rglob("*.py"))
    raised = set(re.findall(r'Flag\("(\w+)"', engine))
    assert raised == set(FLAGS)
    class_ = [stand(flags=(*FLAGS, "newer<than>this"))]
    shown = reader(page(summarize(class_, lab), catalogue(language)))
    names = [row[0] for row in shown.rows("flags")]
    assert len(names) == len(FLAGS) + 1 and "newer<than>this" in names and not set(names) & set(FLAGS)
