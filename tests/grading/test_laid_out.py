"""Laws of what is laid out beside a notebook: it lies inside, and is little, whatever paths the notebook names."""

from pathlib import PurePath

from hypothesis import given
from hypothesis import strategies as st

from autograder.grading.laid_out import (
    DEEPEST,
    LONGEST_PATH,
    MOST_FOLDERS,
    MOST_TEXT_BYTES,
    folders_to_make,
    texts_in,
    with_parents,
)

parts = st.one_of(
    st.sampled_from(["a", "b.txt", "..", "c\n", "d\0", "e\ud800", "x" * 121, "ñ" * 100, "drive", "MyDrive"]), st.text()
)
paths = st.builds(lambda parts: PurePath(*parts), st.lists(parts, min_size=1, max_size=20))


@given(st.lists(paths, max_size=200))
def test_folders_fit_and_lie_inside(named):
    """Each folder can be made, lies inside, and has no text of the lab on its way; there are not many of them."""
    made = folders_to_make(named, ["b.txt"])
    assert made[0] == PurePath() and len(made) <= MOST_FOLDERS + 1
    for folder in made[1:]:
        assert not folder.is_absolute() and not {"..", "b.txt"} & set(folder.parts)
        assert len(folder.parts) <= DEEPEST and len(str(folder).encode()) <= LONGEST_PATH + DEEPEST
        assert str(folder).isprintable()


def test_many_folders_cost_little():
    """Twelve thousand folders get no copies without end, and the working directory always has its texts."""
    folders = folders_to_make([PurePath(f"d{n}") for n in range(12_000)], ["t"])
    for size in (100, 1 << 20, 100 << 20):
        laid = texts_in(folders, {"t": "x" * size})
        assert "t" in laid and sum(map(len, laid.values())) <= max(MOST_TEXT_BYTES, size)


def test_the_folders_on_the_way_count():
    """A file of the student's own cannot stand where a folder on the way must be."""
    assert with_parents(["a/b/c"]) == {"a/b/c", "a/b", "a", "."}
