"""Runs of words as numbers, so that what is alike can be looked up instead of compared."""

import hashlib
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
FACTORS = np.random.default_rng(0).integers(1, 1 << 63, 64, dtype=np.uint64) * np.uint64(2) + np.uint64(1)


def grams(texts: Sequence[str], length: int) -> Hashes:
    """The hash of each run of `length` texts, in order; the same everywhere and in every run of the program.

    A multilinear hash modulo 2^64; two different runs share one about as seldom as random numbers of 64 bits do.
    """
    if len(texts) < length:
        return np.empty(0, dtype=np.uint64)
    values = np.array([_value(text) for text in texts], dtype=np.uint64)
    runs = np.lib.stride_tricks.sliding_window_view(values, length)  # (len - length + 1, length)
    sums: Hashes = (runs * FACTORS[:length]).sum(axis=1, dtype=np.uint64)
    return sums ^ (sums >> np.uint64(32))


@lru_cache(maxsize=1 << 16)
def _value(text: str) -> int:
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big")
