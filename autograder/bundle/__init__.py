"""Packs a lab, its hidden checks and this project into one file for a site that grades by itself.

- `request`: what is to be bundled, and for which site
- `contents`: the files that every bundle contains
- `wheel`: this project as a wheel
- `pins`: the versions of the packages that grading uses
- `archive`: making the zip, the same bytes for the same files
- `files`: writing the bundle to disk
"""

__all__ = [
    "archive",
    "contents",
    "files",
    "pins",
    "request",
    "wheel",
]
