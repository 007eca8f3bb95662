"""The right formulas, computed by the grader from the student's own weights."""

from itertools import permutations

import torch
import torch.nn.functional as F

from autograder.expect import WrongAnswer
from autograder.student import Undecided


def projections(parameters, n_embd, head_size):
    """The linear maps from n_embd to head_size among a module's parameters, as (weight, bias) pairs.

    They may be separate or fused, layers or bare parameters, under any name. Raises WrongAnswer for fewer than three,
    Undecided where there are parameters that this does not understand.
    """
    found, used = [], set()
    for name, value in parameters.items():
        weights = _as_maps(value, n_embd, head_size)
        if weights is None:
            continue
        bias_name = f"{name.removesuffix('weight')}bias"
        bias = parameters.get(bias_name) if name.endswith("weight") else None
        used |= {name, bias_name}
        biases = bias.chunk(len(weights)) if bias is not None else [torch.zeros(head_size)] * len(weights)
        found += list(zip(weights, biases, strict=True))
    if len(found) < 3:
        raise WrongAnswer(
            "expect.custom",
            message=f"Head debe tener tres proyecciones de n_embd a head_size entre sus parámetros; hay {len(found)}.",
        )
    if len(found) > 3 or set(parameters) - used:
        raise Undecided(f"Head tiene parámetros que la corrección automática no reconoce: {sorted(parameters)}")
    return found


def _as_maps(value, n_embd, head_size):
    if value.ndim == 3 and value.shape[0] in (1, 3):
        parts = [_as_maps(part, n_embd, head_size) for part in value]
        return None if None in parts else [part for [part] in parts]
    if value.ndim != 2:
        return None
    for weight in (value, value.T):  # (out, in), as a Linear keeps it, or (in, out)
        if weight.shape[1] == n_embd and weight.shape[0] in (head_size, 3 * head_size):
            return list(weight.split(head_size))
    return None


def attention(x, maps, scale):
    """Causal self-attention for one order of the maps: query, key, value."""
    q, k, v = (x @ weight.T + bias for weight, bias in maps)  # (B, T, hs) each
    scores = q @ k.transpose(-2, -1) * scale  # (B, T, T)
    future = torch.ones(x.size(1), x.size(1), dtype=torch.bool).triu(1)  # (T, T)
    return F.softmax(scores.masked_fill(future, float("-inf")), dim=-1) @ v  # (B, T, hs)


def attentions(x, maps, scale):
    """What attention gives for every way to hand out the roles: the names of the projections are the student's."""
    return [attention(x, order, scale) for order in permutations(maps)]


def nearest(actual, candidates):
    """The candidate that comes closest."""
    return min(candidates, key=lambda candidate: float((actual - candidate).abs().max().nan_to_num(float("inf"))))
