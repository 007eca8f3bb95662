"""Laws of runs as numbers."""

import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from autograder.similarity.code import hash_runs

TEXTS = st.lists(st.sampled_from(["n", "0", "(", ")", "transpose", "ñ", "\ud800"]), max_size=30)


@given(TEXTS, TEXTS, st.integers(1, 5))
def test_runs_are_alike_as_their_hashes_are(one, other, length):
    """Two runs have the same hash exactly if they are the same."""
    texts = [tuple(some[p : p + length]) for some in (one, other) for p in range(len(some) - length + 1)]
    hashes = [*hash_runs(one, length).tolist(), *hash_runs(other, length).tolist()]
    assert len(hashes) == len(texts)
    assert len(set(zip(texts, hashes, strict=True))) == len(set(texts)) == len(set(hashes))


def test_a_hash_is_the_same_in_every_process():
    """Nothing depends on how Python seeds its own hashes, so that a comparison done again says the same."""
    code = "from autograder.similarity.code import hash_runs; print(hash_runs(['a', 'ñ', 'b'], 2).tolist())"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == str(hash_runs(["a", "ñ", "b"], 2).tolist())
