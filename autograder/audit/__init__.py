"""What a person asks of the hidden checks themselves: do they catch every known mistake, and accept every right answer.

- `subjects`: the notebooks an audit grades, of which it is known which answers are wrong
- `generated`: random answers
- `mutants`: mutants of the reference
- `mutation`: the operators that change a line of the reference
- `trying`: grading one subject
- `trial`: the outcome of one subject
- `equivalence`: whether a mutant computes what the reference does
- `cache`: outcomes of an earlier run
- `run`: the whole audit
- `sample`: a sample that meets every check, and what has changed since the last whole audit
- `metrics`: how many were caught, missed and refused
- `json_report`: the audit as JSON
- `table`: the audit on a terminal
- `page`: the audit as a page
"""

__all__ = [
    "cache",
    "equivalence",
    "generated",
    "json_report",
    "metrics",
    "mutants",
    "mutation",
    "page",
    "run",
    "sample",
    "subjects",
    "table",
    "trial",
    "trying",
]
