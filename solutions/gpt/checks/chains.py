"""What generate makes of scripted logits: the right chain of tokens, and those of a generate that goes wrong."""

from dataclasses import dataclass
from itertools import product

import torch

from autograder.checks import assert_true

from .model import pair

PROMPT = torch.tensor([[3, 0, 5], [4, 2, 2]])


def extended(student, model, standin, idx, count):
    """What generate returns, and the prompt as it is afterwards."""
    return pair(student.define("extend", standin("model")).value(model.handle, idx, count))


def generate(student, model, standin, idx, count):
    """Let the model generate, and return (B, T + count) tokens; the caller's tensor must stay as it was."""
    out, after = extended(student, model, standin, idx, count)
    B, T = idx.shape
    whole = isinstance(out, torch.Tensor) and out.dtype is torch.int64
    assert_true(whole, "generate debe retornar un tensor de enteros de 64 bits, como el que recibe.")
    shape = (B, T + count)
    assert_true(tuple(out.shape) == shape, f"generate debe retornar forma {shape}: es {tuple(out.shape)}.")
    assert_true(isinstance(after, torch.Tensor) and torch.equal(after, idx), "generate cambió el tensor que recibió.")
    assert_true(torch.equal(out[:, :T], idx), "generate debe retornar el contexto original al comienzo.")
    return out


def scripted(student, model, standin, kind, given_):
    """Put a scripted forward in place of the model's own."""
    script = student.define(kind, standin("model")).new(model.handle, model.shape.T, given_)
    model.handle.set("forward", script)
    return script


def asks_forward(student, model, standin):
    """Whether generate continues otherwise where the model's forward says something else.

    One that does not may find its logits by itself; what it says of how often it asked is no evidence.
    """
    return _differ(*(_continued_with(student, model, standin, token) for token in (1, 2)))


def asks_weights(student, model, standin):
    """Whether generate, with the model's own forward, continues otherwise where the weights are others."""
    outs = []
    for scale in (1, -1):
        model.handle.load({name: scale * value for name, value in model.handle.loaded.items()})
        outs.append(extended(student, model, standin, PROMPT, 12)[0])
    return _differ(*outs)


def _continued_with(student, model, standin, token):
    """What generate makes of a forward after which one token always follows."""
    scripted(student, model, standin, "Monotone", [token, model.shape.V])
    return extended(student, model, standin, PROMPT, 12)[0]


def _differ(one, other):
    tensors = isinstance(one, torch.Tensor) and isinstance(other, torch.Tensor)
    assert_true(tensors, "generate debe retornar un tensor.")
    return not torch.equal(one, other)


@dataclass(frozen=True)
class Plan:
    """A generate: the window it looks at, the position it reads, what it does with a token, and what it returns."""

    window: str = "last"
    place: str = "last"
    rows: str = "own"
    join: str = "append"
    result: str = "all"
    more: int = 0

    @property
    def names(self):
        """The mistakes that this generate makes; none where it is right."""
        chosen = (WINDOWS[self.window], PLACES[self.place], ROWS[self.rows], JOINS[self.join], RESULTS[self.result])
        return {*chosen, MORE[self.more]} - {""}


WINDOWS = {
    "last": "",
    "first": "h_crop_from_front",
    "short": "h_crop_one_short",
    "all": "h_no_crop",
    "token": "h_last_token_only",
    "prompt": "h_context_not_updated",
}
PLACES = {"last": "", "first": "h_first_position", "penultimate": "h_penultimate_position"}
ROWS = {"own": "", "first": "h_same_token_for_all"}
JOINS = {"append": "", "prepend": "h_prepended", "drop": "h_token_not_appended", "shift": "h_window_slides"}
RESULTS = {"all": "", "new": "h_prompt_dropped", "window": "h_window_returned"}
MORE = {0: "", -1: "h_one_too_few", 1: "h_one_too_many"}


def plans(most=2):
    """Every generate with at most so many mistakes, those with fewest first."""
    every = (Plan(*choice) for choice in product(WINDOWS, PLACES, ROWS, JOINS, RESULTS, MORE))
    return sorted((plan for plan in every if len(plan.names) <= most), key=lambda plan: len(plan.names))


def continued(idx, count, V, T, plan):
    """How a plan continues a prompt under the script, for V tokens and a context of T."""
    prompt = idx
    windows = {
        "last": lambda: idx[:, -T:],
        "first": lambda: idx[:, :T],
        "short": lambda: idx[:, 1 - T :],
        "all": lambda: idx,
        "token": lambda: idx[:, -1:],
        "prompt": lambda: prompt[:, -T:],
    }
    for _ in range(count + plan.more):
        window = windows[plan.window]()
        places = torch.arange(1, window.shape[1] + 1)
        tokens = (window * places).cumsum(-1) % V  # (B, T)
        chosen = {"last": -1, "first": 0, "penultimate": max(window.shape[1] - 2, 0)}[plan.place]
        new = tokens[:, chosen : chosen + 1] if chosen >= 0 else tokens[:, -1:]  # (B, 1)
        new = new[:1].expand_as(new) if plan.rows == "first" else new
        if plan.join == "append":
            idx = torch.cat([idx, new], dim=1)  # (B, T + 1)
        elif plan.join == "prepend":
            idx = torch.cat([new, idx], dim=1)  # (B, T + 1)
        elif plan.join == "shift":
            idx = torch.cat([idx[:, 1:], new], dim=1)  # (B, T)
    if plan.result == "new":
        return idx[:, prompt.shape[1] :]
    return idx[:, -T:] if plan.result == "window" else idx
