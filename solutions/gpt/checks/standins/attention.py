"""Stand-ins for the parts around a head."""


class Poison:
    """Takes the place of a class that must not be used."""

    def __init__(self, *_arguments, **_named):
        raise RuntimeError("not to be made")
