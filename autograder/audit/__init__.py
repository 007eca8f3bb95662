"""Audits the hidden checks of a lab: do they catch every known mistake, accept every right answer, and pay
nothing for nothing?

- `subjects`: the notebooks that an audit grades, of which it is known which answers are wrong
- `generated`: subjects made automatically: random answers, empty answers, and mutants of the reference
- `mutation`: the mutation operators, which change a line of the reference
- `subject_grading`: grades one subject
- `trial`: the outcome of grading one subject
- `equivalence`: whether a mutant computes what the reference does
- `cache`: keeps the outcomes of an earlier audit
- `prices`: what wrong answers earn by their causes, and odd prices
- `run`: runs the whole audit
- `sample`: selects a sample that tries every check, and whatever changed since the last complete audit
- `metrics`: how many were caught, missed and refused
- `json_report`: the audit as JSON
- `table`: the audit in a terminal
- `page`: the audit as an HTML page
"""

__all__ = [
    "cache",
    "equivalence",
    "generated",
    "json_report",
    "metrics",
    "mutation",
    "page",
    "prices",
    "run",
    "sample",
    "subject_grading",
    "subjects",
    "table",
    "trial",
]
