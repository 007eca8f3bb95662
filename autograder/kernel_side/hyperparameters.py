"""The hyperparameters of a notebook, wherever it keeps them, and how a check changes them for a while.

A notebook may keep a number such as the embedding size as a global, or in a dictionary, a dataclass, a namespace or a
class of constants, and may spell its name in another way than the lab does.
"""

import types
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import torch

MAX_ENTRIES = 200  # a dictionary with more entries holds data, not hyperparameters
SETTING_TYPES = (bool, int, float, str, torch.device)
NamedValue = tuple[Any, Sequence[str]]  # of a hyperparameter, and the other spellings of its name
PreviousValue = tuple[Any, str, Any]  # the container of a hyperparameter, its name there, and the value that it had


def set_everywhere(names: dict[str, Any], values: Mapping[str, NamedValue]) -> list[PreviousValue]:
    """Set hyperparameters wherever a notebook keeps them, and return the values that they had.

    `names` are the notebook's globals; `values` holds, by the lab's name, the new value and the other spellings of the
    name. Another spelling counts only where the notebook does not use the name itself for something else, and so do
    the defaults of the constructors of settings' classes.
    """
    wanted = {name: value for name, (value, _) in values.items() if isinstance(value, SETTING_TYPES)}
    before = {name: names[name] for name in wanted if isinstance(names.get(name), SETTING_TYPES)}
    previous: list[PreviousValue] = []
    containers = setting_containers(names).values()
    constructors = [vars(kind).get("__init__") for kind in containers if isinstance(kind, type)]
    functions = [made for made in constructors if isinstance(made, types.FunctionType)]
    for container in (names, *containers, *functions):
        for name, old in list(_fields(container)):
            for known in wanted if isinstance(old, SETTING_TYPES) else ():
                same_name = normalized_name(name) == normalized_name(known)
                spelled = same_name or normalized_name(name) in map(normalized_name, values[known][1])
                certain = same_name and not isinstance(container, types.FunctionType)
                meant = certain or (spelled and before.get(known, old) == old)
                if meant and _write(container, name, wanted[known]):
                    previous.append((container, name, old))
    return previous


def restore_previous(previous: list[PreviousValue]) -> None:
    """Give hyperparameters the values back that `set_everywhere` replaced."""
    for container, name, old in reversed(previous):
        _write(container, name, old)


def setting_containers(names: Mapping[str, Any]) -> dict[str, Any]:
    """Return the globals that may hold hyperparameters: small dictionaries, namespaces, the notebook's own objects.

    Models, optimizers, tensors and names that begin with an underscore are left out.
    """
    public = ((name, value) for name, value in names.items() if isinstance(name, str) and not name.startswith("_"))
    return {name: value for name, value in public if _is_container(value)}


def setting_names(container: Any) -> list[str]:
    """Return the names of the hyperparameters in a container; none for a class, whose instances are asked instead."""
    if isinstance(container, type):
        return []
    return [name for name, value in _fields(container) if isinstance(value, SETTING_TYPES)]


def class_settings(kind: type) -> list[str]:
    """Return the names that an object of a class of settings has: the constructor's parameters and the constants."""
    constructor = vars(kind).get("__init__")
    asked = _parameters(constructor) if isinstance(constructor, types.FunctionType) else []
    constants = [name for name, value in _fields(kind) if isinstance(value, SETTING_TYPES)]
    return list(dict.fromkeys([*asked, *constants]))


def normalized_name(name: str) -> str:
    """Return a name in small letters without underscores, so that `n_embd` and `N_EMBD` compare equal."""
    return name.replace("_", "").lower()


def _is_container(value: Any) -> bool:
    if type(value) is dict:
        return len(value) <= MAX_ENTRIES
    kind = value if isinstance(value, type) else type(value)
    excluded = (torch.nn.Module, torch.optim.Optimizer, torch.Tensor)
    return kind is types.SimpleNamespace or (kind.__module__ == "__main__" and not issubclass(kind, excluded))


def _fields(container: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(container, types.FunctionType):
        return iter(_defaults(container).items())
    fields = container if type(container) is dict else getattr(container, "__dict__", {})
    return ((name, value) for name, value in fields.items() if isinstance(name, str) and not name.startswith("_"))


def _parameters(function: types.FunctionType) -> list[str]:
    code = function.__code__
    return list(code.co_varnames[1 : code.co_argcount + code.co_kwonlyargcount])


def _defaults(function: types.FunctionType) -> dict[str, Any]:
    """The defaults of a constructor's parameters by name: what the objects have that it makes without arguments."""
    positional = function.__code__.co_varnames[: function.__code__.co_argcount]
    given = function.__defaults__ or ()
    return dict(zip(positional[len(positional) - len(given) :], given, strict=True)) | (function.__kwdefaults__ or {})


def _write(container: Any, name: str, value: Any) -> bool:
    """Set one value; return whether that worked."""
    try:
        if type(container) is dict:
            container[name] = value
        elif isinstance(container, types.FunctionType):
            _write_default(container, name, value)
        elif isinstance(container, type):
            setattr(container, name, value)
        else:
            object.__setattr__(container, name, value)  # frozen dataclasses too
    except Exception:
        return False
    return True


def _write_default(function: types.FunctionType, name: str, value: Any) -> None:
    if name in (function.__kwdefaults__ or {}):
        function.__kwdefaults__ = (function.__kwdefaults__ or {}) | {name: value}
    else:
        named = _defaults(function) | {name: value}
        count = len(function.__defaults__ or ())
        function.__defaults__ = tuple(named.values())[:count]
