"""What a decoder block gives that is put together wrongly: families of formulas, each deviation with its name."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from itertools import product, starmap

import torch

from .block import attention, layer_norm, network


@dataclass(frozen=True)
class Style:
    """How one half joins what it gets, x, its sub-layer f and its norm n; r is what the residual connection carries."""

    join: Callable
    text: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """A block: which sub-layers come in which order, how each half is joined, with which norms, and what comes last."""

    order: tuple[str, ...] = ("sa", "ffwd")
    styles: tuple[str, ...] = ("pre", "pre")
    norms: tuple[int, ...] = (0, 1)
    kind: str = "layer"
    shape: str = "halves"
    tail: str = ""

    @property
    def names(self):
        """The mistakes that this block makes; none where it is right."""
        halves = zip(self.order, self.styles, strict=True)
        found = {name.format(sub=sub) for sub, style in halves for name in STYLES[style].names}
        if {"g_no_residual_sa", "g_no_residual_ffwd"} <= found:
            found = found - {"g_no_residual_sa", "g_no_residual_ffwd"} | {"g_no_residuals"}
        one = len(set(self.norms)) == 1 and all("{n}" in STYLES[style].text for style in self.styles)
        several = len(self.order) > 1
        if self.styles[-1] == "both" != self.styles[0]:
            found = found - {"g_norm_before_and_after"} | {"g_norm_at_the_end"}
        found |= {"g_one_norm"} if one and several and self.kind != "bare" else set()
        return found | {ORDERS[self.order], KINDS[self.kind], SHAPES[self.shape], TAILS[self.tail]} - {""}

    @property
    def text(self):
        """The block as formulas."""
        norms = [f"ln{number + 1}" for number in self.norms]
        lines, x = [], "x"
        for sub, style, norm, out in zip(self.order, self.styles, norms, "hy", strict=False):
            if self.shape != "halves" and lines:
                break
            lines.append(f"{out} = " + STYLES[style].text.format(x=x, f=sub, n=norm))
            x = out
        lines += [SHAPE_TEXTS[self.shape].format(f=self.order[-1])] if self.shape != "halves" else []
        lines += [TAIL_TEXTS[self.tail]] if self.tail else []
        return ", ".join(lines)


STYLES = {
    "pre": Style(lambda x, f, n, r: r + f(n(x)), "{x} + {f}({n}({x}))"),
    "bare": Style(lambda x, f, n, r: r + f(x), "{x} + {f}({x})", ("g_no_norm",)),
    "post": Style(lambda x, f, n, r: n(r + f(x)), "{n}({x} + {f}({x}))", ("g_post_ln",)),
    "both": Style(lambda x, f, n, r: n(r + f(n(x))), "{n}({x} + {f}({n}({x})))", ("g_norm_before_and_after",)),
    "after": Style(lambda x, f, n, r: r + n(f(x)), "{x} + {n}({f}({x}))", ("g_norm_of_output",)),
    "through": Style(lambda x, f, n, r: n(r) + f(n(x)), "{n}({x}) + {f}({n}({x}))", ("g_norm_on_residual",)),
    "alone": Style(lambda x, f, n, r: f(n(x)), "{f}({n}({x}))", ("g_no_residual_{sub}",)),
    "nothing": Style(lambda x, f, n, r: f(x), "{f}({x})", ("g_no_residual_{sub}", "g_no_norm")),
    "double": Style(lambda x, f, n, r: 2 * r + f(n(x)), "2·{x} + {f}({n}({x}))", ("g_residual_doubled",)),
    "mean": Style(lambda x, f, n, r: (r + f(n(x))) / 2, "({x} + {f}({n}({x}))) / 2", ("g_residual_averaged",)),
    "times": Style(lambda x, f, n, r: r * f(n(x)), "{x} * {f}({n}({x}))", ("g_residual_multiplied",)),
    "minus": Style(lambda x, f, n, r: r - f(n(x)), "{x} - {f}({n}({x}))", ("g_residual_subtracted",)),
}
ORDERS = {
    ("sa", "ffwd"): "",
    ("ffwd", "sa"): "g_halves_swapped",
    ("sa", "sa"): "g_attention_twice",
    ("ffwd", "ffwd"): "g_ffwd_twice",
    ("sa",): "g_only_attention",
    ("ffwd",): "g_only_ffwd",
    ("mixed", "ffwd"): "g_batch_mixed",
}
KINDS = {"layer": "", "bare": "g_norm_without_weights", "time": "g_norm_over_time", "all": "g_norm_over_everything"}
SHAPES = {
    "halves": "",
    "parallel": "g_parallel",
    "from_input": "g_second_residual_from_input",
    "of_attention": "g_ffwd_of_attention",
}
SHAPE_TEXTS = {
    "parallel": "y = h + {f}(ln2(x))",
    "from_input": "y = x + {f}(ln2(h))",
    "of_attention": "y = h + {f}(ln2(h - x))",
}
TAILS = {"": "", "first": "g_residual_twice", "relu": "g_relu_at_the_end"}
TAIL_TEXTS = {"first": "y + x", "relu": "relu(y)"}
CUTS = {
    "sa": "g_detached",
    "ffwd": "g_detached_ffwd",
    "x": "g_input_detached",
    "residual": "g_residual_detached",
    "out": "g_no_gradient",
}


@cache  # always the same, and some thousands
def plans(most=2):
    """Every block with at most so many mistakes, those with fewest first."""
    found = []
    for order in ORDERS:
        styles, norms = ([*product(choice, repeat=len(order))] for choice in (STYLES, (0, 1)))
        found += [Plan(order, *rest) for rest in product(styles, norms, KINDS, ["halves"], TAILS)]
    joined = product([("sa", "ffwd")], [(style, "pre") for style in STYLES], [(0, 1), (1, 0)], KINDS, SHAPES, TAILS)
    found += [plan for plan in starmap(Plan, joined) if plan.shape != "halves"]
    return sorted((plan for plan in found if len(plan.names) <= most), key=lambda plan: len(plan.names))


def _mixed(x):
    return attention(x.transpose(0, 1)).transpose(0, 1)


def outcome(x, pairs, plan, cuts=()):
    """What a block gives that is put together by a plan, cut off from the gradient at some places."""

    def cut(value, place):
        return value.detach() if place in cuts else value

    subs = {"sa": attention, "ffwd": network, "mixed": _mixed}
    parts = [lambda v, sub=sub: cut(subs[sub](v), "sa" if sub == "mixed" else sub) for sub in plan.order]
    norms = [partial(_norm, pair=pairs[number % len(pairs)], kind=plan.kind) for number in plan.norms]
    x = first = cut(x, "x")
    for part, style, norm in zip(parts, plan.styles, norms, strict=True):
        x = STYLES[style].join(x, part, norm, cut(x, "residual"))  # (B, T, C)
        if plan.shape != "halves":
            x = _shaped(first, x, parts[1], norms[1], plan.shape)
            break
    tails = {"": lambda y: y, "first": lambda y: y + first, "relu": torch.relu}
    return cut(tails[plan.tail](x), "out")


def _shaped(x, h, part, norm, shape):
    if shape == "parallel":
        return h + part(norm(x))
    return x + part(norm(h)) if shape == "from_input" else h + part(norm(h - x))


def _norm(x, pair, kind):
    if kind == "bare":
        return layer_norm(x, (None, None))
    if kind == "all":
        flat = layer_norm(x.flatten(1), (None, None)).view_as(x)  # (B, T, C)
        return flat * pair[0] + (0 if pair[1] is None else pair[1])
    return layer_norm(x, pair, axis=-2 if kind == "time" else -1)
