"""Laws of the names of how far student code is kept apart."""

from autograder.sandbox.level import Level


def test_levels_stand_from_the_strongest_down():
    """Where several levels work the first is the strongest; only those with namespaces are fit for a class."""
    assert [(level.value, level.has_namespaces) for level in Level] == [
        ("namespaces+cgroup", True),
        ("namespaces", True),
        ("weak", False),
        ("user", False),
        ("none", False),
    ]
