"""Ways to compute attention, right and wrong: a product of families, each of whose wrong members has a name."""

from dataclasses import dataclass, replace
from itertools import combinations, permutations, product

CONSTANTS = (1 / 8, 1 / 4, 1 / 2, 0.1, 0.05, 1 / 16, 1 / 32, 1 / 64, 384**-0.5, 1 / 384, 32**-0.5, 48**-0.5, 1 / 48)
LEAKS = (-1.0, -2.0, -3.0, -4.0, -5.0, -8.0, -10.0, -12.0, -15.0, -16.0, -20.0, -25.0, -30.0, -40.0, -50.0)


@dataclass(frozen=True)
class Way:
    """What is done to the scores, the weights and the gradient; right where nothing else is said."""

    mask: str | float = "causal"
    scale: str | float = "sqrt_d_k"
    softmax: str = "rows"
    keys: str = "transposed"
    roles: str = "distinct"
    result: str = "output"
    cut: str = ""


RIGHT = Way()

# the name of each wrong member, by family
NAMES = {
    "mask": {
        "none": "d_no_mask",
        "zero": "d_mask_zero",
        "after": "d_mask_after_softmax",
        "late": "d_mask_one_late",
        "strict": "d_mask_hides_diagonal",
        "strict_finite": "d_mask_hides_diagonal",
        "strict_silent": "d_mask_hides_diagonal",
        "strict_but_first": "d_mask_hides_diagonal",
        "reversed": "d_mask_reversed",
        "future": "d_mask_reversed",
        "future_silent": "d_mask_reversed",
        "bottom": "d_mask_cut_from_the_end",
        "itself": "d_mask_only_itself",
        **dict.fromkeys(LEAKS, "d_mask_leaks"),
        **{f"add{value}": "d_mask_leaks" for value in LEAKS},
        "add-1.0": "d_mask_adds_tril",
    },
    "scale": {
        "none": "d_no_scale",
        "sqrt_n_embd": "d_scale_n_embd",
        "n_embd": "d_scale_n_embd_without_root",
        "d_k": "d_scale_d_k",
        "2_d_k": "d_scale_precedence",
        "fourth": "d_scale_fourth_root",
        "int_sqrt": "d_scale_rounded_root",
        "round_sqrt": "d_scale_rounded_root",
        "times_sqrt_d_k": "d_scale_multiplied",
        "times_d_k": "d_scale_multiplied_d_k",
        "sqrt_T": "d_scale_sqrt_T",
        "T": "d_scale_T",
        "sqrt_B": "d_scale_sqrt_B",
        "sqrt_block_size": "d_scale_sqrt_block_size",
        "sqrt_n_head": "d_scale_sqrt_n_head",
        "n_embd_over_n_head": "d_scale_n_embd_over_n_head",
        "global": "d_scale_global_head_size",
        "after": "d_scale_after_softmax",
        **dict.fromkeys(CONSTANTS, "d_scale_constant"),
    },
    "softmax": {
        "queries": "d_softmax_over_queries",
        "everything": "d_softmax_over_everything",
        "whole_batch": "d_softmax_over_everything",
        "batch": "d_softmax_over_batch",
        "twice": "d_softmax_twice",
        "again": "d_softmax_twice",
        "sum": "d_no_softmax",
        "scores": "d_scores_as_weights",
        "sigmoid": "d_sigmoid",
    },
    "keys": {
        "reshaped": "d_key_reshaped",
        "batch": "d_key_transposed_wrong",
        "weights": "d_weights_transposed",
    },
    "roles": {
        "keys_as_values": "d_keys_as_values",
        "queries_as_values": "d_queries_as_values",
        "shared": "d_shared_query_key",
        "one": "d_one_projection",
        "raw_values": "d_value_not_projected",
        "raw_scores": "d_scores_of_inputs",
    },
    "result": {
        "weights": "d_returns_weights",
        "scores": "d_returns_scores",
        "transposed": "d_returns_transposed",
        "residual": "d_own_residual",
        "last": "d_returns_last",
    },
    "cut": {
        "scores": "d_detached_scores",
        "values": "d_detached_values",
        "queries": "d_detached_queries",
        "keys": "d_detached_keys",
        "output": "d_detached_output",
        "input": "d_detached_input",
        "projections": "d_weights_without_gradient",
    },
}
CUTS = ("", *NAMES["cut"])
# which maps stand for query, key and value, of those that are handed out; "x" is the input itself
ROLES = {
    "distinct": (0, 1, 2),
    "keys_as_values": (0, 1, 1),
    "queries_as_values": (0, 1, 0),
    "shared": (0, 0, 1),
    "one": (0, 0, 0),
    "raw_values": (0, 1, "x"),
    "raw_scores": ("x", "x", 0),
}


def names(way):
    """The names of what is wrong in a way."""
    values = {family: getattr(way, family) for family in NAMES}
    return {NAMES[family][value] for family, value in values.items() if value in NAMES[family]}


def ways(wrong):
    """All ways that are wrong in so many families, gradients left out; written numbers only where all else is right.

    Of three families, two are the mask and the scale, where most mistakes are made.
    """
    for families in combinations([family for family in NAMES if family != "cut"], wrong):
        if wrong > 2 and not {"mask", "scale"} <= {*families}:
            continue
        choices = [[value for value in NAMES[family] if wrong == 1 or _is_named(value)] for family in families]
        for chosen in product(*choices):
            way = replace(RIGHT, **dict(zip(families, chosen, strict=True)))
            yield way
            if way.softmax == "batch" and way.mask == RIGHT.mask:  # only here it matters how a mask is written
                yield replace(way, mask="finite")


def _is_named(value):
    return isinstance(value, str) and (not value.startswith("add") or value == "add-1.0")


def handed(way, count):
    """Every way to hand so many maps out for the roles of a way, as indices."""
    return permutations(range(count), len(set(ROLES[way.roles]) - {"x"}))
