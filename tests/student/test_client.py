"""Laws of what passes between a check and the student's process, beyond those that the student's verbs hold."""

import dataclasses
import itertools
import time
from collections.abc import Iterator

import pytest

from autograder.grading.live_submission import open_submission
from autograder.kernel_side.wire import Global, Ref
from autograder.lab.corpora import shelf_for
from autograder.lab.declaration import Limits
from autograder.messages import catalogue
from autograder.results.verdict import Verdict
from autograder.student.client import MAX_TROUBLES, Client
from autograder.student.exceptions import StudentFault, StudentTimeout, Undecided
from autograder.student.student import Student

NOTEBOOK = """
import os
def spin():
    while True: pass
def die(): os._exit(1)
def todo(): raise NotImplementedError("a")
def wrong(): return undefined
def greedy(): return bytearray(1 << 50)
def hoard():
    global kept
    kept = []
    while True: kept.append(bytearray(16 << 20))
size = 3
"""
SAY = catalogue("en")
FRESH = (f"question {number}" for number in itertools.count())


@pytest.fixture(scope="module")
def student(tiny, written, here) -> Iterator[Student]:
    """A live notebook."""
    lab = dataclasses.replace(tiny(), limits=Limits(10, 5, 200, memory=512))
    with open_submission(written(NOTEBOOK), lab, shelf_for(lab), here) as opened:
        yield opened.student


@pytest.fixture
def talk(student) -> Iterator[Client]:
    """A client of it, in the middle of a check."""
    talk = Client(student.session, SAY)
    talk.begin(next(FRESH), 10)
    yield talk
    talk.finish()


def call(talk: Client, name: str) -> object:
    """Call a function of the notebook."""
    return talk.ask("call", target=Global(name), method=None, arguments=[], named={}, keep=None)


def size(talk: Client) -> object:
    """The global `size`, as it is now."""
    return talk.ask("get", target=Global("size"), path=[], keep=None)


def test_numbers_are_never_given_twice(talk):
    """What is kept goes by a number that nothing had before, also after the end of a check and a death."""
    kept = [talk.keep("get", target=Global("size"), path=[]), talk.define("one", "one = 1")]
    talk.finish()
    talk.begin(next(FRESH), 10)
    with pytest.raises(StudentFault):
        call(talk, "die")
    talk.begin(next(FRESH), 10)
    kept.append(talk.define("one", "one = 1"))
    assert len({reference.id for reference in kept}) == 3
    assert talk.ask("get", target=kept[-1], path=[], keep=None) == 1


def test_swaps_undo_each_other_in_any_order(talk):
    """Restoring an outer swap undoes the inner ones with it; restoring the inner one first leaves the outer."""
    outer, inner = talk.replace_globals({"size": 4}, {}), talk.replace_globals({"size": 5}, {})
    talk.restore_globals(inner)
    assert (size(talk), talk.snapshots) == (4, [outer])
    talk.replace_globals({"size": 6}, {})
    talk.restore_globals(outer)
    assert (size(talk), talk.snapshots) == (3, [])


def test_without_globals_there_are_none_and_then_again(talk):
    """A fresh swap takes away what the notebook defined and leaves what is given; restoring it brings all back."""
    snapshot = talk.replace_globals({"other": 1}, {}, fresh=True)
    with pytest.raises(StudentFault) as caught:
        size(talk)
    assert caught.value.absent
    assert talk.ask("get", target=Global("other"), path=[], keep=None) == 1
    talk.restore_globals(snapshot)
    assert size(talk) == 3


def test_a_new_process_knows_no_old_swaps(talk):
    """What was swapped in a process that died is forgotten with it, and restoring it is no fault."""
    snapshot = talk.replace_globals({"size": 4}, {})
    with pytest.raises(StudentFault):
        call(talk, "die")
    talk.restore_globals(snapshot)
    talk.finish()
    talk.begin(next(FRESH), 10)
    assert (size(talk), talk.snapshots) == (3, [])


def test_a_check_begins_with_nothing_of_the_last_one(talk):
    """Fault, seed and the time of a check end with it."""
    talk.begin(next(FRESH), 0.3)
    talk.seed = 7
    with pytest.raises(StudentTimeout):
        call(talk, "spin")
    assert talk.fault is not None
    talk.finish()
    talk.begin(next(FRESH), 10)
    assert (talk.fault, talk.seed) == (None, 0)
    assert size(talk) == 3


def test_what_stopped_a_check_is_said_again(talk):
    """After a check's time ran out every further question gives the very same fault, at once and unasked."""
    talk.begin(next(FRESH), 0.3)
    with pytest.raises(StudentTimeout) as first:
        call(talk, "spin")
    start = time.monotonic()
    with pytest.raises(StudentTimeout) as second:
        size(talk)
    assert second.value is first.value
    assert str(first.value) == SAY("student.timed_out")
    assert time.monotonic() - start < 0.1


def test_a_check_whose_time_is_over_asks_nothing(talk):
    """A question after the check's time is a timeout, though the student's code would have answered."""
    talk.begin(next(FRESH), 0.0)
    with pytest.raises(StudentTimeout):
        size(talk)


def test_a_submission_whose_time_is_over_is_not_begun(student):
    """When the submission's own time is used up, no check begins: a person must look, and the reason is said."""
    talk, session = Client(student.session, SAY), student.session
    end, session.end = session.end, time.monotonic() - 1
    try:
        with pytest.raises(Undecided) as caught:
            talk.begin(next(FRESH), 10)
    finally:
        session.end = end
    assert str(caught.value) == SAY("student.no_time_left")


def test_time_that_runs_out_again_and_again_is_a_trouble_of_its_question(talk):
    """A question that ran out of time twice is not asked any more, with a text that says so; another one is."""
    for _ in range(MAX_TROUBLES):
        talk.begin("slow", 0.2)
        with pytest.raises(StudentTimeout):
            call(talk, "spin")
        talk.finish()
    with pytest.raises(StudentTimeout) as caught:
        talk.begin("slow", 10)
    assert str(caught.value) == SAY("student.tried_enough")
    talk.begin("quick", 10)
    assert size(talk) == 3


def test_errors_and_absences_are_no_troubles(talk):
    """However often the student's code raises or is not there, its question is asked again."""
    for _ in range(MAX_TROUBLES + 1):
        talk.begin("wrong", 10)
        for name in ("wrong", "todo", "nothing"):
            with pytest.raises(StudentFault):
                call(talk, name)
        assert size(talk) == 3
        talk.finish()


@pytest.mark.parametrize(
    ("name", "key", "values", "absent"),
    [
        ("nothing", "student.absent", {"name": "nothing"}, True),
        ("todo", "student.raised", {"type": "NotImplementedError", "message": "a"}, True),
        ("wrong", "student.raised", {"type": "NameError", "message": "name 'undefined' is not defined"}, False),
    ],
)
def test_what_was_raised_is_said_in_words(talk, name, key, values, absent):
    """A fault names what is missing, or the error with its message and the place where it was raised."""
    with pytest.raises(StudentFault) as caught:
        call(talk, name)
    assert caught.value.absent is absent
    said = str(caught.value)
    assert all(value in said for value in values.values())
    assert absent or "wrong:" in said
    assert key == "student.raised" or said == SAY(key, **values)


def test_a_death_is_said_in_words(talk):
    """A call that ends the process says how it ended, with a verdict of its own, and is no absence."""
    with pytest.raises(StudentFault) as caught:
        call(talk, "die")
    assert str(caught.value) == SAY("student.killed")
    assert (caught.value.verdict, caught.value.absent) == (Verdict.KILLED, False)


@pytest.mark.parametrize(("name", "again"), [("greedy", False), ("hoard", True)])
def test_memory_that_one_check_takes_is_there_for_the_next(talk, name, again):
    """Running out of memory is a verdict of its own; the process is started again where it keeps what it took."""
    kernel = talk.session.kernel
    with pytest.raises(StudentFault) as caught:
        call(talk, name)
    assert caught.value.verdict is Verdict.OUT_OF_MEMORY
    talk.finish()
    talk.begin(next(FRESH), 10)
    assert (talk.session.kernel is not kernel) is again
    talk.ask("try_allocation", size=256 << 20)
    assert size(talk) == 3


def test_to_finish_twice_is_no_fault(talk):
    """Ending a check that has ended, or whose process is gone, does nothing."""
    talk.finish()
    talk.finish()
    talk.begin(next(FRESH), 10)
    with pytest.raises(StudentFault):
        call(talk, "die")
    talk.finish()
    talk.finish()


def test_a_reference_that_was_never_kept_is_a_fault(talk):
    """A number that stands for nothing is a fault of this question, and the next one is answered."""
    with pytest.raises(StudentFault):
        talk.ask("get", target=Ref(10**6), path=[], keep=None)
    assert size(talk) == 3


def test_what_a_check_kept_or_changed_ends_with_it(talk):
    """After the end of a check its objects are gone, and globals are what they were, whatever it left open."""
    kept = talk.define("one", "one = 1")
    talk.replace_globals({"size": 4}, {})
    talk.replace_globals({"size": 5}, {})
    talk.finish()
    talk.begin(next(FRESH), 10)
    with pytest.raises(StudentFault):
        talk.ask("get", target=kept, path=[], keep=None)
    assert (size(talk), talk.snapshots, talk.kept) == (3, [], False)
