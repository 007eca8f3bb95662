"""Keeps the students, gradings and manual points of a class in a database where nothing is overwritten.

- `book`: reading and writing a gradebook
- `store`: the database, SQLite or PostgreSQL
- `schema`: the tables of the database
- `migrate`: upgrading the database to the current schema
- `students`: who a student is, and what was recorded of them
- `runs`: recording a grading of a submission
- `manual`: points that people give by hand
- `history`: how a student's points came about
- `stats`: the class in numbers
- `table`: the gradebook on a terminal
"""

__all__ = [
    "book",
    "history",
    "manual",
    "migrate",
    "runs",
    "schema",
    "stats",
    "store",
    "students",
    "table",
]
