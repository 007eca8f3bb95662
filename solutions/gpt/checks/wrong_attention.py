"""Attention computed in any of the ways, right or wrong."""

from functools import cache

import torch

from .heads import DECOYS
from .sizes import N_HEAD, T_MAX, C
from .ways import ROLES


def factor(way, head_size, B, T):
    """What the scores are multiplied by, before and after the softmax."""
    if isinstance(way.scale, float):
        return way.scale, 1.0
    return {
        "sqrt_d_k": (head_size**-0.5, 1.0),
        "after": (1.0, head_size**-0.5),
        "none": (1.0, 1.0),
        "sqrt_n_embd": (C**-0.5, 1.0),
        "n_embd": (1 / C, 1.0),
        "d_k": (1 / head_size, 1.0),
        "2_d_k": (0.5 / head_size, 1.0),
        "fourth": (head_size**-0.25, 1.0),
        "int_sqrt": (1 / int(head_size**0.5), 1.0),
        "round_sqrt": (1 / round(head_size**0.5), 1.0),
        "times_sqrt_d_k": (head_size**0.5, 1.0),
        "times_d_k": (float(head_size), 1.0),
        "sqrt_T": (T**-0.5, 1.0),
        "T": (1 / T, 1.0),
        "sqrt_B": (B**-0.5, 1.0),
        "sqrt_block_size": (T_MAX**-0.5, 1.0),
        "sqrt_n_head": (N_HEAD**-0.5, 1.0),
        "n_embd_over_n_head": ((C // N_HEAD) ** -0.5, 1.0),
        "global": (DECOYS["head_size"] ** -0.5, 1.0),
    }[way.scale]


def attend(way, x, maps, head_size):
    """What a head gives that computes in this way, with maps (hs, C) for its roles."""
    return _result(way, *weighted(way, x, maps, head_size))


def weighted(way, x, maps, head_size, kept=1.0):
    """The masked scores and the weights, (B, T, T) each, and the values (B, T, hs) of a head that computes in this way.

    The scores are multiplied by `kept`, as a dropout on them does.
    """
    B, T, _ = x.shape
    before, after = factor(way, head_size, B, T)
    q, k, v = _projected(way, x, maps)  # (B, T, hs) each
    if way.keys == "reshaped":
        k = k.reshape(B, -1, T)  # (B, hs, T)
    elif way.keys == "batch":
        k = k.transpose(0, 1).reshape(B, -1, T)  # (B, hs, T)
    else:
        k = k.transpose(1, 2)  # (B, hs, T)
    scores = q @ k * before * kept  # (B, T, T)
    masked, gate = _masked(way, scores.softmax(-1) if way.softmax == "twice" else scores)
    weights = _weights(way, masked, gate) * after  # (B, T, T)
    weights = weights.detach() if way.cut == "scores" else weights
    weights = weights.transpose(1, 2) if way.keys == "weights" else weights
    return masked, weights, v


def _projected(way, x, maps):
    inputs = x.detach() if way.cut == "input" else x
    maps = [weight.detach() for weight in maps] if way.cut == "projections" else maps
    q, k, v = (inputs if role == "x" else inputs @ maps[role].T for role in ROLES[way.roles])
    q = q.detach() if way.cut == "queries" else q
    k = k.detach() if way.cut == "keys" else k
    return q, k, v.detach() if way.cut == "values" else v


def _masked(way, scores):
    """The scores with their mask, and what multiplies the weights where the mask comes after the softmax."""
    past, seen = _visible(scores.size(-1))
    if way.mask == "none":
        return scores, None
    if way.mask == "after" or (way.softmax in ("scores", "sum") and way.mask == "causal"):
        return (scores, past) if way.softmax != "sum" else (scores * past, None)
    if isinstance(way.mask, float):
        return scores.masked_fill(~past, way.mask), None
    if way.mask.startswith("add"):
        return scores + ~past * float(way.mask[3:]), None
    fill = {"zero": 0.0, "strict_finite": -1e9, "finite": -1e9}.get(way.mask, float("-inf"))
    return scores.masked_fill(~seen.get(way.mask, past), fill), None


@cache  # a few lengths, and thousands of ways
def _visible(T):
    """What a position sees by the right mask, (T, T), and by each wrong one."""
    past = torch.ones(T, T, dtype=torch.bool).tril()
    bottom = torch.ones(T_MAX, T_MAX, dtype=torch.bool).tril()[T_MAX - T :, :T]
    late, strict = torch.ones(T, T, dtype=torch.bool).tril(1), past.tril(-1)
    first = strict.clone()
    first[0, 0] = True
    seen = {"late": late, "reversed": past.T, "bottom": bottom, "itself": past & past.T, "strict_but_first": first}
    seen |= dict.fromkeys(("strict", "strict_finite", "strict_silent"), strict)
    return past, seen | dict.fromkeys(("future", "future_silent"), ~past)


def _weights(way, scores, gate):
    if way.softmax in ("rows", "twice"):
        weights = scores.softmax(-1)
    elif way.softmax == "queries":
        weights = scores.softmax(-2)
    elif way.softmax == "everything":
        weights = scores.flatten(1).softmax(-1).view_as(scores)
    elif way.softmax == "whole_batch":
        weights = scores.flatten().softmax(0).view_as(scores)
    elif way.softmax == "batch":
        weights = scores.softmax(0)
    elif way.softmax == "again":
        weights = scores.softmax(-1).softmax(-1)
    elif way.softmax == "sum":
        weights = scores / scores.sum(-1, keepdim=True)
    else:
        weights = scores.sigmoid() if way.softmax == "sigmoid" else scores
    weights = weights.nan_to_num(0.0) if str(way.mask).endswith("silent") else weights
    return weights if gate is None else weights * gate


def _result(way, scores, weights, v):
    out = weights @ v  # (B, T, hs)
    out = out.detach() if way.cut == "output" else out
    if way.result == "residual":
        return v + out
    if way.result == "last":
        return out[:, -1]
    return {"output": out, "weights": weights, "scores": scores, "transposed": out.transpose(1, 2)}[way.result]
