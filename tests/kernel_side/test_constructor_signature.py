"""What is said of a constructor is what the notebook itself left, whatever a check has set meanwhile."""

from autograder.kernel_side.constructor_signature import constructor_signature


def asking(first, n_embd=384, *rest, dropout=0.2):
    """A constructor's parameters of all kinds."""


def test_parameters_are_told_with_what_they_need():
    """By name and kind, whether required, whether any more are taken, and which defaults the globals outgrew."""
    said = constructor_signature(asking, {"table": {"n_embd": 1}}, {"n_embd": 64, "dropout": 0.2})
    expected = [("first", "positional", True), ("n_embd", "positional", False), ("dropout", "keyword", False)]
    assert said["parameters"] == expected and said["anything"] and said["stale"] == ["n_embd"]
    assert said["settings"] == {"table": ["n_embd"]} and said["makers"] == {}
