"""Compares the submissions of a class, and reports what two share that neither template nor class explains.

- `reading`: reading one student's notebook for comparison
- `tokens`: Python text as tokens that survive renaming
- `code`: the code of one notebook as hashed runs of tokens, without the student version
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
    "outputs",
    "page",
    "passages",
    "rarity",
    "reading",
    "report",
    "table",
    "tokens",
]
