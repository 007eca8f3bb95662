"""Stand-ins for what a training loop works on: small models whose story is logged, batches, plain optimizers."""

import builtins

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.optim.optimizer import register_optimizer_step_post_hook, register_optimizer_step_pre_hook

MOST = 900  # events; a loop without end must not fill the memory


class Log:
    """Notes in their order the turns of loops, the passes of models and the steps of optimizers."""

    def __init__(self, table):
        self.table = table  # (V, V)
        self.events = []
        self.models = []
        self.states = []
        self.optimizers = []
        self.forwards = 0
        self.open = False
        self.hooks = []
        self.inside = 0
        self.originals = []
        self.told = []
        self.backward = torch.Tensor.backward

    def start(self):
        """Begin to listen."""
        self.open = True
        backward = self.backward

        def asked(tensor, *arguments, **named):
            self.note("asked")
            return backward(tensor, *arguments, **named)

        torch.Tensor.backward = asked
        self.told = [(p, p._version, p.requires_grad) for model in self.originals for p in model.parameters()]
        for parameter, *_ in self.told:
            parameter.requires_grad_(True)
        self.hooks = [
            register_optimizer_step_pre_hook(self._before_step),
            register_optimizer_step_post_hook(self._after_step),
        ]

    def tell(self):
        """Stop listening, and tell everything."""
        self.open = False
        torch.Tensor.backward = self.backward
        for hook in self.hooks:
            hook.remove()
        final = [self._state(number) for number in range(len(self.models))]
        models = [
            {"kind": model.kind, "states": states, "final": last, "whole": self._is_whole(model)}
            for model, states, last in zip(self.models, self.states, final, strict=True)
        ]
        meddled = any(p._version != version or not p.requires_grad for p, version, _ in self.told)
        for parameter, _, flag in self.told:
            parameter.requires_grad_(flag)
        return {"models": models, "events": self.events, "meddled": meddled}

    def note(self, event, **values):
        """Keep one event."""
        if self.open and len(self.events) < MOST:
            self.events.append({"event": event, **values})

    def number(self, model):
        """The number of a model, which is new where nobody has seen it."""
        for number, known in enumerate(self.models):
            if known is model:
                return number
        self.models.append(model)
        self.states.append([])
        self._state(len(self.models) - 1)
        return len(self.models) - 1

    def passed(self, model, idx, targets, logits):
        """Note a forward pass, and the backward passes that follow from it."""
        number = self.number(model)
        if not logits.requires_grad:
            self.note("look" if torch.is_grad_enabled() else "look without gradients", model=number)
            return
        forward = self.forwards
        self.forwards += 1
        known = isinstance(targets, torch.Tensor) and targets.dtype is torch.int64 and targets.shape == idx.shape
        seen = {"x": idx.clone(), "targets": targets.clone() if known else None, "training": model.training}
        self.note("forward", number=forward, model=number, state=self._state(number), **seen)
        logits.register_hook(lambda gradient: self.note("backward", forward=forward, model=number))

    def place(self, value):
        """The number of a model that is known, else -1."""
        return next((number for number, known in enumerate(self.models) if known is value), -1)

    def _is_whole(self, model):
        """Whether the optimizers that stepped hold all of a model."""
        held = {id(p) for known in self.optimizers for group in known.param_groups for p in group["params"]}
        return all(id(p) in held for p in (model.table, model.shift))

    def _state(self, number):
        """The number of a model's state, which is new where the model has changed."""
        table, states = self.models[number].table.detach(), self.states[number]
        if not states or (len(states) < MOST and not torch.equal(states[-1], table)):
            states.append(table.clone())
        return len(states) - 1

    def _held(self, optimizer):
        """The model that an optimizer holds, and the group that holds it."""
        for number, model in enumerate(self.models):
            for group in optimizer.param_groups:
                if any(parameter is model.table for parameter in group["params"]):
                    return number, group
        return -1, {}

    def _before_step(self, optimizer, arguments, named):
        self.inside += 1
        if not self.open or self.inside > 1:  # a step that calls its base's is one step
            return
        number, group = self._held(optimizer)
        if not any(known is optimizer for known in self.optimizers):
            self.optimizers.append(optimizer)
        table = self.models[number].table if number >= 0 else None
        self.note(
            "step",
            model=number,
            before=self._state(number) if number >= 0 else -1,
            gradient=None if table is None or table.grad is None else table.grad / _scale(optimizer),
            optimizer=next(n for n, known in enumerate(self.optimizers) if known is optimizer),
            kind=next((kind.__name__ for kind in type(optimizer).__mro__ if _is_of_torch(kind)), "Optimizer"),
            known=_is_of_torch(type(optimizer)),
            closure=any(callable(value) for value in (*arguments[1:], *named.values())),
            group={key: value for key, value in map(_plain, group.items()) if value is not None},
        )

    def _after_step(self, optimizer, *_):
        self.inside -= 1
        if not self.open or self.inside:
            return
        number, _ = self._held(optimizer)
        table = self.models[number].table if number >= 0 else None
        self.note(
            "stepped",
            model=number,
            after=self._state(number) if number >= 0 else -1,
            gradient=None if table is None or table.grad is None else table.grad.clone(),
        )


def _scale(optimizer):
    """What mixed precision has scaled the gradients by, and a fused optimizer divides them by itself."""
    scale = getattr(optimizer, "grad_scale", None)
    return 1.0 if scale is None else scale


def _is_of_torch(kind):
    return kind.__module__.startswith("torch.optim") and kind is not torch.optim.Optimizer


def _plain(item):
    """An entry of an optimizer's group with a value that travels, or None."""
    key, value = item
    if isinstance(value, torch.Tensor) and value.numel() == 1:
        value = value.item()
    return key, value if isinstance(value, (bool, int, float, tuple)) else None


class Model(nn.Module):
    """A table of logits with the interface of the lab's models."""

    log = None
    kind = ""
    original = None

    def __init__(self, *_arguments, **_named):
        super().__init__()
        self.table = nn.Parameter(self.log.table.clone())  # (V, V)
        self.shift = nn.Parameter(torch.zeros(len(self.log.table)))  # (V,), which is to be optimised too
        self.log.number(self)

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
        self.log.passed(self, idx, targets, logits)
        if targets is None:
            return logits, None
        logits = logits.flatten(0, 1)  # (B*T, V)
        return logits, F.cross_entropy(logits, targets.flatten())

    def generate(self, idx, max_new_tokens, *_arguments, **_named):
        return torch.cat([idx, idx.new_zeros(idx.shape[0], max_new_tokens)], dim=1)  # (B, T + max_new_tokens)


def family(log, kind, name, original=None):
    """A class of models of one kind, by the name that it goes by in the notebook."""
    log.originals += [] if original is None else [original]
    made = type(name, (Model,), {"log": log, "kind": kind, "original": original, "__module__": __name__})
    globals()[name] = made  # so that a student may pickle what it makes
    return made


class Turns:
    """The budget of training loops, with every turn noted."""

    def __init__(self, name, log):
        self.budget = getattr(builtins, name)
        self.log = log
        self.depth = 0

    def __call__(self, iterable):
        items = self.budget(iterable)
        self.depth += 1
        depth = self.depth
        try:
            for item in items:
                self.depth = depth
                self.log.note("turn", depth=depth)
                yield item
        finally:
            self.depth = depth - 1
            items.close()

    def turns(self, condition):
        return self(iter(lambda: bool(condition()), False))


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


def optimizer(model, lr):
    """A plain optimizer over a model."""
    return torch.optim.SGD(model.parameters(), lr=lr)


def device():
    """Where this notebook computes."""
    return "cuda" if torch.cuda.is_available() else "cpu"


def missed(optimizer, model):
    """How many of a model's trainable parameters an optimizer does not hold, and how many there are."""
    held = {id(p) for group in optimizer.param_groups for p in group["params"]}
    parameters = [p for p in model.parameters() if p.requires_grad]
    return [sum(id(p) not in held for p in parameters), len(parameters)]
