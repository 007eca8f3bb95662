"""Stand-ins for the parts around GPTLanguageModel's own code."""

import functools
import inspect
import types

import torch
import torch.nn as nn


def first(arguments, named):
    """The tensor that a call is about, however its argument is named."""
    return next(value for value in (*arguments, *named.values()) if isinstance(value, torch.Tensor))


def logits_of(value):
    """The logits among what a forward gives, in whatever form."""
    if isinstance(value, torch.Tensor):
        return value
    if isinstance(value, dict):
        return value["logits"]
    return value.logits if hasattr(value, "logits") else value[0]


def parts(value):
    """What a forward gives; where it is an object with attributes, these by their names."""
    if isinstance(value, (torch.Tensor, dict, tuple, list)) or not hasattr(value, "logits"):
        return value
    return {"logits": value.logits, "loss": getattr(value, "loss", None)}


def positions(logits, count):
    """Whether the logits of one row of `count` tokens are of all positions, of the "last", or of that "alone"."""
    if count < 2 or logits.shape[-2] == count:
        return "all"
    return "last" if logits.dim() == 3 else "alone"


class GivenBlock(nn.Module):
    """Mixes the past and the channels, each block by its place in the order of construction."""

    made = 0
    form = None  # the place of the output among what the notebook's own block gives, and how many things that is
    gain = 1.0

    def __init__(self, *_arguments, **_named):
        super().__init__()
        GivenBlock.made += 1
        self.register_buffer("place", torch.tensor(GivenBlock.made))

    def forward(self, *arguments, **named):
        x, place = first(arguments, named), int(self.place)
        past = x.cumsum(-2) / torch.arange(1, x.shape[-2] + 1, device=x.device)[:, None]  # (B, T, C)
        out = x * (1 + 0.5 * place) + self.gain * past.roll(place, -1).tanh()  # (B, T, C)
        if self.form is None:
            return out
        place, count = self.form
        return tuple(out if one == place else None for one in range(count))


class Scripted:
    """A causal forward that notes how it is called, and answers in the form that the model's own forward does.

    `context` is how many tokens it takes; of more, it takes the last ones where the model's own forward does so.
    """

    def __init__(self, model, context):
        self.own = functools.partial(type(model).forward, model)
        self.context = context
        self.calls = self.longest = 0
        self.form, self.positions = tuple, "all"
        try:
            with torch.no_grad():
                value = self.own(torch.zeros(1, min(2, context), dtype=torch.long))
            self.form, self.positions = type(value), positions(logits_of(value), min(2, context))
        except Exception:  # what its forward does is judged elsewhere
            pass

    def __call__(self, *arguments, **named):
        idx, *targets = [value for value in (*arguments, *named.values()) if isinstance(value, torch.Tensor)]
        self.calls += 1
        if idx.shape[1] > self.context and self._cuts(idx[:2]):
            idx = idx[:, -self.context :]
        self.longest = max(self.longest, idx.shape[1])
        logits, loss = self.logits(idx), None  # (B, T, V)
        if targets:
            logits = logits.flatten(0, 1)  # (B*T, V)
            loss = nn.functional.cross_entropy(logits, targets[0].flatten())
        elif self.positions != "all":
            logits = logits[:, -1:] if self.positions == "last" else logits[:, -1]
        return self._formed(logits, loss)

    def _formed(self, logits, loss):
        if issubclass(self.form, torch.Tensor) and loss is None:
            return logits
        if self.form is dict:
            return {"logits": logits, "loss": loss}
        if not issubclass(self.form, (torch.Tensor, tuple, list)):
            return types.SimpleNamespace(logits=logits, loss=loss)
        return self.form._make((logits, loss)) if hasattr(self.form, "_make") else (logits, loss)

    def _cuts(self, idx):
        try:
            with torch.no_grad():
                ends = [logits_of(self.own(window))[:, -1] for window in (idx, idx[:, -self.context :])]
            return torch.allclose(*ends, atol=1e-4)
        except Exception:
            return False


class Script(Scripted):
    """What follows a token is told by that token, all before it, and their places."""

    def __init__(self, model, context, vocab_size):
        super().__init__(model, context)
        self.vocab_size = vocab_size

    def logits(self, idx):
        places = torch.arange(1, idx.shape[1] + 1)
        tokens = (idx * places).cumsum(-1) % self.vocab_size  # (B, T)
        return 200.0 * nn.functional.one_hot(tokens, self.vocab_size).float()  # (B, T, V)


class Monotone(Scripted):
    """The same token follows always; `given` are that token and the size of the vocabulary."""

    def __init__(self, model, context, given):
        super().__init__(model, context)
        self.token, self.vocab_size = given

    def logits(self, idx):
        token = torch.full(idx.shape, self.token)
        return 200.0 * nn.functional.one_hot(token, self.vocab_size).float()  # (B, T, V)


class Dice(Scripted):
    """Every position of a row has the same logits, but the first one, which has one token for certain.

    Which of the given logits (R, V) a row has, its first token says; `seen` is what came in first.
    """

    def __init__(self, model, context, logits):
        super().__init__(model, context)
        self.sides = logits
        self.seen = None

    def logits(self, idx):
        self.seen = idx.clone() if self.seen is None else self.seen
        out = self.sides[idx[:, 0] % len(self.sides)][:, None].repeat(1, idx.shape[1], 1)
        out[:, 0] = -200.0
        out[:, 0, 0] = 200.0
        return out  # (B, T, V)


def generated(model, idx, count):
    """Let a model generate, whatever its second argument is called."""
    call = model.generate
    try:
        inspect.signature(call).bind(idx, count)
    except TypeError:
        name = next(p.name for p in inspect.signature(call).parameters.values() if p.kind is p.KEYWORD_ONLY)
        return call(idx, **{name: count})
    return call(idx, count)


def extend(model, idx, count):
    """Let a model generate; returns what it returns, and the prompt as it is afterwards."""
    out = generated(model, idx, count)
    return out, idx


def traces(model, idx, count):
    """What is another one after a model has generated: weights, gradients, their being computed, graphs it keeps."""
    before = [parameter.detach().clone() for parameter in model.parameters()]
    generated(model, idx, count)
    enabled = torch.is_grad_enabled()
    held = [value for part in model.modules() for value in vars(part).values()]
    return {
        "weights": any(not torch.equal(p, old) for p, old in zip(model.parameters(), before, strict=True)),
        "frozen": any(not p.requires_grad for p in model.parameters()),
        "gradients": any(p.grad is not None for p in model.parameters()),
        "disabled": not enabled,
        "graphs": any(_graphs(value) for value in held),
    }


def _graphs(value):
    if isinstance(value, dict):
        return any(_graphs(item) for item in value.values())
    if isinstance(value, (list, tuple)):
        return any(_graphs(item) for item in value)
    return isinstance(value, torch.Tensor) and value.grad_fn is not None


def own(model, *arguments):
    """Call the forward of a model's class, whatever was put in its place."""
    return parts(type(model).forward(model, *arguments))


def told(model, *arguments):
    """What a model returns, in a form that travels."""
    return parts(model(*arguments))


def call(model, *arguments):
    """Call a model; returns what it returns, and its arguments as they are afterwards."""
    out = model(*arguments)
    return out, list(arguments)


def reseeds(model, idx):
    """What chance gives after a call of a model, for two ways in which it stood before."""
    after = []
    for seed in (1, 2):
        torch.manual_seed(seed)
        model(idx)
        after.append(torch.rand(8))
    return after


def bound(kind, arguments, named):
    """Which argument of something gets which value in a call."""
    return dict(inspect.signature(kind).bind(*arguments, **named).arguments)
