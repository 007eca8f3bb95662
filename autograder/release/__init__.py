"""Builds the student version of a lab from the master notebook, and checks it before it replaces the old one.

- `build`: builds a release and checks it
- `otter_assign`: runs otter assign
- `proofs`: the checks that a release must pass
- `leaks`: searches files for secret lines
- `samples`: writes sample submissions
"""

__all__ = [
    "build",
    "leaks",
    "otter_assign",
    "proofs",
    "samples",
]
