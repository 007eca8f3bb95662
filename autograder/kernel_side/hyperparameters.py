"""Where a notebook keeps its settings: globals, dictionaries, dataclasses, namespaces, classes of constants."""

import types
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import torch

MANY = 200  # entries: what has more is data
PLAIN = (bool, int, float, str, torch.device)
Value = tuple[Any, Sequence[str]]  # of a setting, and the other spellings of its name
Change = tuple[Any, str, Any]  # what holds a setting, its name, and the value that it had


def put(names: dict[str, Any], values: Mapping[str, Value]) -> list[Change]:
    """Give settings new values wherever a notebook has them, as globals or in one, and return what they were.

    Another spelling of a name means the same where the notebook does not use the name itself for something else.
    """
    meant = {name: value for name, (value, _) in values.items() if isinstance(value, PLAIN)}
    before = {name: names[name] for name in meant if isinstance(names.get(name), PLAIN)}
    changes: list[Change] = []
    for holder in (names, *holders(names).values()):
        for name, old in list(_fields(holder)):
            for known in meant if isinstance(old, PLAIN) else ():
                itself = plain(name) == plain(known)
                spelled = plain(name) in map(plain, values[known][1]) and before.get(known, old) == old
                if (itself or spelled) and _write(holder, name, meant[known]):
                    changes.append((holder, name, old))
    return changes


def undo(changes: list[Change]) -> None:
    """Give settings the values back that they had."""
    for holder, name, old in reversed(changes):
        _write(holder, name, old)


def holders(names: Mapping[str, Any]) -> dict[str, Any]:
    """The globals that hold settings: neither models nor functions nor what Python keeps for itself."""
    return {name: value for name, value in names.items() if not name.startswith("_") and _holds(value)}


def named(holder: Any) -> list[str]:
    """The names of the settings in one place; a class names none, for its instances do."""
    return [] if isinstance(holder, type) else [name for name, value in _fields(holder) if isinstance(value, PLAIN)]


def plain(name: str) -> str:
    """A name without case and underscores, by which spellings of it are told to be the same."""
    return name.replace("_", "").lower()


def _holds(value: Any) -> bool:
    if type(value) is dict:
        return len(value) <= MANY
    kind = value if isinstance(value, type) else type(value)
    strange = (torch.nn.Module, torch.optim.Optimizer, torch.Tensor)
    return kind is types.SimpleNamespace or (kind.__module__ == "__main__" and not issubclass(kind, strange))


def _fields(holder: Any) -> Iterator[tuple[str, Any]]:
    fields = holder if type(holder) is dict else getattr(holder, "__dict__", {})
    return ((name, value) for name, value in fields.items() if isinstance(name, str) and not name.startswith("_"))


def _write(holder: Any, name: str, value: Any) -> bool:
    try:
        if type(holder) is dict:
            holder[name] = value
        elif isinstance(holder, type):
            setattr(holder, name, value)
        else:
            object.__setattr__(holder, name, value)  # frozen dataclasses too
    except Exception:
        return False
    return True
