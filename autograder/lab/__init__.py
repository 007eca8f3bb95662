"""A lab as its instructor declares it.

- `declaration`: `lab.toml`
- `question`: one question
- `master`: the master notebook
- `student_template`: the notebook that students receive
- `mistakes`: known mistakes as `mistakes/*.toml` declares them
- `variants`: right answers in another style
- `known_answers`: mistakes and variants, and the notebooks of students who give them
- `answer_cells`: the text of an answer, split into cells
- `translations`: a text in one or more languages
- `corpora`: the texts
- `download`: downloading a text
- `files`: a lab's files on their way to another machine
"""

__all__ = [
    "answer_cells",
    "corpora",
    "declaration",
    "download",
    "files",
    "known_answers",
    "master",
    "mistakes",
    "question",
    "student_template",
    "translations",
    "variants",
]
