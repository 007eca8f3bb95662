"""Asks what a constructor of the notebook expects, and finds the arguments for it."""

from collections.abc import Mapping
from typing import Any

from autograder.kernel_side.wire import Global
from autograder.lab.declaration import Lab
from autograder.messages import Catalogue
from autograder.student import constructor_args
from autograder.student.client import Client
from autograder.student.exceptions import Undecided
from autograder.student.handle import Handle


class Constructors:
    """The constructors of one notebook's classes."""

    def __init__(self, client: Client, lab: Lab, say: Catalogue) -> None:
        self.client = client
        self.lab = lab
        self.say = say

    def asked(self, target: Handle) -> set[str]:
        """Return what a constructor asks for: the lab's names, or else its own."""
        return self._signature(target).names(self.lab)

    def arguments(
        self, target: Handle, given: dict[str, Any], known: Mapping[str, Any], outdated: bool
    ) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """Return the positional and the named arguments for a constructor; raise Undecided where they are unclear.

        `given` are those of the lab's own constructor, `known` the values that the globals have now, by the lab's
        names. With `outdated`, a default that differs from the global of its name was left by cells that failed.
        """
        signature = self._signature(target)
        if signature.anything and signature.required <= len(given):
            return tuple(given.values()), {}
        named = constructor_args.arranged(signature, given, known, self.lab)
        if named is None or (outdated and signature.stale & (named.keys() - given.keys())):
            raise Undecided(self.say("student.strange_constructor", name=target.name))
        return (), {name: self._made(value, known) for name, value in named.items()}

    def _made(self, value: Any, known: Mapping[str, Any]) -> Any:
        """A value for a constructor; an object of settings is made here."""
        if not isinstance(value, constructor_args.Made):
            return value
        kind = Handle(self.client, Global(value.kind), value.kind)
        named = constructor_args.arranged(self._signature(kind), {}, known, self.lab)
        if named is None or any(isinstance(argument, constructor_args.Made) for argument in named.values()):
            raise Undecided(self.say("student.strange_constructor", name=kind.name))
        return kind.new(**named)

    def _signature(self, target: Handle) -> constructor_args.Signature:
        signature = constructor_args.signature(self.client.ask("signature", target=target.target))
        if signature is None:
            raise self.client.malformed("signature")
        return signature
