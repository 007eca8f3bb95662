"""Handles modules that a notebook writes for itself with `%%writefile` and then imports or runs.

The text of such a module runs in the cell that writes it, among the notebook's own names, so that checks find what
it defines and it is scaled down like any other cell.
"""

import ast
import re
from collections.abc import Iterable, Sequence

from autograder.source.edits import SourceEdits
from autograder.source.parsing import parse_or_empty
from autograder.source.written_files import written_files

ALIAS = "__autograder_alias__"
WRITES = re.compile(r"\s*%%(?:writefile|file)[ \t]+(?:-a[ \t]+)?(?:\./)?(\w+)(?:\.py\b|/)")
WRITES_MODULE = re.compile(r"\s*%%(?:writefile|file)[ \t]+(?:-a[ \t]+)?(?:\./)?(\w+)\.py[ \t]*\n")
HEREDOC = re.compile(
    r"\s*(?:%%(?:bash|sh|script[ \t]+\w+)[^\n]*\n\s*|!)cat[ \t]*(?:>[ \t]*(?P<file>\S+)[ \t]*<<|<<)-?[ \t]*"
    r"(?P<quote>['\"]?)(?P<end>\w+)(?P=quote)(?:[ \t]*>[ \t]*(?P<after>\S+))?[ \t]*\n(?P<text>.*?)^(?P=end)\s*\Z",
    re.DOTALL | re.MULTILINE,
)
IMPORTS = re.compile(r"^[ \t]*(?:from|import)[ \t]+(\w+)", re.MULTILINE)
RUNS = re.compile(r"^[ \t]*%run[ \t]+(?:-i[ \t]+)?(?:\./)?(\w+)", re.MULTILINE)


def with_writefile(source: str) -> str:
    """Return a cell that writes a file with `cat > file <<EOF` as one that writes it with `%%writefile`.

    Line numbers do not change.
    """
    match = HEREDOC.match(source) if "<<" in source else None
    if match is None:
        return source
    above = source[: match.start("text")].count("\n") - 1
    return f"%%writefile {match['file'] or match['after']}\n" + "\n" * above + match["text"]


def written_modules(sources: Iterable[str]) -> set[str]:
    """Return the names of the modules and packages that a notebook's cells write, by `%%writefile` or by Python."""
    sources = list(sources)
    files = (name.removesuffix(".py") for name in written_files(sources) if name.endswith(".py"))
    return {match[1] for source in sources if (match := WRITES.match(source))} | set(files)


def inline_modules(sources: Sequence[str]) -> list[str]:
    """Return a notebook's cells, where each cell that writes a module in use holds the module's text instead.

    Line numbers do not change.
    """
    imported = {match[1] for source in sources for match in IMPORTS.finditer(source)}
    run = {match[1] for source in sources for match in RUNS.finditer(source)}

    def inline(source: str) -> str:
        match = WRITES_MODULE.match(source)
        if match is None or match[1] not in imported | run:
            return source
        body = source[match.end() :]
        head = "\n" * (match[0].count("\n") - 1) + f"{ALIAS}({match[1]!r})\n"
        return head + (body if match[1] in run else _imported(body))

    return [inline(source) for source in sources]


def _imported(body: str) -> str:
    """A module's text without what it does only when it is run."""
    splices = SourceEdits(body)
    for statement in parse_or_empty(body).body:
        if isinstance(statement, ast.If) and "__name__" in {
            getattr(part, "id", "") for part in ast.walk(statement.test)
        }:
            splices.replace(statement.test, "False")
    return splices.apply()
