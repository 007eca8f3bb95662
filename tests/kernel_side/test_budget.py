"""Laws of the budget: loops end when it is used up, and end cleanly however they are left."""

import pytest
from hypothesis import given
from hypothesis.strategies import floats, integers, lists, none, text

from autograder.kernel_side.budget import Budget, clamp

LONG = 60.0


@given(integers(0, 20), integers(0, 40))
def test_a_loop_takes_the_steps_that_it_wants_up_to_the_budget(steps, wanted):
    """A loop of n turns under a budget of k takes the first min(n, k) items, in order."""
    assert list(Budget(steps, LONG)(range(wanted))) == list(range(min(steps, wanted)))


@given(integers(1, 20), lists(integers(0, 9), max_size=30))
def test_nested_loops_share_one_budget(steps, lengths):
    """However loops are nested, the innermost turns together never exceed the budget."""
    budget, inner = Budget(steps, LONG), 0
    for length in budget(lengths):
        for _ in budget(range(length)):
            inner += 1
    assert inner <= steps
    if all(lengths):
        assert inner == min(steps, sum(lengths))


def test_empty_inner_loops_do_not_make_the_outer_one_endless():
    """A turn whose inner loop takes no turn uses up a step of its own."""
    budget, turns = Budget(7, LONG), 0
    for _ in budget(range(100)):
        turns += 1
        for _ in budget([]):
            pass
    assert turns == 7


def test_each_outermost_loop_starts_afresh():
    """A loop after another has a whole budget again."""
    budget = Budget(5, LONG)
    assert [len(list(budget(range(9)))) for _ in range(3)] == [5, 5, 5]


def test_no_item_is_drawn_in_vain():
    """What is not passed on is not drawn from the iterable: a batch drawn in vain would move the random numbers."""
    items = iter(range(10))
    assert list(Budget(3, LONG)(items)) == [0, 1, 2]
    assert next(items) == 3


def test_a_break_ends_the_loop_and_counts_as_a_step():
    """After `break` the next loop is an outermost one, and inside another loop the broken turn was counted."""
    budget, turns = Budget(4, LONG), 0
    for _ in budget(range(100)):
        for _ in budget(range(100)):
            turns += 1
            break
    assert turns == 4
    assert len(list(budget(range(9)))) == 4


def test_an_error_ends_the_loop_even_while_the_error_is_kept():
    """A loop left by an exception does not count as running, also while the traceback lives."""
    budget, kept = Budget(4, LONG), []

    def train():
        for _ in budget(range(9)):
            raise ValueError

    for _ in range(2):
        try:
            train()
        except ValueError as error:
            kept.append(error)
    assert len(list(budget(range(9)))) == 4


def test_an_error_in_the_iterable_reaches_the_student():
    """What the iterable raises is raised by the loop, and the next loop is an outermost one."""
    budget = Budget(4, LONG)
    with pytest.raises(ZeroDivisionError):
        list(budget(1 / n for n in (1, 0)))
    assert len(list(budget(range(9)))) == 4


def test_a_closed_loop_is_over():
    """Closing the iterator ends the run."""
    budget = Budget(4, LONG)
    loop = budget(range(9))
    next(loop)
    loop.close()
    assert len(list(budget(range(9)))) == 4


def test_reset_gives_new_steps_whatever_hangs():
    """After a reset the next loop has the new steps, even where an earlier loop was never ended."""
    budget = Budget(4, LONG)
    hanging = budget(range(9))
    next(hanging)
    budget.reset(2)
    assert budget.steps == 2
    assert len(list(budget(range(9)))) == 2
    assert len(list(hanging)) == 3


def test_seconds_end_a_loop():
    """A loop whose seconds have passed takes no further turn."""
    assert list(Budget(4, 0.0)(range(9))) == []


def test_iterate_while_follows_the_condition():
    """`iterate_while` goes on while the condition holds, asks it before each turn, and not after the last step."""
    asked = []

    def condition():
        asked.append(1)
        return len(asked) <= 3

    assert len(list(Budget(10, LONG).iterate_while(condition))) == 3
    assert len(asked) == 4
    asked.clear()
    assert len(list(Budget(2, LONG).iterate_while(condition))) == 2
    assert len(asked) == 2


def test_iterate_while_does_not_need_the_students_builtins():
    """Students call their counter `iter`: the loop goes on all the same."""
    namespace = {"budget": Budget(3, LONG), "iter": 7999, "bool": None}
    exec("n = 0\nfor _ in budget.iterate_while(lambda: n < 9):\n    n += 1", namespace)
    assert namespace["n"] == 3


@given(integers() | floats(allow_nan=False), integers(1, 1000))
def test_clamp_is_the_smaller_one_of_the_same_type(value, maximum):
    """A number above the maximum becomes the maximum in its own type; one below stays."""
    capped = clamp(value, maximum)
    assert capped == min(value, maximum)
    assert type(capped) is type(value)


@given(text() | none() | lists(integers()))
def test_clamp_passes_on_what_is_no_number(value):
    """Strings, lists and None come back themselves."""
    assert clamp(value, 1) is value


def test_clamp_leaves_truth_values_alone():
    """True is no number, though Python counts it as one."""
    assert clamp(True, 0) is True
