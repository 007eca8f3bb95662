"""The student version of a lab: built from the master notebook, and proven before it replaces the old one.

- `build`: building and proving
- `otter_assign`: otter's part of it
- `proofs`: what is proven
- `leaks`: searching for secrets
- `samples`: sample submissions
"""

__all__ = [
    "build",
    "leaks",
    "otter_assign",
    "proofs",
    "samples",
]
