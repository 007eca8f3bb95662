"""A class of submissions: read, graded many at a time, each result kept the moment it is there.

- `items`: the submissions of a class before they are graded
- `cluster`: grading them on a Dask cluster
- `row`: the outcome of one submission
- `csv_table`: the table of the class as CSV
- `terminal_table`: results on a terminal
"""

__all__ = [
    "cluster",
    "csv_table",
    "items",
    "row",
    "terminal_table",
]
