"""What stands in for a training loop's surroundings in the student's process: a log, a count of turns, an optimizer.

The text of this file is sent there, in front of the lab's own stand-in, so it imports nothing of the engine's and gives
nothing away. The lab's stand-in adds `family(log, kind, name, original, own_form)`, a class of small models. The first
parameter of each starts as a copy of `log.parameters`, and it tells `log.number` of itself and `log.passed` of each
forward pass, with its kind. What the log tells of a pass is believed only as far as the gradients that follow agree.
"""

import builtins
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import torch
from torch.optim.optimizer import register_optimizer_step_post_hook, register_optimizer_step_pre_hook

MOST = 900  # events; a loop without end must not fill the memory


class Log:
    """Notes in their order the turns of loops, the passes of models and the steps of optimizers."""

    def __init__(self, parameters: torch.Tensor) -> None:
        self.parameters = parameters
        self.events: list[dict[str, Any]] = []
        self.models: list[Any] = []
        self.kinds: list[str] = []
        self.states: list[list[torch.Tensor]] = []
        self.optimizers: list[Any] = []
        self.forwards = 0
        self.open = False
        self.hooks: list[Any] = []
        self.inside = 0
        self.originals: list[Any] = []
        self.told: list[tuple[Any, int, bool]] = []
        self.backward = torch.Tensor.backward

    def start(self) -> None:
        """Begin to listen."""
        self.open = True
        backward = self.backward

        def asked(tensor: Any, *arguments: Any, **named: Any) -> Any:
            self.note("asked")
            return backward(tensor, *arguments, **named)  # type: ignore[no-untyped-call]

        torch.Tensor.backward = asked  # type: ignore[method-assign,assignment]
        self.told = [(p, p._version, p.requires_grad) for model in self.originals for p in model.parameters()]
        for parameter, *_ in self.told:
            parameter.requires_grad_(True)
        self.hooks = [
            register_optimizer_step_pre_hook(self._before_step),
            register_optimizer_step_post_hook(self._after_step),
        ]

    def tell(self) -> dict[str, Any]:
        """Stop listening, and tell everything."""
        self.open = False
        torch.Tensor.backward = self.backward  # type: ignore[method-assign]
        for hook in self.hooks:
            hook.remove()
        final = [self._state(number) for number in range(len(self.models))]
        models = [
            {"kind": kind, "states": states, "final": last, "whole": self._is_whole(model)}
            for model, kind, states, last in zip(self.models, self.kinds, self.states, final, strict=True)
        ]
        meddled = any(p._version != version or not p.requires_grad for p, version, _ in self.told)
        for parameter, _, flag in self.told:
            parameter.requires_grad_(flag)
        return {"models": models, "events": self.events, "meddled": meddled}

    def note(self, event: str, **values: Any) -> None:
        """Keep one event."""
        if self.open and len(self.events) < MOST:
            self.events.append({"event": event, **values})

    def number(self, model: Any, kind: str) -> int:
        """The number of a model of a kind, which is new where nobody has seen it."""
        for number, known in enumerate(self.models):
            if known is model:
                return number
        self.models.append(model)
        self.kinds.append(kind)
        self.states.append([])
        self._state(len(self.models) - 1)
        return len(self.models) - 1

    def passed(
        self, model: Any, kind: str, x: torch.Tensor, targets: torch.Tensor | None, output: torch.Tensor
    ) -> None:
        """Note a forward pass, and the backward passes that follow from it."""
        number = self.number(model, kind)
        if not output.requires_grad:
            self.note("look" if torch.is_grad_enabled() else "look without gradients", model=number)
            return
        forward = self.forwards
        self.forwards += 1
        seen = {"x": x.clone(), "targets": None if targets is None else targets.clone(), "training": model.training}
        self.note("forward", number=forward, model=number, state=self._state(number), **seen)
        hook: Callable[[Any], None] = lambda gradient: self.note("backward", forward=forward, model=number)  # noqa: E731
        output.register_hook(hook)  # type: ignore[no-untyped-call]

    def place(self, value: Any) -> int:
        """The number of a model that is known, else -1."""
        return next((number for number, known in enumerate(self.models) if known is value), -1)

    def _is_whole(self, model: Any) -> bool:
        """Whether the optimizers that stepped hold all of a model."""
        held = {id(p) for known in self.optimizers for group in known.param_groups for p in group["params"]}
        return all(id(p) in held for p in model.parameters())

    def _state(self, number: int) -> int:
        """The number of a model's state, which is new where the model has changed."""
        now, states = _first(self.models[number]).detach(), self.states[number]
        if not states or (len(states) < MOST and not torch.equal(states[-1], now)):
            states.append(now.clone())
        return len(states) - 1

    def _held(self, optimizer: Any) -> tuple[int, dict[str, Any]]:
        """The model that an optimizer holds, and the group that holds it."""
        for number, model in enumerate(self.models):
            for group in optimizer.param_groups:
                if any(parameter is _first(model) for parameter in group["params"]):
                    return number, group
        return -1, {}

    def _before_step(self, optimizer: Any, arguments: Any, named: Any) -> None:
        self.inside += 1
        if not self.open or self.inside > 1:  # a step that calls its base's is one step
            return
        number, group = self._held(optimizer)
        if not any(known is optimizer for known in self.optimizers):
            self.optimizers.append(optimizer)
        held = _first(self.models[number]) if number >= 0 else None
        self.note(
            "step",
            model=number,
            before=self._state(number) if number >= 0 else -1,
            gradient=None if held is None or held.grad is None else held.grad / _scale(optimizer),
            optimizer=next(n for n, known in enumerate(self.optimizers) if known is optimizer),
            kind=next((kind.__name__ for kind in type(optimizer).__mro__ if _is_of_torch(kind)), "Optimizer"),
            known=_is_of_torch(type(optimizer)),
            closure=any(callable(value) for value in (*arguments[1:], *named.values())),
            group={key: value for key, value in map(_plain, group.items()) if value is not None},
        )

    def _after_step(self, optimizer: Any, *_: Any) -> None:
        self.inside -= 1
        if not self.open or self.inside:
            return
        number, _group = self._held(optimizer)
        held = _first(self.models[number]) if number >= 0 else None
        self.note(
            "stepped",
            model=number,
            after=self._state(number) if number >= 0 else -1,
            gradient=None if held is None or held.grad is None else held.grad.clone(),
        )


class Silent:
    """In the place of a log where nothing is to be noted, nor to be found by what looks for one."""

    def __init__(self, parameters: torch.Tensor) -> None:
        self.parameters = parameters
        self.originals: list[Any] = []

    def number(self, model: Any, kind: str) -> int:
        """No model has a number."""
        return -1

    def passed(self, *_: Any) -> None:
        """Nothing is told."""


def _first(model: Any) -> Any:
    """The parameter that counts."""
    return next(iter(model.parameters()))


def _scale(optimizer: Any) -> Any:
    """What mixed precision has scaled the gradients by, and a fused optimizer divides them by itself."""
    scale = getattr(optimizer, "grad_scale", None)
    return 1.0 if scale is None else scale


def _is_of_torch(kind: type) -> bool:
    return kind.__module__.startswith("torch.optim") and kind is not torch.optim.Optimizer


def _plain(item: tuple[str, Any]) -> tuple[str, Any]:
    """An entry of an optimizer's group with a value that travels, or None."""
    key, value = item
    if isinstance(value, torch.Tensor) and value.numel() == 1:
        value = value.item()
    return key, value if isinstance(value, (bool, int, float, tuple)) else None


class Turns:
    """The budget of training loops, with every turn noted."""

    def __init__(self, name: str, log: Log) -> None:
        self.budget = getattr(builtins, name)
        self.log = log
        self.depth = 0

    def __call__(self, iterable: Iterable[Any]) -> Iterator[Any]:
        """The items of an iterable, as far as the budget goes."""
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

    def iterate_while(self, condition: Callable[[], Any]) -> Iterator[Any]:
        """The turns of a loop that goes on while a condition holds, as far as the budget goes."""
        return self(iter(lambda: bool(condition()), False))


def optimizer(model: torch.nn.Module, lr: float) -> torch.optim.Optimizer:
    """A plain optimizer over a model."""
    return torch.optim.SGD(model.parameters(), lr=lr)


def device() -> str:
    """Where this notebook computes."""
    return "cuda" if torch.cuda.is_available() else "cpu"


def missed(optimizer: torch.optim.Optimizer, model: torch.nn.Module) -> list[int]:
    """How many of a model's trainable parameters an optimizer does not hold, and how many there are."""
    held = {id(p) for group in optimizer.param_groups for p in group["params"]}
    parameters = [p for p in model.parameters() if p.requires_grad]
    return [sum(id(p) not in held for p in parameters), len(parameters)]
