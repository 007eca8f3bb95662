"""Laws of what the student's process says of replaced files: nothing of it is believed unseen."""

from autograder.kernel.replaced_files import ReplacedFile, read_replaced_files


def test_only_what_makes_sense_is_read():
    """An entry of the right shape is read; anything else is left out, and a long answer is cut."""
    answer = [[0, "x.txt", "a.txt"], (0, "y", "none.txt"), [7, "x", "a.txt"], None, [0, 1, "a.txt"], "abc"]
    assert read_replaced_files(answer, {0: 4}, frozenset({"a.txt"})) == (ReplacedFile(4, "x.txt", "a.txt"),)
    assert read_replaced_files("nonsense", {}, frozenset()) == ()
    assert len(read_replaced_files([[0, "x" * 999, "a.txt"]] * 99, {0: 4}, frozenset({"a.txt"}))) == 20
