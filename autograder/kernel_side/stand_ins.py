"""Stand-ins for modules that this machine lacks, in the student's process: nothing that is done with one fails."""

import types
from collections.abc import Iterator, Mapping
from typing import Any

ARITHMETIC = """
    add radd sub rsub mul rmul truediv rtruediv floordiv rfloordiv mod rmod pow rpow matmul rmatmul neg pos abs
    and rand or ror iadd isub imul itruediv
"""
COMPARISONS = ("lt", "le", "gt", "ge", "contains")


class Settings(dict[str, Any]):
    """What a notebook told a logging package of its run, by item and by attribute, as such packages hand it back."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self[name]

    def __setattr__(self, name: str, value: Any) -> None:
        self[name] = value

    def __missing__(self, name: str) -> "StandIn":
        return StandIn(name, True)


class StandIn:
    """Stands in for a module that this machine lacks, and for whatever is taken from it or returned by it.

    One that is `harmless` stands for a package that only logs or shows: it hands on the function that it decorates,
    yields the items of what it is given, as a progress bar does, and gives the settings that it was called with as
    `config` back as its attribute of that name.
    """

    def __init__(self, name: str, harmless: bool = False, items: Any = (), settings: Settings | None = None) -> None:
        self.__name__ = name
        self._harmless = harmless
        self._items = items
        self._settings = Settings() if settings is None else settings

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if name == "config" and self._harmless:
            return self._settings
        return StandIn(name, self._harmless, settings=self._settings)

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        """Do nothing; return a stand-in, or what a harmless one passes on."""
        first = arguments[0] if arguments else named.get("iterable")
        self._keep_settings(named.get("config"))
        if self._harmless and isinstance(first, types.FunctionType | type):
            return first
        if self._harmless and self.__name__.endswith("range"):
            return StandIn(self.__name__, True, range(*(arguments or (0,))))
        if self._harmless and hasattr(first, "__iter__") and not isinstance(first, str | bytes | dict | StandIn):
            return StandIn(self.__name__, True, first)
        return self

    def _keep_settings(self, config: Any) -> None:
        values = config if isinstance(config, Mapping) else getattr(config, "__dict__", None)
        if isinstance(values, Mapping) and not isinstance(config, StandIn):
            self._settings.update({name: value for name, value in values.items() if isinstance(name, str)})

    def __enter__(self) -> "StandIn":
        return self

    def __exit__(self, *_: Any) -> None:
        return None

    def __iter__(self) -> Iterator[Any]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items) if hasattr(self._items, "__len__") else 0

    def __bool__(self) -> bool:
        return True

    def __getitem__(self, _key: Any) -> "StandIn":
        return StandIn(self.__name__, self._harmless)

    def __setitem__(self, _key: Any, _value: Any) -> None:
        """Keep nothing."""

    def __format__(self, _spec: str) -> str:
        return self.__name__

    def __int__(self) -> int:
        return 0

    __index__ = __int__

    def __float__(self) -> float:
        return 0.0

    def __mro_entries__(self, _bases: tuple[Any, ...]) -> tuple[type, ...]:
        return ()


def _itself(stand_in: StandIn, *_others: Any) -> StandIn:
    return stand_in


def _false(_stand_in: StandIn, _other: Any) -> bool:
    return False


for _name in ARITHMETIC.split():
    setattr(StandIn, f"__{_name}__", _itself)
for _name in COMPARISONS:
    setattr(StandIn, f"__{_name}__", _false)
