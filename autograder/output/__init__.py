"""Text, cells and files on their way out.

- `files`: files written whole or not at all
- `cells`: cells of a spreadsheet
"""

__all__ = [
    "cells",
    "files",
]
