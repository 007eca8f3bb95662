"""What a language model gives that is put together wrongly: families of formulas, each deviation with its name."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import product

import torch
import torch.nn.functional as F

from .block import layer_norm
from .model import block

POSITIONS = {
    "first": "",
    "none": "h_no_positions",
    "tokens": "h_positions_of_tokens",
    "end": "h_positions_from_the_end",
    "reversed": "h_positions_reversed",
    "zero": "h_one_position_for_all",
    "later": "h_positions_from_one",
    "rows": "h_positions_of_rows",
    "times": "h_positions_multiplied",
    "whole": "h_positions_not_cut",
}
BLOCKS = {
    "all": "",
    "none": "h_blocks_skipped",
    "first": "h_one_block",
    "last": "h_one_block",
    "but the last": "h_last_block_skipped",
    "twice": "h_blocks_twice",
    "reversed": "h_blocks_reversed",
    "the first again": "h_same_block_again",
    "residual": "h_residual_around_blocks",
}
NORMS = {
    "after": "",
    "none": "h_no_final_norm",
    "before": "h_norm_before_blocks",
    "both": "h_norm_before_too",
    "twice": "h_norm_twice",
    "bare": "h_norm_without_weights",
}
ENDS = {"plain": "", "softmax": "h_returns_probabilities", "relu": "h_relu_logits"}
TOKENS = {"table": "", "none": "h_no_tokens", "scaled": "h_tokens_scaled"}
CUTS = {"tokens": "h_tokens_detached", "positions": "h_positions_detached", "x": "h_embeddings_detached"}
CUTS |= {"hidden": "h_hidden_detached", "loss": "h_loss_detached"}


@dataclass(frozen=True)
class Plan:
    """A forward: what becomes of positions and tokens, which blocks run, where the norm stands, and what comes last."""

    positions: str = "first"
    blocks: str = "all"
    norm: str = "after"
    end: str = "plain"
    tokens: str = "table"

    @property
    def names(self):
        """The mistakes that this forward makes; none where it is right."""
        chosen = (POSITIONS[self.positions], BLOCKS[self.blocks], NORMS[self.norm], ENDS[self.end], TOKENS[self.tokens])
        return {*chosen} - {""}


@cache  # always the same
def plans(most=2):
    """Every forward with at most so many mistakes, those with fewest first."""
    every = (Plan(*choice) for choice in product(POSITIONS, BLOCKS, NORMS, ENDS, TOKENS))
    return sorted((plan for plan in every if len(plan.names) <= most), key=lambda plan: len(plan.names))


def logits(idx, weights, roles, plan, cuts=(), mask=1.0):
    """What a forward gives that is put together by a plan, cut off from the gradient at some places: (B, T, V).

    The embeddings are multiplied by a mask.
    """

    def cut(value, place):
        return value.detach() if place in cuts else value

    x = cut(weights[roles.tokens], "tokens")[idx]  # (B, T, C)
    table = cut(weights[roles.positions], "positions").reshape(-1, x.shape[-1])
    x = _with_positions(x * x.shape[-1] ** 0.5 if plan.tokens == "scaled" else x, idx, table, plan)
    norm = [weights.get(name) for name in roles.norm]
    x = cut(x * mask, "x")
    x = layer_norm(x, norm) if plan.norm in ("before", "both") else x
    start = x
    for place in _order(roles.blocks, plan.blocks):
        x = block(x, place)  # (B, T, C)
    x = x + start if plan.blocks == "residual" else x
    times = {"none": 0, "before": 0, "twice": 2}.get(plan.norm, 1)
    for _ in range(times):
        x = layer_norm(x, (None, None) if plan.norm == "bare" else norm)
    output = weights[roles.output]
    x = cut(x, "hidden") @ (output.T if output.shape[-1] == x.shape[-1] else output)  # (B, T, V)
    x = x if roles.bias is None else x + weights[roles.bias]
    return {"plain": lambda v: v, "softmax": lambda v: v.softmax(-1), "relu": torch.relu}[plan.end](x)


def _with_positions(x, idx, table, plan):
    B, T = idx.shape
    if plan.positions == "none":
        return x
    places = {
        "tokens": idx % len(table),
        "end": torch.arange(len(table) - T, len(table)),
        "reversed": torch.arange(T).flip(0),
        "zero": torch.zeros(T, dtype=torch.long),
        "later": torch.arange(1, T + 1) % len(table),
        "rows": torch.arange(B)[:, None].expand(B, T) % len(table),
        "whole": torch.arange(len(table)),
    }.get(plan.positions, torch.arange(T))
    rows = table[places]  # (T, C), or (B, T, C)
    if plan.positions == "whole" and T not in (1, len(table)):
        rows = rows[:T]  # such a forward does not take this length
    if plan.positions == "times":
        return x * rows
    return (0 * x if plan.tokens == "none" else x) + rows


def _order(places, how):
    chosen = {"none": (), "first": places[:1], "last": places[-1:], "but the last": places[:-1], "twice": places * 2}
    chosen |= {"reversed": places[::-1], "the first again": places[:1] * len(places)}
    return chosen.get(how, places)


@dataclass(frozen=True)
class Loss:
    """A way to compute the loss from logits (B, T, V), tokens and targets (B, T)."""

    name: str
    value: Callable


def mean(logits, targets, **how):
    """The cross-entropy of logits (B, T, V)."""
    return F.cross_entropy(logits.flatten(0, 1), targets.flatten(), **how)


LOSSES = [
    Loss("", lambda L, x, y: mean(L, y)),
    Loss("h_loss_sum", lambda L, x, y: mean(L, y, reduction="sum")),
    Loss("h_loss_sum", lambda L, x, y: mean(L, y) * y.shape[1]),
    Loss("h_loss_last_position", lambda L, x, y: F.cross_entropy(L[:, -1], y[:, -1])),
    Loss("h_loss_first_position", lambda L, x, y: F.cross_entropy(L[:, 0], y[:, 0])),
    Loss("h_targets_shifted", lambda L, x, y: mean(L, y.roll(-1, 1))),
    Loss("h_targets_shifted", lambda L, x, y: mean(L[:, :-1], y[:, 1:])),
    Loss("h_predicts_its_input", lambda L, x, y: mean(L, x)),
    Loss("h_predicts_its_input", lambda L, x, y: mean(L[:, :-1], x[:, 1:])),
    Loss("h_predicts_its_input", lambda L, x, y: mean(L, x.roll(-1, 1))),
    Loss("h_batch_and_time_mixed", lambda L, x, y: mean(L, y.T)),
    Loss("h_batch_and_time_mixed", lambda L, x, y: mean(L.transpose(0, 1), y)),
    Loss("h_classes_permuted_wrong", lambda L, x, y: mean(L.transpose(1, 2).reshape(L.shape), y)),
    Loss("h_classes_permuted_wrong", lambda L, x, y: F.cross_entropy(L.reshape(L.shape[0], L.shape[2], -1), y)),
    Loss("h_softmax_before_loss", lambda L, x, y: mean(L.softmax(-1), y)),
    Loss("h_loss_without_logarithm", lambda L, x, y: F.nll_loss(L.flatten(0, 1), y.flatten())),
    Loss("h_loss_without_logarithm", lambda L, x, y: F.nll_loss(L.softmax(-1).flatten(0, 1), y.flatten())),
    Loss("h_loss_sign", lambda L, x, y: -mean(L, y)),
    Loss("h_label_smoothing", lambda L, x, y: mean(L, y, label_smoothing=0.1)),
    Loss("h_ignores_token_zero", lambda L, x, y: mean(L, y, ignore_index=0)),
    Loss("h_loss_first_row", lambda L, x, y: F.cross_entropy(L[0], y[0])),
    Loss("h_loss_squared", lambda L, x, y: F.mse_loss(L.softmax(-1), F.one_hot(y, L.shape[-1]).to(L.dtype))),
]
