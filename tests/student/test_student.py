"""Laws of the verbs by which a check asks for the student's objects, held on the reference and on rude notebooks."""

import dataclasses
import itertools
from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest
import torch

from autograder.grading.live_submission import open_submission
from autograder.kernel_side.wire import CannotBeSent, Opaque
from autograder.lab.corpora import shelf_for
from autograder.lab.declaration import Limits
from autograder.student.assertions import WrongAnswer, assert_equal
from autograder.student.student import Student, StudentFault, StudentTimeout, Undecided

RUDE = """
import os, time
def double(x): return 2 * x
def sleepy(): time.sleep(60)
def spin():
    while True: pass
def die(): os._exit(1)
def broken(): raise ValueError("a" * (1 << 20))
def todo(): raise NotImplementedError("a")
def leave(): raise SystemExit
def shout(): print("z" * (1 << 20)); return 1
size = 3
def big(): return size
class Net:
    pass
class Anything:
    def __init__(self, *args): self.args = list(args)
"""
FRESH = (f"question {number}" for number in itertools.count())  # troubles are counted by question


@pytest.fixture
def asked(reference) -> Iterator[Student]:
    """The reference, for one check."""
    reference.student.begin("d", 30)
    yield reference.student
    reference.student.finish()


@pytest.fixture(scope="module")
def rude(tiny, written, here) -> Iterator[Student]:
    """A notebook whose functions do what functions should not."""
    lab = dataclasses.replace(tiny(), limits=Limits(10, 5, 200), aliases={"size": ("taille",)})
    with open_submission(written(RUDE), lab, shelf_for(lab), here) as opened:
        yield opened.student


@pytest.fixture
def pressed(rude) -> Iterator[Student]:
    """The rude notebook, for one short check."""
    rude.begin(next(FRESH), 1.5)
    yield rude
    rude.finish()


def test_functions_are_called_by_name(asked):
    """A call takes plain values and gives plain values back."""
    assert asked.call("decode", asked.call("encode", "hola")) == "hola"


STRANGE = """
import torch
class CausalAttention(torch.nn.Module): pass
class FeedForward(torch.nn.Module): pass
class Table(dict): pass
Other = CausalAttention
from torch.nn import Linear
"""


@pytest.mark.parametrize(
    ("text", "expected"), [(STRANGE, Undecided), (STRANGE.replace("Causal", "Multi"), StudentFault)]
)
def test_a_class_may_go_under_a_name_of_its_own(tiny, written, here, text, expected):
    """Where a class is missing and the notebook has a module that no name of the lab fits, a person must look."""
    lab = dataclasses.replace(tiny(), aliases={"Head": (), "FeedForward": (), "MultiHead": ("multi_attention",)})
    with open_submission(written(text), lab, shelf_for(lab), here) as opened:
        opened.student.begin("a", 10)
        with pytest.raises(expected, match="Head") as raised:
            opened.student.new("Head", 3)
        assert ("CausalAttention" in str(raised.value)) is (expected is Undecided)
        assert opened.student.has("FeedForward") and not opened.student.has("Head")
        with pytest.raises(StudentFault, match="encode"):
            opened.student.call("encode")


def test_a_constructor_that_takes_anything_is_given_the_arguments_in_order(pressed):
    """Who writes `*args` gets what the lab's own constructor gets, in the lab's order and without names."""
    with pressed.globals(size=9):
        assert pressed.new("Anything", width=4, heads=2).get("args") == [4, 2]


STALE = """
size = 3
class Net:
    def __init__(self, width, size=size): self.size = size
"""


@pytest.mark.parametrize("end", ["", "raise ValueError"])
@pytest.mark.parametrize("size", [3, 9])
def test_a_default_that_the_notebook_has_outgrown_is_no_answer(tiny, written, here, size, end):
    """A default at another value than the global's last one is for a person, where the notebook then fails."""
    lab = tiny()
    with open_submission(written(STALE, f"size = {size}", end), lab, shelf_for(lab), here) as opened:
        student = opened.student
        student.begin("a", 20)
        with student.globals(size=7):
            if end and size == 9:
                with pytest.raises(Undecided, match="Net"):
                    student.new("Net", width=1)
            else:
                assert student.new("Net", width=1).get("size") == 7


def test_globals_are_read(asked):
    """A global arrives as a value; what cannot travel arrives as its type."""
    assert asked.get("vocab_size") == len(asked.get("itos"))
    assert isinstance(asked.get("GPTLanguageModel"), Opaque)


def test_objects_are_made_fed_and_read(asked):
    """A module is constructed there, its parameters are read and written here, and it is a function of tensors."""
    with asked.globals(n_embd=6, block_size=4, dropout=0.0):
        head = asked.new("Head", 3).eval()
        state = head.state().parameters
        assert {tuple(p.shape) for p in state.values()} == {(3, 6)}
        head.load({name: torch.zeros_like(p) for name, p in state.items()})
        assert torch.equal(head(torch.ones(2, 4, 6)), torch.zeros(2, 4, 3))
        assert head.modules()[0] == ("", ["Head", "Module", "object"])


def test_gradients_come_by_name(asked):
    """The derivatives reach here with the names of the parameters; a position never reaches a later input's."""
    with asked.globals(n_embd=6, block_size=4, dropout=0.0):
        head = asked.new("Head", 3).eval()
        weight = torch.zeros(1, 4, 3)
        weight[:, 1] = 1.0
        found = head.gradients(torch.randn(1, 4, 6), weight=weight)
        assert set(found.parameters) == set(head.state().parameters)
        assert found.inputs[0][:, 2:].abs().max() == 0
        assert found.inputs[0][:, :2].abs().max() > 0


def test_the_same_request_gives_the_same_numbers(asked):
    """Every request starts from the same seed, and from another one only where the check says so."""
    with asked.globals(n_embd=6, block_size=4):
        first, second = (asked.new("Head", 3).state().parameters for _ in range(2))
        with asked.seeded(1):
            third = asked.new("Head", 3).state().parameters
    assert all(torch.equal(first[name], second[name]) for name in first)
    assert not any(torch.equal(first[name], third[name]) for name in first)


def test_globals_are_put_back(asked):
    """After the block, also after an error in it, every global is what it was."""
    before = asked.get("n_embd")
    with pytest.raises(StudentFault), asked.globals(n_embd=6, brand_new=1):
        assert asked.get("n_embd") == 6
        asked.run("other = 5; n_embd = 7; 1 / 0")
    assert asked.get("n_embd") == before
    assert not asked.has("brand_new")
    assert not asked.has("other")


def test_the_corpus_is_put_back(asked):
    """Inside the block the notebook reads the grader's text, afterwards the corpus."""
    with asked.corpus("abc"):
        asked.run("text_read = open('input.txt').read()")
        assert asked.get("text_read") == "abc"
    asked.run("text_read = len(open('input.txt').read())")
    assert asked.get("text_read") > 3
    asked.run("del text_read")


def test_a_stand_in_takes_the_place_of_a_part(asked):
    """An object of the grader's source can be set into the student's, and what the student does with it is seen."""
    with asked.globals(n_embd=6, block_size=4, dropout=0.0):
        block = asked.new("DecoderBlock", 6, 2).eval()
        zero = asked.define(
            "Zero", "from torch import nn\nclass Zero(nn.Module):\n    def forward(self, x): return 0 * x"
        )
        for part in ("sa", "ffwd"):
            block.set(part, zero.new())
        x = torch.randn(1, 4, 6)
        torch.testing.assert_close(block(x), x)


def test_what_a_check_kept_is_gone_in_the_next(reference):
    """A handle does not outlive its check."""
    student = reference.student
    student.begin("d", 30)
    kept = student.define("one", "one = 1")
    student.finish()
    student.begin("d", 30)
    with pytest.raises(StudentFault):
        kept.value()
    student.finish()


@pytest.mark.parametrize(("name", "absent"), [("broken", False), ("leave", False), ("todo", True), ("nothing", True)])
def test_what_the_code_raises_is_a_fault_of_the_student(pressed, name, absent):
    """An exception, even SystemExit, becomes a short StudentFault; absent says that there was nothing to judge."""
    with pytest.raises(StudentFault) as caught:
        pressed.call(name)
    assert caught.value.absent is absent
    assert len(str(caught.value)) < 2000
    assert pressed.call("double", 4) == 8


@pytest.mark.parametrize("name", ["sleepy", "spin"])
def test_time_is_the_checks_and_the_next_check_is_not_harmed(rude, name):
    """A call over the check's time is a StudentTimeout, and so is all else in this check; the next one is judged."""
    rude.begin(next(FRESH), 0.5)
    with pytest.raises(StudentTimeout):
        rude.call(name)
    with pytest.raises(StudentTimeout):
        rude.call("double", 1)
    rude.finish()
    rude.begin(next(FRESH), 5)
    assert rude.call("double", 4) == 8
    rude.finish()


def test_globals_are_put_back_even_where_time_ran_out(rude):
    """A check that timed out inside swapped globals leaves none of them to the next check."""
    rude.begin(next(FRESH), 0.7)
    with pytest.raises(StudentTimeout), rude.globals(size=8), rude.globals(size=9, extra=1):
        assert rude.call("big") == 9
        rude.call("spin")
    rude.finish()
    rude.begin(next(FRESH), 5)
    assert rude.call("big") == 3
    assert not rude.has("extra")
    rude.finish()


def test_after_a_death_the_next_check_finds_the_notebook_again(rude):
    """A call that ends the process is a fault; the next check asks a new process, and old handles are void there."""
    rude.begin(next(FRESH), 5)
    net = rude.new("Net")
    with rude.globals(size=8), pytest.raises(StudentFault) as caught:
        rude.call("die")
    assert not isinstance(caught.value, StudentTimeout)
    with pytest.raises(StudentFault):
        rude.call("double", 1)
    rude.finish()
    rude.begin(next(FRESH), 5)
    assert rude.call("big") == 3
    with pytest.raises(StudentFault):
        net.get("x")
    rude.finish()


def test_a_question_that_kills_again_and_again_is_not_tried_further(rude):
    """After two deaths in a question its checks fail at once, while other questions are judged."""
    for _ in range(2):
        rude.begin("a", 5)
        with pytest.raises(StudentFault):
            rude.call("die")
        rude.finish()
    with pytest.raises(StudentFault):
        rude.begin("a", 5)
    rude.begin("b", 5)
    assert rude.call("double", 1) == 2
    rude.finish()


def test_a_call_that_gives_no_tensor_is_a_wrong_answer(pressed):
    """Where a module should give a tensor, anything else is told by its type."""
    with pytest.raises(WrongAnswer, match="int"):
        pressed.handle("big")()


@pytest.mark.parametrize(
    "folder",
    ["os.makedirs('corpus.txt/x', exist_ok=True)", "import shutil; shutil.rmtree(os.getcwd(), ignore_errors=True)"],
)
def test_files_are_given_whatever_stands_in_their_place(pressed, folder):
    """A folder by a file's name, or nothing left in the working directory, is no reason for the grader to fail."""
    pressed.run(folder)
    pressed.session.workspace.provide({"corpus.txt": "abc"})
    pressed.client.ask("restore_files")
    pressed.run("read = open('corpus.txt').read()")
    assert pressed.get("read") == "abc"


@pytest.mark.parametrize(
    "reply", ["None", "7", "[3]", "{'snapshot': 'x'}", "[('', 7)]", "{'parameters': 3}", "{'inputs': [3]}"]
)
def test_forged_answers_are_faults_of_the_student(pressed, reply):
    """Whatever the process answers in the probe's place, the check sees a StudentFault, never another exception."""
    net = pressed.new("Net")
    pressed.run(
        "import gc as _gc\n_w = next(o for o in _gc.get_objects() if type(o).__name__ == 'Probe')\n"
        "_verbs = ('replace_globals', 'modules', 'state', 'gradients', 'find')\n"
        f"for _v in _verbs: setattr(_w, 'do_' + _v, lambda **_: {reply})"
    )
    asking = [
        lambda: pressed.globals(size=1).__enter__(),
        net.modules,
        net.state,
        lambda: net.gradients(torch.ones(1), weight=torch.ones(1)),
        lambda: pressed.name_of("never_seen"),
    ]
    try:
        for ask in asking:
            with pytest.raises((StudentFault, WrongAnswer)):
                ask()
    finally:
        pressed.run("for _v in _verbs: delattr(_w, 'do_' + _v)")


NUMPY = """
import numpy as np
def scaled(x): return x * np.float32(2)
def mean(x): return x.mean()
def with_total(frame):
    frame["total"] = frame.sum(axis=1)
    return frame
def kinds(*values): return [type(value).__name__ for value in values]
"""


def test_arrays_and_frames_reach_the_student_and_come_back(tiny, written, here):
    """A check passes arrays, scalars and frames to a function and gets such back; what does not travel is named."""
    lab = tiny()
    with open_submission(written(NUMPY), lab, shelf_for(lab), here) as opened:
        student = opened.student
        student.begin("a", 60)
        array = np.arange(6, dtype=np.float32).reshape(2, 3)
        assert_equal(student.call("scaled", array), 2 * array, "scaled(x)")
        assert type(student.call("mean", array)) is np.float32
        frame = pd.DataFrame({"a": [1, 2], "b": [3, 4]}, index=["x", "y"])
        assert_equal(student.call("with_total", frame), frame.assign(total=[4, 6]), "with_total(frame)")
        kinds = ["ndarray", "float32", "DataFrame", "Series"]
        assert student.call("kinds", array, array[0, 0], frame, frame["a"]) == kinds
        with pytest.raises(CannotBeSent, match="Series with category"):
            student.call("kinds", frame["a"].astype("category"))
        assert student.call("kinds", 1) == ["int"]
