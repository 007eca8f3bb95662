"""What the constructor of a class asks for, and the settings of a notebook that it may be given."""

import inspect
from collections.abc import Mapping
from typing import Any

from autograder.kernel_side.hyperparameters import class_settings, setting_containers, setting_names

KINDS: dict[Any, str] = {
    inspect.Parameter.POSITIONAL_OR_KEYWORD: "positional",
    inspect.Parameter.KEYWORD_ONLY: "keyword",
}


def constructor_signature(target: Any, names: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Return a constructor's parameters, as (name, kind, whether required), and the notebook's hyperparameters.

    `names` are the globals now, `own` those that the notebook itself left. "anything" says whether the constructor
    takes any number of positional arguments. "stale" lists the parameters whose default is a number other than the one
    that the notebook's global of that name had, and not the one that it was set to. "settings" are the globals that
    hold hyperparameters, with the names in each; "makers" are the classes of such objects, with the names of each.
    """
    every = inspect.signature(target).parameters.values()
    named = [p for p in every if p.kind in KINDS]
    containers = setting_containers(names)
    return {
        "anything": any(p.kind is inspect.Parameter.VAR_POSITIONAL for p in every),
        "parameters": [(p.name, KINDS[p.kind], p.default is p.empty) for p in named],
        "stale": [p.name for p in named if _is_stale(p.default, own.get(p.name), names.get(p.name))],
        "settings": {name: setting_names(value) for name, value in containers.items()},
        "makers": {name: class_settings(value) for name, value in containers.items() if isinstance(value, type)},
    }


def _is_stale(default: Any, left: Any, now: Any) -> bool:
    numbers = isinstance(default, int | float) and isinstance(left, int | float)
    return numbers and default != left and not (isinstance(now, int | float) and default == now)
