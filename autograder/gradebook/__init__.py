"""Keeps the students, gradings and manual points of a class in a database where nothing is overwritten.

- `book`: reading and writing a gradebook
- `store`: opening the database, SQLite or PostgreSQL
- `schema`: the tables of the database
- `migrate`: upgrading the database to the current schema
- `students`: recognising a student, and what was said of them
- `runs`: recording a grading of a submission
- `counting`: which run counts for each student
- `manual`: points that people give by hand
- `reopened`: answers that changed after points were given by hand
- `repricing`: points by other prices, without grading again
- `conflicts`: contradictions about whose a file is, and settling them
- `decisions`: what is known of one of them, and what a person decided
- `history`: the events that changed a student's points
- `stats`: the statistics of a class
- `table`: a gradebook on a terminal
"""

__all__ = [
    "book",
    "conflicts",
    "counting",
    "decisions",
    "history",
    "manual",
    "migrate",
    "reopened",
    "repricing",
    "runs",
    "schema",
    "stats",
    "store",
    "students",
    "table",
]
