"""Stand-ins for the parts around a head, and for its forward."""


class Poison:
    """Takes the place of a class that must not be used."""

    def __init__(self, *_arguments, **_named):
        raise RuntimeError("not to be made")


def poisoned(*_arguments, **_named):
    """Takes the place of a forward that a model must need."""
    raise RuntimeError("not to be called")
