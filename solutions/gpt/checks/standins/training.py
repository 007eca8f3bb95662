"""Stand-ins for what a training loop works on: a small model that keeps a record, and batches."""

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.optim.optimizer import register_optimizer_step_pre_hook


class Model(nn.Module):
    """A table of logits with the interface of the lab's models."""

    def __init__(self, table):
        super().__init__()
        self.table = nn.Parameter(table.clone())  # (V, V)

    def forward(self, idx, targets=None):
        logits = self.table[idx]  # (B, T, V)
        if targets is None:
            return logits, None
        logits = logits.flatten(0, 1)  # (B*T, V)
        return logits, F.cross_entropy(logits, targets.flatten())

    def generate(self, idx, max_new_tokens, *_arguments, **_named):
        return torch.cat([idx, idx.new_zeros(idx.shape[0], max_new_tokens)], dim=1)  # (B, T + max_new_tokens)


class Recorder:
    """Notes what happens to a model from one optimizer step to the next."""

    def __init__(self, model):
        self.model = model
        self.forwards = []
        self.backwards = []
        self.steps = []
        self.hooks = [
            model.register_forward_hook(self._forward, with_kwargs=True),
            register_optimizer_step_pre_hook(self._step),
        ]

    def _forward(self, model, arguments, named, output):
        logits = output[0]
        if not torch.is_grad_enabled() or not logits.requires_grad:
            return
        number = len(self.forwards)
        values = [*arguments, *named.values()]
        self.forwards.append({"x": values[0].clone(), "training": model.training})
        logits.register_hook(lambda gradient: self.backwards.append(number))

    def _step(self, optimizer, *_):
        table = self.model.table
        group = next((g for g in optimizer.param_groups if any(p is table for p in g["params"])), None)
        if group is None:
            return
        self.steps.append(
            {
                "before": table.detach().clone(),
                "gradient": None if table.grad is None else table.grad.clone(),
                "forwards": list(self.backwards),
                "optimizer": type(optimizer).__name__,
                "group": {key: value for key, value in group.items() if isinstance(value, (int, float, tuple))},
            }
        )
        self.backwards.clear()

    def finish(self):
        """Stop listening, and tell everything."""
        for hook in self.hooks:
            hook.remove()
        return {"forwards": self.forwards, "steps": self.steps, "final": self.model.table.detach()}


class Batches:
    """get_batch over given tokens: windows at the places that the grader chose, in its order."""

    def __init__(self, train, val, places, batch_size, block_size, device="cpu"):
        self.data = {"train": train, "val": val}
        self.places = places
        self.shape = (batch_size, block_size)
        self.device = device
        self.drawn = {"train": 0, "val": 0}

    def __call__(self, split="train", *_arguments, **_named):
        is_train = split is self.data["train"] if isinstance(split, torch.Tensor) else split == "train"
        which = "train" if is_train else "val"
        B, T = self.shape
        start = (self.places[which][self.drawn[which] % len(self.places[which])]).tolist()
        self.drawn[which] += 1
        rows = torch.stack([self.data[which][i : i + T + 1] for i in start[:B]]).to(self.device)  # (B, T + 1)
        return rows[:, :-1].contiguous(), rows[:, 1:].contiguous()


def optimizer(model, lr):
    """A plain optimizer over a model."""
    return torch.optim.SGD(model.parameters(), lr=lr)


def adam(model, lr):
    """An adaptive optimizer over a model."""
    return torch.optim.Adam(model.parameters(), lr=lr)


def maker(first, later):
    """Makes a class whose first construction gives one model, and every later one another."""
    waiting = [first]

    def made(*_arguments, **_named):
        return waiting.pop() if waiting else later

    return type("Made", (nn.Module,), {"__new__": made})


def missed(optimizer, model):
    """How many trainable parameters of a model an optimizer does not hold."""
    held = {id(p) for group in optimizer.param_groups for p in group["params"]}
    return sum(id(p) not in held for p in model.parameters() if p.requires_grad)
