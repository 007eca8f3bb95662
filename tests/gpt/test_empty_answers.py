"""What a notebook earns that implements nothing."""

from autograder.audit import subjects
from autograder.audit.run import MOST_FOR_NOTHING
from autograder.audit.subject_grading import AuditSetup, grade_subject
from autograder.audit.subjects import SubjectKind
from autograder.audit.trial import Trial
from autograder.lab import known_answers, master
from autograder.lab.corpora import shelf_for

NOTHING = ("a_character_codes", "d_plain_averages", "e_square", "g_identity", "h_bias_alone", "i_random_gradients")


def test_a_notebook_that_computes_nothing_earns_nothing(gpt, here) -> None:
    """Where each question has an answer of the right form that computes nothing, none earns more than a tenth."""
    read = master.read(gpt.folder / gpt.notebook)
    empty = {answer.name: answer for answer in known_answers.read_all(gpt, read) if answer.kind == "empty"}
    subject = subjects.combination_subject([empty[name] for name in NOTHING], read)
    record = grade_subject(subject, AuditSetup(gpt, shelf_for(gpt), here))
    for question in subject.questions:
        alone = subjects.Subject(SubjectKind.EMPTY, question, (question,), "{}")
        assert Trial(alone, record).share <= MOST_FOR_NOTHING, question


def test_every_question_has_empty_answers(gpt) -> None:
    """Each question that has checks and asks for definitions or for a loop has answers that compute nothing."""
    read = master.read(gpt.folder / gpt.notebook)
    empty = {answer.question for answer in known_answers.read_all(gpt, read) if answer.kind == "empty"}
    assert empty == {question.id for question in gpt.questions if question.checked}
