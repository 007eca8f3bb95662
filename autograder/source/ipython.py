"""Turns IPython cells into Python: magics are removed from code, and commands that have no use here are dropped.

Shell commands stay calls of IPython: the student's process carries out those that fetch, copy and list files.
"""

import ast
import re
import warnings
from dataclasses import dataclass
from typing import Any

from IPython.core.inputtransformer2 import TransformerManager

from autograder.source.edits import SourceEdits
from autograder.source.parsing import nodes_of, parse
from autograder.source.prose import is_prose


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


COMMANDS = _words(
    "pip conda mamba micromamba uv sc dhist run bash sh shell script cmd more less man apt git reset reset_selective "
    "tensorboard tensorflow_version load_ext reload_ext unload_ext autoreload wandb"
)
TIMERS = frozenset({"time", "timeit", "prun"})
SHELL_CELLS = _words("bash sh shell system sx ! cmd powershell")
OTHER_CELLS = _words(
    "script html HTML javascript js latex markdown svg SVG ruby perl R sql python python2 python3 pypy"
)
FILE_CELLS = _words("writefile file")
# options of %timeit and %prun that stand before the code
OPTIONS = re.compile(r"^(?:(?:-[nrpslTD]\s*\S+|-[a-zA-Z]|--[\w-]+)(?:\s+|$))*")
MAX_COMMANDS = 500
MAX_TOKENIZED = 300_000  # characters: IPython goes over a whole cell again for each of its commands
COMMAND_LINE = re.compile(r"^([^\S\n]*)[%!].*$", re.MULTILINE)


def without_commands(source: str, instead: str = "pass") -> str:
    """Return a source with each line that begins with `%` or `!` replaced by `instead`, with its indentation.

    The result is meant to be parsed, not run: unlike `to_python`, this accepts broken text too. Line numbers do not
    change. A line inside a string is replaced as well, and `x = !ls` is left alone.
    """
    return COMMAND_LINE.sub(lambda line: line[1] + instead, source)


@dataclass(frozen=True)
class PythonCell:
    """A cell in plain Python, with the student's line numbers; `skipped` holds the commands that were left out."""

    text: str
    skipped: tuple[str, ...] = ()


def to_python(source: str) -> PythonCell | None:
    """Return a cell translated to plain Python, or None if it cannot be translated; prose becomes a comment."""
    body = source.lstrip()
    if body.startswith("%%") and parse(source) is None:
        return _cell_magic(source, body)
    translated = _translate(source)
    cell = None if translated is None else _answered(*translated)
    if cell is None and is_prose(source):
        return PythonCell(_commented(source), (source.strip(),))
    return cell


def _cell_magic(source: str, body: str) -> PythonCell | None:
    first, _, rest = body.partition("\n")
    name, _, argument = first[2:].strip().partition(" ")
    if name in OTHER_CELLS:
        return PythonCell(_commented(source), (source.strip(),))
    if name in SHELL_CELLS:
        return PythonCell(f"get_ipython().run_cell_magic({name!r}, {argument!r}, {rest!r})")
    inner = to_python(rest) if name not in FILE_CELLS else None  # what an unknown magic stands above is Python
    if inner is None:
        return None
    setup = OPTIONS.sub("", argument) if name == "timeit" else ""
    # not an empty line: IPython drops those at the start of a cell, and all lines would shift
    lines = [setup or f"# {first}", *([inner.text] if "\n" in body else [])]
    return PythonCell(source[: len(source) - len(body)] + "\n".join(lines), inner.skipped)


def _commented(source: str) -> str:
    return "\n".join(f"# {line}".rstrip() for line in source.splitlines())


def _translate(source: str) -> tuple[str, dict[int, str]] | None:
    """The source with commands turned into calls of `get_ipython()`, and what stood on the lines of those calls."""
    if parse(source) is not None:
        return source, {}
    body = source.lstrip("\n")
    empty = len(source) - len(body)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            lines, written = _transform((body if body.endswith("\n") else body + "\n").splitlines(keepends=True))
    except Exception:  # whatever IPython makes of an arbitrary text, the kernel will say it again
        return None
    text = "\n" * empty + "".join(lines)
    written = {empty + line: command for line, command in written.items()}
    return (text if source.endswith("\n") else text.removesuffix("\n")), written


def _transform(lines: list[str]) -> tuple[list[str], dict[int, str]]:
    """Let IPython transform one command after another, each on the lines where it stood."""
    manager: Any = TransformerManager()  # type: ignore[no-untyped-call]
    written: dict[int, str] = {}
    for clean in manager.cleanup_transforms:
        lines = clean(lines)
    length = sum(map(len, lines))
    for _ in range(min(MAX_COMMANDS, MAX_TOKENIZED // max(length, 1))):
        changed, after = manager.do_one_token_transform(lines)
        if not changed:
            break
        at = next((i for i, (old, new) in enumerate(zip(lines, after, strict=False)) if old != new), len(after) - 1)
        joined = len(lines) - len(after)  # a command over several lines became one line
        written.setdefault(at + 1, "".join(lines[at : at + joined + 1]).strip())
        lines = [*after[: at + 1], *["\n"] * joined, *after[at + 1 :]]
    return lines, written


def _answered(text: str, written: dict[int, str]) -> PythonCell | None:
    tree = parse(text)
    if tree is None:
        return None
    splices, skipped = SourceEdits(text), []
    for node in nodes_of(tree):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Call(func=ast.Name(id="get_ipython")), attr=verb), args=args):
                answer, run = _answer(verb, [arg.value if isinstance(arg, ast.Constant) else None for arg in args])
                if answer is not None and splices.replace(node, answer) and not run:
                    skipped.append((node.lineno, written.get(node.lineno) or splices.segment(node)))
    result = splices.apply() if splices else text
    if parse(result) is None:
        return None
    return PythonCell(result, tuple(command for _, command in sorted(skipped)))


def _answer(verb: str, args: list[object]) -> tuple[str | None, bool]:
    """What stands in for a call of IPython, None to leave it; and whether that still runs what was written."""
    if verb == "magic" and args and isinstance(args[0], str):
        args = list(args[0].lstrip("%").partition(" ")[::2])
    if verb not in ("run_line_magic", "run_cell_magic", "magic") or not args or not isinstance(args[0], str):
        return None, False
    name, rest = args[0], args[1] if len(args) > 1 else ""
    if verb == "run_cell_magic":
        return ("None" if name in OTHER_CELLS else None), False
    if name in TIMERS and isinstance(rest, str):
        return OPTIONS.sub("", rest).strip() or "None", True
    return ("None" if name in COMMANDS else None), False
