"""The student version: its cells, comments and placeholders, to tell a student's own text from what was given."""

import contextlib
import io
import re
import tokenize
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from autograder.lab import master
from autograder.lab.declaration import Lab

RUN = 5  # words in a row that a text shares with the student version only where it was given
WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class OwnText:
    """What a text holds beside what was given: the lines with words of its own, and how many such words there are."""

    text: str
    words: int
    given: bool  # whether any of the text was given


@dataclass(frozen=True)
class Template:
    """The markdown cells and the comments of the student version, with white space folded.

    `placeholders` are the texts, as they stand, of the cells that ask to be replaced by an answer. `code` holds its
    code cells, by the question that each belongs to ("" for none), `prompts` the first markdown cell of each question,
    and `closing` the words of the markdown cells that come next after a placeholder.
    """

    cells: frozenset[str]
    comments: frozenset[str]
    placeholders: tuple[str, ...] = ()
    code: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    prompts: Mapping[str, str] = field(default_factory=dict)
    closing: frozenset[str] = frozenset()

    def gave(self, text: str) -> bool:
        """Whether a markdown cell stands in the student version, whatever its digits, signs and white space."""
        return folded(text) in self.cells or plain(text) in self._plain_cells

    def gave_code(self, source: str) -> bool:
        """Whether a code cell stands in the student version as it is."""
        return folded(source) in self._code_cells

    def closes(self, text: str) -> bool:
        """Whether a markdown cell is one that comes next after an answer in the student version."""
        return plain(text) in self.closing

    def own_comments(self, source: str) -> list[str]:
        """The comments of a cell that the student wrote."""
        return [comment for comment in comments(source) if comment not in self.comments]

    def share_of_prompt(self, question: str, text: str) -> float:
        """How much of the opening cell of a question stands in a text, from 0 to 1; 0 for one of few words."""
        runs = self._prompt_runs.get(question, frozenset())
        return len(runs & frozenset(_runs(plain(text).split()))) / len(runs) if runs else 0.0

    def own(self, text: str) -> OwnText:
        """Tell a student's own words in a text from those that were given, RUN in a row or a short cell's all."""
        found = list(WORD.finditer(text))
        words = [word[0].casefold() for word in found]
        given = [" ".join(words) in self._plain_cells] * len(words)
        for start, run in enumerate(_runs(words)):
            if run in self._given_runs:
                given[start : start + RUN] = [True] * RUN
        own = [word.start() for word, known in zip(found, given, strict=True) if not known]
        kept, at, place = [], 0, 0
        for line in text.splitlines(keepends=True):
            first = place
            at += len(line)
            while place < len(own) and own[place] < at:
                place += 1
            if place > first or not WORD.search(line):
                kept.append(line)
        return OwnText("".join(kept).strip() if own else "", len(own), any(given))

    @cached_property
    def _plain_cells(self) -> frozenset[str]:
        return frozenset(map(plain, self.cells)) - {""}

    @cached_property
    def _code_cells(self) -> frozenset[str]:
        return frozenset(folded(source) for sources in self.code.values() for source in sources)

    @cached_property
    def _given_runs(self) -> frozenset[tuple[str, ...]]:
        texts = [*self.cells, *self._code_cells]
        return frozenset(run for text in texts for run in _runs(plain(text).split()))

    @cached_property
    def _prompt_runs(self) -> dict[str, frozenset[tuple[str, ...]]]:
        return {question: frozenset(_runs(plain(text).split())) for question, text in self.prompts.items()}


NO_TEMPLATE = Template(frozenset(), frozenset())


def template(lab: Lab) -> Template:
    """Read the template off a lab's master notebook; a lab without one has an empty template."""
    path = lab.folder / lab.notebook
    if not path.is_file():
        return NO_TEMPLATE
    read = master.read(path)
    markdown = [cell["source"] for cell in read.stub()["cells"] if cell["cell_type"] == "markdown"]
    code = [line.text for cell in read.cells if cell.kind == "code" for line in cell.parts("given", "prompt")]
    asking = tuple({text.strip() for text in markdown if re.search(lab.layout.placeholder, text)})
    following = zip(markdown, [*markdown[1:], ""], strict=True)
    return Template(
        frozenset(map(folded, markdown)),
        frozenset(c for line in code for c in comments(line)),
        asking,
        _stub_code(read),
        _prompts(read),
        frozenset(plain(after) for text, after in following if text.strip() in asking),
    )


def folded(text: str) -> str:
    """A text with its white space folded."""
    return " ".join(text.split())


def plain(text: str) -> str:
    """The words of a text in small letters, without digits, signs and markup."""
    return " ".join(WORD.findall(text.casefold()))


def comments(source: str) -> list[str]:
    """The comments in source text; lines that cannot be read, as a shell command with an odd quote, are passed over."""
    found, lines, start = [], io.StringIO(source), -1
    while lines.tell() > start:  # the tokenizer may stop at a line that is not Python; the next one begins behind it
        start = lines.tell()
        with contextlib.suppress(tokenize.TokenError, SyntaxError, UnicodeError):
            for token in tokenize.generate_tokens(lines.readline):
                if token.type == tokenize.COMMENT and token.string.strip("# \t!%"):
                    found.append(folded(token.string))
    return found


def _stub_code(read: master.Master) -> dict[str, tuple[str, ...]]:
    sources: dict[str, tuple[str, ...]] = {}
    for cell in read.cells:
        source = "\n".join(line.text for line in cell.parts("given", "prompt")).strip()
        if cell.kind == "code" and cell.block != "tests" and source:
            sources[cell.question] = (*sources.get(cell.question, ()), source)
    return sources


def _prompts(read: master.Master) -> dict[str, str]:
    prompts: dict[str, str] = {}
    for cell in read.cells:
        if cell.kind == "markdown" and cell.question and cell.block not in ("prompt", "solution"):
            prompts.setdefault(cell.question, cell.source)
    return prompts


def _runs(words: list[str]) -> Iterator[tuple[str, ...]]:
    return zip(*(words[start:] for start in range(RUN)), strict=False)
