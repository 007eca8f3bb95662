"""Stands in for a module that this machine lacks, in the student's process."""

from collections.abc import Iterator
from typing import Any


class Stub:
    """Stands in for a module that this machine lacks: any attribute or call gives another stub, and nothing fails."""

    def __init__(self, name: str) -> None:
        self.__name__ = name

    def __getattr__(self, name: str) -> "Stub":
        if name.startswith("__"):
            raise AttributeError(name)
        return Stub(name)

    def __call__(self, *_arguments: Any, **_named: Any) -> "Stub":
        """Do nothing, and return the stub itself."""
        return self

    def __enter__(self) -> "Stub":
        return self

    def __exit__(self, *_: Any) -> None:
        return None

    def __iter__(self) -> Iterator[Any]:
        return iter(())
