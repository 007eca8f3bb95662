"""Grade notebooks whose code nobody has to trust, and say which mistake was made."""

__version__ = "0.1.0"
