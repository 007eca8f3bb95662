"""The values that a notebook's names had when an answer had run, for names that later cells give to something else."""

import builtins
import types
from collections.abc import Iterable, Mapping
from typing import Any

from autograder.kernel_side.hyperparameters import SETTING_TYPES, setting_containers

GONE = object()


class AnswerNames:
    """Remembers the globals of a notebook as they were after certain cells, each under a label.

    Hyperparameters are left as the notebook has them at its end: many notebooks set them last, and checks set them.
    """

    def __init__(self, names: dict[str, Any]) -> None:
        self.names = names
        self.remembered: dict[str, dict[str, Any]] = {}
        self.rebound: dict[str, dict[str, Any]] = {}

    def remember(self, label: str) -> None:
        """Remember what every name stands for now."""
        self.remembered[label] = dict(self.names)

    def compare(self, wanted: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
        """Find, for each label, which of the names wanted stand for something else now, and return those names.

        Names of Python's own functions and classes are always looked at. What was remembered otherwise is dropped.
        """
        for label, names in wanted.items():
            before = self.remembered.get(label)
            if before is not None:
                changes = {name: before.get(name, GONE) for name in self._rebound(before, names)}
                self.rebound[label] = changes
        self.remembered.clear()
        return {label: sorted(changes) for label, changes in self.rebound.items() if changes}

    def restore(self, label: str) -> None:
        """Let the names that a label's answer needs stand again for what they stood for when it had run."""
        for name, value in self.rebound.get(label, {}).items():
            if value is GONE:
                self.names.pop(name, None)
            else:
                self.names[name] = value

    def _rebound(self, before: dict[str, Any], wanted: Iterable[str]) -> Iterable[str]:
        kept = {name for name, value in setting_containers(before).items() if _holds_settings(value)}
        builtin = [name for name in list(self.names) if type(name) is str and hasattr(builtins, name)]
        for name in {*wanted, *builtin}:
            if name in before:
                is_answer = name not in kept and not _is_setting(before[name])
                if is_answer and self.names.get(name, GONE) is not before[name]:
                    yield name
            elif name in self.names and hasattr(builtins, name):
                yield name


def _is_setting(value: Any) -> bool:
    return value is None or (isinstance(value, SETTING_TYPES) and not (isinstance(value, str) and len(value) > 100))


def _holds_settings(value: Any) -> bool:
    """Whether a container holds hyperparameters, and is no table of characters and no class that does something."""
    if type(value) is dict:
        return any(type(name) is str and len(name) > 1 and name.isidentifier() for name in value)
    kind = value if isinstance(value, type) else type(value)
    return not any(isinstance(part, types.FunctionType) and name[:2] != "__" for name, part in vars(kind).items())
