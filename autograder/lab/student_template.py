"""The student version: its markdown, comments and placeholders, to tell a student's own text from what was given."""

import io
import re
import tokenize
from dataclasses import dataclass

from autograder.lab import master
from autograder.lab.declaration import Lab


@dataclass(frozen=True)
class Template:
    """The markdown cells and the comments of the student version, with white space folded.

    `placeholders` are the texts, as they stand, of the cells that ask to be replaced by an answer.
    """

    cells: frozenset[str]
    comments: frozenset[str]
    placeholders: tuple[str, ...] = ()

    def gave(self, text: str) -> bool:
        """Whether a markdown cell stands in the student version as it is."""
        return folded(text) in self.cells

    def own_comments(self, source: str) -> list[str]:
        """The comments of a cell that the student wrote."""
        return [comment for comment in comments(source) if comment not in self.comments]


def template(lab: Lab) -> Template:
    """Read the template off a lab's master notebook; a lab without one has an empty template."""
    path = lab.folder / lab.notebook
    if not path.is_file():
        return Template(frozenset(), frozenset())
    read = master.read(path)
    markdown = [cell["source"] for cell in read.stub()["cells"] if cell["cell_type"] == "markdown"]
    code = [line.text for cell in read.cells if cell.kind == "code" for line in cell.parts("given", "prompt")]
    asking = tuple({text.strip() for text in markdown if re.search(lab.layout.placeholder, text)})
    return Template(frozenset(map(folded, markdown)), frozenset(c for line in code for c in comments(line)), asking)


def folded(text: str) -> str:
    """A text with its white space folded."""
    return " ".join(text.split())


def comments(source: str) -> list[str]:
    """The comments in source text, as far as it can be read."""
    found = []
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type == tokenize.COMMENT and token.string.strip("# \t!%"):
                found.append(folded(token.string))
    except (tokenize.TokenError, IndentationError, SyntaxError):
        pass
    return found
