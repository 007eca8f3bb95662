"""Text, cells, files and pages on their way out.

- `files`: files written whole or not at all
- `cells`: cells of a spreadsheet
- `text`: text made fit for a terminal, a file, a database
- `page`: HTML pages made from templates, with one head and style (`base.html`)
"""

__all__ = [
    "cells",
    "files",
    "page",
    "text",
]
