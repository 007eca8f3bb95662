"""Splits the text of an answer into the cells of a notebook.

A line `# %%` starts another cell of the same question, `# %% g` a cell of question g, and `# %% [markdown]` a cell of
prose, whose lines lose their comment signs.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from autograder.source.ipython import to_python

HEADER = re.compile(r"# %%(?:[ \t]+(?:\[(?P<markdown>markdown)\]|(?P<question>\w+)))?[ \t]*")
SEPARATOR = "\n\n# %%\n"


@dataclass(frozen=True)
class AnswerCell:
    """One cell of an answer: its question, the line of the answer's text on which it starts, and its source."""

    question: str
    kind: Literal["code", "markdown"]
    line: int
    source: str

    def syntax_fault(self) -> tuple[int, str] | None:
        """Return the line at which the code does not compile, and the error's message; None if it compiles."""
        if self.kind == "markdown" or _fault(self.source) is None:
            return None
        translated = to_python(self.source)  # commands to IPython are no Python; few cells hold any
        fault = _fault(self.source if translated is None else translated.text)
        return None if fault is None else (self.line + fault[0] - 1, fault[1])


def _fault(source: str) -> tuple[int, str] | None:
    """The line at which source text does not compile, and why; None if it compiles."""
    try:
        compile(source, "answer", "exec", dont_inherit=True)
    except (SyntaxError, ValueError) as error:
        return getattr(error, "lineno", None) or 1, str(getattr(error, "msg", error))
    return None


def split(text: str, question: str, first: int = 1) -> Iterator[AnswerCell]:
    """Split the text of an answer to a question into cells, without blank ones.

    `first` is the number of the text's first line in its file.
    """
    kind: Literal["code", "markdown"] = "code"
    start, lines = first, list[str]()
    for number, line in enumerate([*text.splitlines(), "# %%"], start=first):
        header = HEADER.fullmatch(line)
        if header is None:
            lines.append(re.sub(r"^# ?", "", line) if kind == "markdown" else line)
            continue
        if "".join(lines).strip():
            yield AnswerCell(question, kind, start, "\n".join(lines).strip("\n"))
        question = header["question"] or question
        kind, start, lines = "markdown" if header["markdown"] else "code", number + 1, []
