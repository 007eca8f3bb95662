"""Attention with weights that are measured, whatever holds them."""

import torch

from .explain import answer
from .sizes import C

LOUD = 0.5  # of the tokens that it is measured with: no softmax saturates


def measured(head, x):
    """What causal attention gives with the values and scores that a head shows on single tokens and on pairs."""
    tokens = LOUD * torch.eye(C)
    values = answer(head, tokens[:, None])  # (C, 1, hs)
    if values.shape != (C, 1, head.size):
        return torch.empty(0)
    value = values[:, 0].double() / LOUD  # (C, hs)
    own = -_lead(head, torch.zeros(C, C), tokens, value)  # (C,), of a token for itself
    first, second = tokens.repeat(C, 1), tokens.repeat_interleave(C, 0)  # (C * C, C)
    others = _lead(head, first, second, value).view(C, C) + own[:, None]  # row: who looks, column: who is looked at
    kernel = others.where(~torch.eye(C, dtype=torch.bool), own.diag()) / LOUD**2
    x = x.double()
    scores = x @ kernel @ x.transpose(1, 2)  # (B, T, T)
    future = torch.ones(x.size(1), x.size(1), dtype=torch.bool).triu(1)
    return scores.masked_fill(future, float("-inf")).softmax(-1) @ (x @ value)  # (B, T, hs)


def _lead(head, first, second, value):
    """By how much the second token's score for the first exceeds its score for itself."""
    seen = answer(head, torch.stack([first, second], dim=1))  # (N, 2, hs)
    if seen.shape != (len(first), 2, head.size):
        return torch.full((len(first),), float("nan"), dtype=torch.float64)
    before, after = first.double() @ value, second.double() @ value  # (N, hs)
    way = before - after
    share = ((seen[:, 1].double() - after) * way).sum(-1) / way.square().sum(-1)  # (N,)
    return torch.logit(share)
