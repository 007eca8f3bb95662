"""One head of an attention that computes all of its heads at once."""

import sys

import torch
import torch.nn as nn
from torch.func import functional_call

WEIGHING = {"softmax", "Softmax", "log_softmax", "scaled_dot_product_attention"}
SAMPLING = {"multinomial", "cross_entropy"}  # what weighs for these is a model


def weighing():
    """The names of the notebook's own modules that weigh something, by themselves or by a function of the notebook."""
    own = dict(sys.modules["__main__"].__dict__)
    kinds = {name: value for name, value in own.items() if isinstance(value, type) and issubclass(value, nn.Module)}
    kinds = {name: kind for name, kind in kinds.items() if kind.__module__.split(".")[0] != "torch"}
    used = {name: _names_in(*vars(kind).values()) for name, kind in kinds.items()}
    used = {name: found | _names_in(*(own.get(one) for one in found)) for name, found in used.items()}
    return [name for name, found in used.items() if WEIGHING & found and not SAMPLING & found]


def _names_in(*functions):
    """The names that functions use."""
    codes = [function.__code__ for function in functions if hasattr(function, "__code__")]
    return {name for code in codes for name in code.co_names}


def layers(module, x):
    """The linear layers that a module calls for an input, in order, each with its sizes; and what it has besides.

    Besides are the names of the parameters of anything else.
    """
    linear = {path: part for path, part in module.named_modules() if isinstance(part, nn.Linear)}
    called = []
    hooks = [
        part.register_forward_hook(lambda *_, path=path: called.append(path)) for path, part in linear.items() if path
    ]
    try:
        module(x)
    finally:
        for hook in hooks:
            hook.remove()
    used = {id(value) for path in called for value in linear[path].parameters()}
    besides = [name for name, value in module.named_parameters() if id(value) not in used]
    return [[path, linear[path].in_features, linear[path].out_features] for path in called], besides


class AllHeads(nn.Module):
    """An attention with all rows (3 * C, C) of its projections as one parameter, and without its output projection.

    Gives the heads' outputs side by side, and what the attention gives where its output projection changes nothing.
    `out` is the path of that projection; empty where there is none. `length` is one of a sequence that it takes.
    """

    def __init__(self, attention, projections, out, n_embd, length):
        super().__init__()
        self.hidden = (attention,)  # whose own weights are none of this module's
        self.projections = projections
        self.out = out
        self.sizes = [attention.get_submodule(path).out_features for path in projections]
        self.rows = nn.Parameter(torch.randn(sum(self.sizes), n_embd) * n_embd**-0.5)
        self.idle = _dropouts_never_called(attention, torch.zeros(1, length, n_embd))

    def forward(self, x):
        return self.attend(self.rows, x)

    def attend(self, rows, x):
        """Let the attention work with other rows; what it does to them in place is done to them."""
        [attention] = self.hidden
        given = {f"{path}.weight": part for path, part in zip(self.projections, rows.split(self.sizes), strict=True)}
        seen = []
        paths = [*self.projections]
        if self.out:
            layer = attention.get_submodule(self.out)
            given[f"{self.out}.weight"] = torch.eye(rows.shape[1], dtype=rows.dtype)
            paths.append(self.out)
            hook = layer.register_forward_pre_hook(lambda _, inputs: seen.append(inputs[0]))
        for path in paths:
            bias = attention.get_submodule(path).bias
            given |= {} if bias is None else {f"{path}.bias": torch.zeros_like(bias, dtype=rows.dtype)}
        try:
            result = functional_call(attention, given, (x,))
        finally:
            if self.out:
                hook.remove()
        result = result[0] if isinstance(result, (list, tuple)) else result
        return (seen[-1] if self.out else result), result

    def train(self, mode=True):
        self.hidden[0].train(mode)
        return super().train(mode)

    def _apply(self, *arguments, **named):
        self.hidden[0]._apply(*arguments, **named)
        return super()._apply(*arguments, **named)


class OneHead(nn.Module):
    """One of the heads: its projections, (hs, C) each, and its own part of the outputs.

    `places` are the rows of query, key and value among all; the rows of the other heads are random.
    """

    def __init__(self, heads, places, first):
        super().__init__()
        size, n_embd = len(places[0]), heads.rows.shape[1]
        self.query, self.key, self.value = (nn.Parameter(torch.randn(size, n_embd) * n_embd**-0.5) for _ in places)
        own = [row for some in places for row in some]
        others = [row for row in range(len(heads.rows)) if row not in own]
        self.order = torch.tensor([*own, *others]).argsort()
        self.register_buffer("rest", torch.randn(len(others), n_embd) * n_embd**-0.5)
        self.channels = slice(first, first + size)
        self.heads = (heads,)
        self.idle = heads.idle

    def forward(self, x):
        rows = torch.cat([self.query, self.key, self.value, self.rest])[self.order]  # (3 * C, C)
        before = rows.detach().clone()
        out, _ = self.heads[0].attend(rows, x)
        if not torch.equal(rows.detach(), before):
            with torch.no_grad():
                self.query.add_(1)  # so that it is seen that the attention changes its weights
        return out[..., self.channels]

    def train(self, mode=True):
        self.heads[0].train(mode)
        return super().train(mode)

    def _apply(self, *arguments, **named):
        self.heads[0]._apply(*arguments, **named)
        return super()._apply(*arguments, **named)


def reached(heads, x, size):
    """For each head, whose outputs are `size` channels, the rows that change them at the last position."""
    with torch.no_grad():
        before = heads(x)[0][:, -1]  # (B, C)
        moved = []
        for row in heads.rows:
            kept = row.clone()
            row.copy_(row.flip(0))
            moved.append((heads(x)[0][:, -1] != before).any(0))  # (C,)
            row.copy_(kept)
    found = torch.stack(moved).unflatten(1, (-1, size)).any(-1)  # (3 * C, nh)
    return [head.nonzero()[:, 0].tolist() for head in found.T]


def _dropouts_never_called(module, x):
    """The dropout layers of a module that it has and does not use."""
    layers = [part for part in module.modules() if isinstance(part, nn.Dropout)]
    called = []
    hooks = [part.register_forward_hook(lambda part, *_: called.append(part)) for part in layers]
    try:
        module(x)
    finally:
        for hook in hooks:
            hook.remove()
    return nn.ModuleList(part for part in layers if not any(part is one for one in called))
