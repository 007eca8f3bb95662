"""A lab as its instructor declares it.

- `declaration`: `lab.toml`
- `question`: one question
- `master`: the master notebook
- `student_template`: the notebook that students receive
- `known_answers`: known mistakes and variants
- `corpora`: the texts
- `download`: downloading a text
- `files`: a lab's files on their way to another machine
"""

__all__ = [
    "corpora",
    "declaration",
    "download",
    "files",
    "known_answers",
    "master",
    "question",
    "student_template",
]
