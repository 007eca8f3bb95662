"""A class of submissions: read, graded many at a time, each result kept the moment it is there.

- `run`: grading a class from what was handed in to rows, results and gradebook
- `submissions`: the submissions of a class before they are graded
- `resume`: results of earlier runs that need not be made again
- `cluster`: grading on a Dask cluster
- `row`: the outcome of one submission
- `csv_table`: the table of the class as CSV
- `terminal_table`: results on a terminal
"""

__all__ = [
    "cluster",
    "csv_table",
    "resume",
    "row",
    "run",
    "submissions",
    "terminal_table",
]
