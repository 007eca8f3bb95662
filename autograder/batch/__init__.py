"""Grades a class of submissions, many at a time, and keeps each result as soon as it exists.

- `request`: what a class run is asked to do
- `run`: grades a class, from the files handed in to rows, results and gradebook
- `submissions`: reads the submissions of a class before grading
- `result_files`: where the results of a class lie
- `regrade`: grades again some of a class, or all on trial, and says what that changes
- `resume`: finds results of earlier runs that are still valid
- `cluster`: grades on a Dask cluster
- `owners`: whose each submission is, and what a person must settle
- `reprice`: gives results on disk the points of other prices
- `row`: the outcome of one submission
- `csv_table`: the table of the class as CSV
- `terminal_table`: results on a terminal
"""

__all__ = [
    "cluster",
    "csv_table",
    "owners",
    "regrade",
    "reprice",
    "request",
    "result_files",
    "resume",
    "row",
    "run",
    "submissions",
    "terminal_table",
]
