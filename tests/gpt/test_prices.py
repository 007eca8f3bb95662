"""Laws of the lab's prices: they order mistakes as a lecturer would."""

import pytest

from autograder.lab import mistakes
from autograder.lab.declaration import Lab
from autograder.lab.price_list import PriceList, read_price_list

GRAVER = (
    ("d_no_mask", "d_no_scale"),
    ("d_no_softmax", "d_no_scale"),
    ("d_no_mask", "d_mask_zero"),
    ("d_no_mask", "d_mask_one_late"),
    ("d_mask_one_late", "d_mask_not_cut"),
    ("d_no_scale", "d_scale_n_embd"),
    ("d_no_scale", "d_dropout_on_scores"),
    ("d_dropout_always_on", "d_dropout_unused"),
    ("d_dropout_only_in_evaluation", "d_dropout_always_on"),
    ("d_detached_scores", "d_detached_keys"),
    ("d_new_projections", "d_not_registered"),
    ("a_code_points", "a_off_by_one"),
    ("e_no_nonlinearity", "e_tanh"),
    ("e_mixes_time", "e_width_2"),
    ("g_no_residuals", "g_no_residual_sa"),
    ("g_no_residual_sa", "g_post_ln"),
    ("g_post_ln", "g_one_norm"),
    ("h_loss_last_position", "h_loss_sum"),
    ("h_uniform", "h_argmax"),
    ("h_argmax", "h_temperature"),
    ("i_no_backward", "i_no_zero_grad"),
    ("i_no_zero_grad", "i_optimizer_each_step"),
    ("i_validation_data", "i_validation_too"),
    ("j_not_trained", "j_no_step"),
    ("j_no_step", "j_no_zero_grad"),
)


@pytest.fixture(scope="module")
def price_list(gpt: Lab) -> PriceList:
    """The prices of all mistakes of the lab."""
    return read_price_list(gpt)


@pytest.mark.parametrize(("graver", "lighter"), GRAVER)
def test_the_graver_mistake_costs_more(price_list: PriceList, graver: str, lighter: str) -> None:
    """What a question is about costs more than what stands beside it."""
    assert price_list.points[graver] > price_list.points[lighter]


def test_every_mistake_has_a_price(gpt: Lab, price_list: PriceList) -> None:
    """No named mistake leaves its question to the sum of the checks, and none costs nothing."""
    assert all(price_list.points.get(mistake.known_as, 0) > 0 for mistake in mistakes.read(gpt))


def test_a_mask_that_is_not_cut_keeps_most_of_the_head(gpt: Lab, price_list: PriceList) -> None:
    """It is right at full length, and fails only on shorter sequences."""
    assert 0.9 <= gpt.question("d").points - price_list.points["d_mask_not_cut"] <= 1.4
