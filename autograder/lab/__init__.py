"""A lab as its instructor declares it.

- `declaration`: reads `lab.toml`
- `question`: one question
- `recognition`: how classes are recognised that differ from the lab's in name or arguments
- `master`: the master notebook
- `student_template`: the text that students receive in their notebook
- `rubric`: what mistakes of each severity cost
- `mistakes`: known mistakes as `mistakes/*.toml` declares them
- `mistake_drafts`: writes entries that are still to be described
- `variants`: right answers in another style
- `known_answers`: mistakes and variants, and the notebooks of students who give them
- `answer_cells`: splits the text of an answer into cells
- `translations`: a text in one or more languages
- `corpora`: the texts that models are trained on
- `download`: downloads a text
- `digests`: digests of what decides verdicts
- `signatures`: which checks each known mistake fails
- `price_list`: what the mistakes of a question cost
- `files`: the files that decide verdicts, packed for another machine
"""

__all__ = [
    "answer_cells",
    "corpora",
    "declaration",
    "digests",
    "download",
    "files",
    "known_answers",
    "master",
    "mistake_drafts",
    "mistakes",
    "price_list",
    "question",
    "recognition",
    "rubric",
    "signatures",
    "student_template",
    "translations",
    "variants",
]
