"""Stand-ins for what a training loop works on: small models that tell a log of themselves, and batches."""

import copy

import torch
import torch.nn as nn
import torch.nn.functional as F


class Answer(tuple):
    """Logits and loss as a pair that may be asked by name too, as a student's own model may give them."""

    logits = property(lambda self: tuple.__getitem__(self, 0))
    loss = property(lambda self: tuple.__getitem__(self, 1))

    def __getitem__(self, key):
        return getattr(self, key) if key in ("logits", "loss") else super().__getitem__(key)


EVALUATED = 0.5  # times the logits in evaluation mode: which mode a loop trains in, its gradients say


class Model(nn.Module):
    """A table of logits with the interface of the lab's models."""

    def __init__(self, *_arguments, **_named):
        super().__init__()
        table = self._started()
        self.weight = nn.Parameter(table)  # (V, V)
        self.bias = nn.Parameter(torch.zeros(len(table)))  # (V,), which is to be optimised too

    def __getattr__(self, name):
        try:
            return super().__getattr__(name)
        except AttributeError:
            if name.startswith("_") or self._own() is None:
                raise
            return getattr(self._own(), name)  # what a student's class has besides, such as a size

    def forward(self, *arguments, **named):
        idx, *others = [*arguments, *named.values()]
        targets = next((value for value in others if isinstance(value, torch.Tensor)), None)
        scale = 1.0 if self.training else EVALUATED
        logits = scale * self.weight[idx] + 0 * self.bias  # (B, T, V)
        known = targets is not None and targets.dtype is torch.int64 and targets.shape == idx.shape
        self._tell(idx, targets if known else None, logits)
        loss = None if targets is None else F.cross_entropy(logits.flatten(0, 1), targets.flatten())
        if self._own(answers=True) is None:
            return Answer((logits if loss is None else logits.flatten(0, 1), loss))
        with torch.no_grad(), torch.random.fork_rng(devices=[]):
            return in_form_of(self._own(answers=True)(*arguments, **named), logits, loss)

    def generate(self, idx, max_new_tokens, *_arguments, **_named):
        return torch.cat([idx, idx.new_zeros(idx.shape[0], max_new_tokens)], dim=1)  # (B, T + max_new_tokens)


def in_form_of(answer, logits, loss):
    """An answer like another one, with these logits in the place of its first scores, and this loss of its number."""
    given = {"logits": logits, "loss": loss}

    def replaced(part):
        if isinstance(part, torch.Tensor) and part.is_floating_point():
            if part.ndim == 0 and given.get("loss") is not None:
                return given.pop("loss")
            if part.ndim == 3 and part.shape[:2] == logits.shape[:2] and "logits" in given:
                return given.pop("logits")
            if part.ndim == 2 and len(part) == logits.shape[:2].numel() and "logits" in given:
                return given.pop("logits").flatten(0, 1)
            return part
        if isinstance(part, (tuple, list)):
            parts = [replaced(inner) for inner in part]
            return type(part)(*parts) if hasattr(part, "_fields") else type(part)(parts)
        if isinstance(part, dict):
            return type(part)((key, replaced(inner)) for key, inner in part.items())
        if hasattr(part, "__dict__") and not callable(part):
            changed = copy.copy(part)
            vars(changed).update({key: replaced(inner) for key, inner in vars(part).items()})
            return changed
        return part

    return replaced(answer)


def family(log, kind, name, original, own_form):
    """A class of models of one kind, by the name that it goes by in the notebook; see `in_form_of` for the form.

    The log is no attribute of its models, by which a notebook could tell them from its own.
    """
    log.originals += [] if original is None else [original]

    class Made(Model):
        def __init__(self, *arguments, **named):
            super().__init__(*arguments, **named)
            log.number(self, kind)

        def _started(self):
            return log.parameters.clone()

        def _own(self, answers=False):
            return original if own_form or not answers else None

        def _tell(self, x, targets, logits):
            log.passed(self, kind, x, targets, logits)

    Made.__name__ = Made.__qualname__ = name
    globals()[name] = Made  # so that a student may pickle what it makes
    return Made


class Batches:
    """get_batch over given tokens, for a notebook that has none of its own."""

    def __init__(self, train, val, batch_size, block_size, device="cpu"):
        self.data = {"train": train, "val": val}
        self.shape = (batch_size, block_size)
        self.device = device

    def __call__(self, *arguments, **named):
        wanted = next(
            (value for value in (*arguments, *named.values()) if isinstance(value, (str, torch.Tensor))), "train"
        )
        tokens = wanted if isinstance(wanted, torch.Tensor) else self.data["train" if wanted == "train" else "val"]
        B, T = self.shape
        rows = torch.stack([tokens[i : i + T + 1] for i in torch.randint(len(tokens) - T, (B,))])  # (B, T + 1)
        rows = rows.to(self.device)
        return rows[:, :-1].contiguous(), rows[:, 1:].contiguous()


def forms_of_tokens(values, fewest):
    """For each value that holds tokens in a row its form, or a dict of forms by key; None for any other value."""
    return [_form(value, fewest) for value in values]


def _form(value, fewest):
    if isinstance(value, str):
        return "text" if len(value) >= fewest else None
    if isinstance(value, dict) and 0 < len(value) < 6:
        forms = {key: _form(part, fewest) for key, part in value.items()}
        return forms if all(isinstance(form, str) for form in forms.values()) else None
    if isinstance(value, (list, tuple)):
        return "list" if len(value) >= fewest and all(type(token) is int for token in value[:fewest]) else None
    if getattr(value, "ndim", None) != 1 or len(value) < fewest:
        return None
    if isinstance(value, torch.Tensor):
        return None if value.is_floating_point() or value.dtype is torch.bool else "tensor"
    return "array" if getattr(getattr(value, "dtype", None), "kind", "") in ("i", "u") else None
