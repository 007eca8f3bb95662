"""Stand-ins for what a training loop works on: small models that tell a log of themselves, and batches."""

import torch
import torch.nn as nn
import torch.nn.functional as F


class Answer(tuple):
    """Logits and loss as a pair that may be asked by name too, as a student's own model may give them."""

    logits = property(lambda self: tuple.__getitem__(self, 0))
    loss = property(lambda self: tuple.__getitem__(self, 1))

    def __getitem__(self, key):
        return getattr(self, key) if key in ("logits", "loss") else super().__getitem__(key)


class Model(nn.Module):
    """A table of logits with the interface of the lab's models."""

    log = None
    kind = ""
    original = None

    def __init__(self, *_arguments, **_named):
        super().__init__()
        self.table = nn.Parameter(self.log.parameters.clone())  # (V, V)
        self.shift = nn.Parameter(torch.zeros(len(self.log.parameters)))  # (V,), which is to be optimised too
        self.log.number(self)

    @property
    def watched(self):
        return [self.table, self.shift]

    def __getattr__(self, name):
        try:
            return super().__getattr__(name)
        except AttributeError:
            if name.startswith("_") or type(self).original is None:
                raise
            return getattr(type(self).original, name)  # what a student's class has besides, such as a size

    def forward(self, *arguments, **named):
        idx, *others = [*arguments, *named.values()]
        targets = next((value for value in others if isinstance(value, torch.Tensor)), None)
        logits = self.table[idx] + 0 * self.shift  # (B, T, V)
        known = targets is not None and targets.dtype is torch.int64 and targets.shape == idx.shape
        self.log.passed(self, idx, targets if known else None, logits)
        if targets is None:
            return Answer((logits, None))
        logits = logits.flatten(0, 1)  # (B*T, V)
        return Answer((logits, F.cross_entropy(logits, targets.flatten())))

    def generate(self, idx, max_new_tokens, *_arguments, **_named):
        return torch.cat([idx, idx.new_zeros(idx.shape[0], max_new_tokens)], dim=1)  # (B, T + max_new_tokens)


def family(log, kind, name, original=None):
    """A class of models of one kind, by the name that it goes by in the notebook."""
    log.originals += [] if original is None else [original]
    made = type(name, (Model,), {"log": log, "kind": kind, "original": original, "__module__": __name__})
    globals()[name] = made  # so that a student may pickle what it makes
    return made


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
