"""The commands of `autograder`, one a file: each reads its arguments and calls the package that does the work.

- `grade`: a submission or a class
- `gradebook`: the points of each student, and their history
- `reprice`: other prices of mistakes for a graded class
- `summary`: a class on one page
- `unexplained`: what no known mistake explains, and drafts for the catalogue
- `similarity`: comparing submissions
- `export`: marks for a course site
- `audit`: trying the hidden checks on known answers
- `release`: building and proving the student version
- `samples`: example notebooks
- `bundle`: a lab for a site that grades by itself
- `corpus`: the texts of the labs
- `doctor`: what this machine offers
- `schema`: the JSON Schema of a result
- `terminal`: language, tables and errors on a terminal
- `progress`: the progress of a long piece of work
"""

__all__ = [
    "audit",
    "bundle",
    "corpus",
    "doctor",
    "export",
    "grade",
    "gradebook",
    "progress",
    "release",
    "reprice",
    "samples",
    "schema",
    "similarity",
    "summary",
    "terminal",
    "unexplained",
]
