"""Laws of what a student reads."""

from dataclasses import replace

from hypothesis import given
from hypothesis.strategies import data

from autograder.export.feedback import LONGEST, feedback_text, question_findings, question_lines
from autograder.lab.price_list import MistakePrice
from autograder.messages import catalogue
from autograder.people.person import Person
from autograder.results.pricing import price_question
from autograder.results.question_result import NamedMistake
from autograder.results.verdict import Status


def test_it_says_what_failed_and_nothing_of_ours(lab, stand):
    """Title, message and hint of what failed and the likeliest mistake; no name of a check, no fault of the grader."""
    text = feedback_text(stand(a=1.0, f=2.0, z=0.0), lab)
    assert "a) Vocabulario: 1 de 4" in text
    assert "La forma es (B, T). Se vio <2>. Pista: Mira T." in text
    assert "Falta ordenar." in text
    assert "Puntos: 3 de 6. Nota: 4.0" in text
    assert not any(secret in text for secret in ("test_", "secreto", "Está bien", "Algo nuestro"))


def test_it_speaks_the_language_of_the_lab(lab, stand):
    """The lab's language, whatever the terminal's."""
    assert "1 of 4" in feedback_text(stand(a=1.0), replace(lab, language="en"))


@given(data=data())
def test_a_question_that_waits_shows_no_number(lab, classes, data):
    """A question has a line with its points, or one that says that a person reads it."""
    for record in data.draw(classes):
        lines = feedback_text(record, lab).split("\n")
        for question in lab.questions:
            line = next(line for line in lines if line.startswith(f"{question.id}) "))
            assert ("persona" in line) == (record.points(question.id) is None)


def test_what_is_not_there_is_one_line(lab, stand):
    """An untouched notebook's feedback is a line or two a question, and what several checks saw alike is said once."""
    made = stand(Person(), a=0.0)
    answered = made.result.questions["a"]
    alike = [replace(answered.checks[1], name=f"test_{n}", hint=f"Pista {n}.") for n in range(9)]
    for status, length in (("missing", 1), ("failed", 1)):
        found = replace(answered, status=Status(status), checks=tuple(alike), mistakes=())
        record = replace(made, result=replace(made.result, questions={"a": found}))
        assert len(question_findings(lab.questions[0], record, catalogue("es"))) == length
        text = feedback_text(record, lab)
        assert ("Sin respuesta. Se vio <2>." in text) is (status == "missing")
        assert ("otras pruebas: 8" in text and "Pista 0." in text) is (status == "failed")


def test_the_points_that_a_reader_sees_add_up(lab, stand):
    """What is taken off stands before its reason, with what it explains below, and comes to the points of the question.

    What holds by itself is not among what does not hold. Points that a person gave follow from no line, and so none has
    a number.
    """
    made = stand(a=0.0).result.questions["a"]
    along = replace(made.checks[1], name="test_along", title="Vale sola.", failed_with="test_secreto", points=0.0)
    named = (NamedMistake("a_x", "Falta X.", "x es 1."), *made.mistakes)
    wrong = replace(made, checks=(*made.checks[:2], along), mistakes=named)
    explains = frozenset({("test_secreto", "failed")})
    prices = {name: MistakePrice(name, 0.75, "", "", explains) for name in ("a_x", "a_wrong")}
    dear = {name: replace(price, points=3.0) for name, price in prices.items()}

    def lines(prices, **given):
        answered = price_question(lab.questions[0], wrong, prices)
        record = stand(a=0.0)
        result = replace(record.result, questions={"a": answered})
        return question_lines(lab.questions[0], replace(record, result=result, **given), catalogue("es"))

    title, first, below, second, _, total = lines(prices)
    assert title == "a) Vocabulario: 2.5 de 4" and total == "  4 − 0.75 − 0.75 = 2.5."
    assert first == "• −0.75: Falta X. Se ve en que x es 1." and second.startswith("• −0.75: Falta ordenar.")
    assert below == "  Por esto no se cumple: La forma es (B, T)."
    assert lines(dear)[0] == "a) Vocabulario: 0 de 4" and lines(dear)[-1].startswith("  4 − 3 − 3 sería menos")
    alike = "(Lo mismo vieron otras pruebas: 1.)"
    assert lines({})[2:] == [f"• −1: La forma es (B, T). Se vio <2>. {alike} Pista: Mira T."]
    by_hand = lines(prices, manual={"a": 3.0})
    assert by_hand[0] == "a) Vocabulario: 3 de 4 (puntos dados a mano)"
    assert len(by_hand) == 5 and not any("−" in line for line in by_hand)


def test_a_long_message_is_one_short_line(lab, stand):
    """What student code says is one line, without control characters, and no longer than a line should be."""
    made = stand(Person(), a=0.0)
    answered = made.result.questions["a"]
    shouting = replace(answered.checks[1], message="\x1b[31m=cmd\n" * 1000)
    result = replace(made.result, questions={"a": replace(answered, checks=(shouting,), mistakes=())})
    lines = feedback_text(replace(made, result=result), lab).split("\n")
    assert len(lines) == 5
    assert max(map(len, lines)) <= LONGEST + 2 and "\x1b" not in "".join(lines)


def test_a_rule_bars_no_answer_that_a_person_reads(lab, stand):
    """A rule that takes the points of a notebook with errors takes those of its code; what is written waits."""
    record = stand(a=0.0, f=None)
    barred = {id: replace(answered, barred=True) for id, answered in record.result.questions.items()}
    record = replace(record, result=replace(record.result, questions=barred))
    told = {question.id: question_findings(question, record, catalogue("es")) for question in lab.questions}
    rule = f"• {catalogue('es')('export.barred')}"
    assert rule in told["a"] and rule not in told["f"]
