"""The text of the student version of a notebook, to tell a student's own text from what the lab gave."""

import io
import re
import tokenize
from dataclasses import dataclass

from autograder.lab import master
from autograder.lab.declaration import Lab


@dataclass(frozen=True)
class Template:
    """The markdown cells and the comments of the student version, with white space reduced to single blanks.

    `placeholders` are the unchanged texts of the cells that ask to be replaced by an answer.
    """

    cells: frozenset[str]
    comments: frozenset[str]
    placeholders: tuple[str, ...] = ()

    def gave(self, text: str) -> bool:
        """Return whether a markdown cell is contained in the student version unchanged."""
        return folded(text) in self.cells

    def own_comments(self, source: str) -> list[str]:
        """Return the comments in a cell that the student wrote."""
        return [comment for comment in comments(source) if comment not in self.comments]


def template(lab: Lab) -> Template:
    """Return the template of a lab, from its master notebook; it is empty if the lab has none."""
    path = lab.folder / lab.notebook
    if not path.is_file():
        return Template(frozenset(), frozenset())
    master_notebook = master.read(path)
    markdown = [cell["source"] for cell in master_notebook.stub()["cells"] if cell["cell_type"] == "markdown"]
    code = [
        line.text for cell in master_notebook.cells if cell.kind == "code" for line in cell.parts("given", "prompt")
    ]
    asking = tuple({text.strip() for text in markdown if re.search(lab.layout.placeholder, text)})
    return Template(frozenset(map(folded, markdown)), frozenset(c for line in code for c in comments(line)), asking)


def folded(text: str) -> str:
    """Return a text with all white space reduced to single blanks."""
    return " ".join(text.split())


def comments(source: str) -> list[str]:
    """Return the comments in source text, up to the first place that is not valid Python."""
    texts = []
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type == tokenize.COMMENT and token.string.strip("# \t!%"):
                texts.append(folded(token.string))
    except (tokenize.TokenError, IndentationError, SyntaxError):
        pass
    return texts
