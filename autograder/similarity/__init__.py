"""Compares the submissions of a class, and reports what two share that neither template nor class explains.

- `reading`: reading one student's notebook for comparison
- `tokens`: Python text as tokens that survive renaming
- `grams`: sequences of tokens as numbers
- `code`: the code of one notebook, and which of it was given
- `outputs`: the decimals in saved outputs
- `passages`: the lines that two notebooks share
- `rarity`: how unusual shared code is in the class
- `comparison`: comparing a class
- `report`: a comparison as people read it
- `table`: the report on a terminal
- `page`: the report as a page
"""

__all__ = [
    "code",
    "comparison",
    "grams",
    "outputs",
    "page",
    "passages",
    "rarity",
    "reading",
    "report",
    "table",
    "tokens",
]
