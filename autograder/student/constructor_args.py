"""Chooses arguments for a constructor whose parameters differ from those of the lab's own class."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from autograder.kernel_side.hyperparameters import normalized_name
from autograder.kernel_side.wire import Global
from autograder.lab.declaration import Lab

POSITIONAL = "positional"
KEYWORD = "keyword"
SETTINGS = ("conf", "cfg", "hp", "hyper", "hiper", "args", "param", "opt", "setting", "ajustes")  # as people call them


@dataclass(frozen=True)
class Parameter:
    """A parameter of a constructor.

    `kind` is POSITIONAL or KEYWORD; `required` says whether it has no default.
    """

    name: str
    kind: str
    required: bool


def parameters(answer: Any) -> tuple[Parameter, ...] | None:
    """Read the parameters of a constructor from the probe's answer; return None if it is malformed."""
    if not isinstance(answer, list) or not all(_is_parameter(item) for item in answer):
        return None
    return tuple(Parameter(*item) for item in answer)


def settings(answer: Any) -> dict[str, list[str]] | None:
    """Read, from the probe's answer, which globals hold settings and the names in each; None if malformed."""
    if not isinstance(answer, dict) or not all(isinstance(key, str) and _is_names(answer[key]) for key in answer):
        return None
    return answer


def arranged(
    asked: Sequence[Parameter],
    given: Mapping[str, Any],
    known: Mapping[str, Any],
    holders: Mapping[str, Sequence[str]],
    lab: Lab,
) -> dict[str, Any] | None:
    """Return the arguments for a constructor, by its own parameter names; None if they cannot be determined.

    `asked` are its parameters. `given` are the arguments of the lab's own constructor, in order; `known` are further
    values by the lab's names. A parameter whose name is a spelling of such a name gets that value; `given` comes first.
    One that is a multiple of such a value by the lab's declaration gets that. The remaining values of `given` go to the
    remaining parameters, in order. `holders` are the globals in which the notebook keeps settings, with the names that
    each holds: a holder goes to the parameter of the same name, or, if it is the only one that holds several of the
    lab's names, to a parameter that is called like settings.
    """
    named, remaining = dict[str, Any](), dict(given)
    for parameter in asked:
        lab_name = _own_name(parameter.name, [*given, *known], lab)
        if lab_name is not None:
            named[parameter.name] = given.get(lab_name, known.get(lab_name))
            remaining.pop(lab_name, None)
    values_by_name = {**known, **given}
    for parameter in asked:
        multiple = lab.multiples.get(_own_name(parameter.name, [*lab.multiples], lab) or "")
        if multiple is not None and isinstance(values_by_name.get(multiple.of), int) and parameter.name not in named:
            named[parameter.name] = multiple.times * values_by_name[multiple.of]
    open_ones = [p for p in asked if p.name not in named]
    settings = {p.name: Global(p.name) for p in open_ones if p.required and p.name in holders}
    required = [p.name for p in open_ones if p.required and p.name not in settings]
    if required and not settings and (only := _only_holder(holders, known, lab)) is not None:
        settings = {name: Global(only) for name in required if normalized_name(name).startswith(SETTINGS)}
        required = [name for name in required if name not in settings]
    optional = [p.name for p in open_ones if not p.required and p.kind == POSITIONAL]
    values = [value for name, value in remaining.items() if not (settings and name in known)]
    if not len(required) <= len(values) <= len(required) + len(optional):
        return None
    return named | settings | dict(zip([*required, *optional], values, strict=False))


def _only_holder(holders: Mapping[str, Sequence[str]], known: Mapping[str, Any], lab: Lab) -> str | None:
    """The one global that holds several settings of the lab."""
    knowing = [name for name, fields in holders.items() if sum(bool(_own_name(f, [*known], lab)) for f in fields) > 1]
    return knowing[0] if len(knowing) == 1 else None


def _own_name(name: str, lab_names: Sequence[str], lab: Lab) -> str | None:
    """The lab's name that a parameter's name is a spelling of."""
    return next(
        (
            candidate
            for candidate in lab_names
            if normalized_name(name) in {normalized_name(spelling) for spelling in lab.spellings(candidate)}
        ),
        None,
    )


def _is_names(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(name, str) for name in value)


def _is_parameter(item: Any) -> bool:
    return (
        isinstance(item, tuple)
        and len(item) == 3
        and isinstance(item[0], str)
        and item[1] in (POSITIONAL, KEYWORD)
        and isinstance(item[2], bool)
    )
