"""Compares the submissions of a class, and reports what two share that few others and not the template contain.

- `reading`: reads one student's notebook for comparison
- `tokens`: splits Python source into tokens that survive renaming
- `code`: the code of one notebook as hashed runs of tokens, without the student version
- `outputs`: the decimals in saved outputs
- `passages`: the lines that two notebooks share
- `rarity`: how unusual shared code is in the class
- `comparison`: compares a class
- `report`: describes the pairs of a comparison
- `table`: the report on a terminal
- `page`: the report as an HTML page
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
