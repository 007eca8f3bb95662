"""Chooses arguments for a constructor whose parameters differ from those of the lab's own class."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeGuard

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


@dataclass(frozen=True)
class Made:
    """An object of settings, which the constructor of the class `kind` makes."""

    kind: str


@dataclass(frozen=True)
class Signature:
    """What a constructor asks for, and the settings that the notebook has.

    `holders` are the globals that hold settings, and `makers` the classes of such objects, with the names in each.
    `stale` are the parameters whose default is not what the notebook's global of that name has now. `anything` says
    whether the constructor takes any number of arguments.
    """

    asked: tuple[Parameter, ...]
    holders: Mapping[str, Sequence[str]] = field(default_factory=dict)
    makers: Mapping[str, Sequence[str]] = field(default_factory=dict)
    stale: frozenset[str] = frozenset()
    anything: bool = False

    @property
    def required(self) -> int:
        """Return how many parameters have no default."""
        return sum(one.required for one in self.asked)

    def names(self, lab: Lab) -> set[str]:
        """Return the lab's names of the parameters, or their own where they are spellings of none."""
        return {_lab_name(one.name, [*lab.aliases], lab) or one.name for one in self.asked}


def signature(answer: Any) -> Signature | None:
    """Read what a constructor asks for from the probe's answer; return None if it is malformed."""
    if not isinstance(answer, dict):
        return None
    asked, holders, makers, stale = (answer.get(key) for key in ("parameters", "settings", "makers", "stale"))
    if not isinstance(asked, list) or not all(_is_parameter(item) for item in asked):
        return None
    if not (_is_names(stale) and _are_settings(holders) and _are_settings(makers)):
        return None
    return Signature(
        tuple(Parameter(*item) for item in asked), holders, makers, frozenset(stale), answer.get("anything") is True
    )


def arranged(
    signature: Signature, given: Mapping[str, Any], known: Mapping[str, Any], lab: Lab
) -> dict[str, Any] | None:
    """Return the arguments for a constructor, by its own parameter names; None if they cannot be determined.

    `given` are the arguments of the lab's own constructor, in order; `known` are further values by the lab's names, as
    the notebook's globals have them. A parameter whose name is a spelling of such a name gets that value; `given` comes
    first. One that is a multiple of such a value by the lab's declaration gets that. The remaining values of `given` go
    to the remaining parameters, in order; where there are none, values that the globals have too are left out. A global
    that holds settings goes to the parameter of the same name, or, if it is the only one that holds several of the
    lab's names, to a parameter that is called like settings; that gets a new object where only a class is there.
    """
    asked, named, remaining = signature.asked, dict[str, Any](), dict(given)
    for parameter in asked:
        lab_name = _lab_name(parameter.name, [*given, *known], lab)
        if lab_name is not None:
            named[parameter.name] = given.get(lab_name, known.get(lab_name))
            remaining.pop(lab_name, None)
    values_by_name = {**known, **given}
    for parameter in asked:
        multiple = lab.multiples.get(_lab_name(parameter.name, [*lab.multiples], lab) or "")
        if multiple is not None and isinstance(values_by_name.get(multiple.of), int) and parameter.name not in named:
            named[parameter.name] = multiple.times * values_by_name[multiple.of]
    open_ones = [p for p in asked if p.name not in named]
    settings = _settings([p.name for p in open_ones if p.required], signature, known, lab)
    required = [p.name for p in open_ones if p.required and p.name not in settings]
    optional = [p.name for p in open_ones if not p.required and p.kind == POSITIONAL]
    elsewhere = [name for name, value in remaining.items() if name in known and (settings or known[name] == value)]
    if settings or not (required or optional):
        remaining = {name: value for name, value in remaining.items() if name not in elsewhere}
    values = list(remaining.values())
    if not len(required) <= len(values) <= len(required) + len(optional):
        return None
    return named | settings | dict(zip([*required, *optional], values, strict=False))


def _settings(required: Sequence[str], signature: Signature, known: Mapping[str, Any], lab: Lab) -> dict[str, Any]:
    """The objects of settings that parameters get, by their names."""
    settings: dict[str, Any] = {name: Global(name) for name in required if name in signature.holders}
    if not required or settings:
        return settings
    holder, maker = (_only_holder(kept, known, lab) for kept in (signature.holders, signature.makers))
    if holder is None and maker is None:
        return {}
    value = Global(holder) if holder is not None else Made(str(maker))
    return {name: value for name in required if normalized_name(name).startswith(SETTINGS)}


def _only_holder(holders: Mapping[str, Sequence[str]], known: Mapping[str, Any], lab: Lab) -> str | None:
    """The one global that holds several settings of the lab."""
    knowing = [name for name, fields in holders.items() if sum(bool(_lab_name(f, [*known], lab)) for f in fields) > 1]
    return knowing[0] if len(knowing) == 1 else None


def _lab_name(name: str, lab_names: Sequence[str], lab: Lab) -> str | None:
    """The one of some names of the lab that a parameter's name is a spelling of."""
    return next(
        (
            candidate
            for candidate in lab_names
            if normalized_name(name) in {normalized_name(spelling) for spelling in lab.spellings(candidate)}
        ),
        None,
    )


def _are_settings(answer: Any) -> TypeGuard[dict[str, list[str]]]:
    return isinstance(answer, dict) and all(isinstance(key, str) and _is_names(answer[key]) for key in answer)


def _is_names(value: Any) -> TypeGuard[list[str]]:
    return isinstance(value, list) and all(isinstance(name, str) for name in value)


def _is_parameter(item: Any) -> bool:
    return (
        isinstance(item, tuple)
        and len(item) == 3
        and isinstance(item[0], str)
        and item[1] in (POSITIONAL, KEYWORD)
        and isinstance(item[2], bool)
    )
