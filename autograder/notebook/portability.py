"""Replaces strings that name what this machine may lack: a GPU, and folders of Colab, Kaggle or laptops."""

import ast
import os
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from autograder.source.edits import SourceEdits
from autograder.source.parsing import nodes_of

COLAB = "/content"
FOLDERS = ("/kaggle/working", "/kaggle/input", "/gdrive", "/drive", "/mnt", "/data", "/workspace", "/root", "/Users")
OPENING = re.compile(r"""(?P<prefix>[A-Za-z]{0,2})(?P<quote>'''|\"""|'|")""")
POSIX = re.compile("(?P<folder>" + "|".join(map(re.escape, (COLAB, *FOLDERS))) + r"|/home(?=/))(?P<next>.?)", re.DOTALL)
# one backslash only where it does not begin an escape: 'A:\n' is no path
DRIVE = re.compile(r"""[A-Za-z]:(?:/|\\\\|\\(?![\\'"abfnrtvxuNU0-7\n]))""")
RAW_DRIVE = re.compile(r"[A-Za-z]:[/\\]")
REST = re.compile(r"""(?:[^'"\\{\n]|\\(?!['"]))*""")
CUDA = re.compile(r"""(?P<prefix>[uUrR]?)(?P<quote>'''|\"""|'|")(?:cuda|mps|xpu)(?::\d+)?(?P=quote)""")
GPUS = ("cuda", "mps", "xpu")

# calls whose argument is a file even where it has no suffix
FILE_CALLS = frozenset(
    {"open", "save", "savefig", "save_file", "dump", "write_text", "to_csv", "mkdir", "makedirs", "touch"}
)
# calls that ask about a device and do not choose one
QUESTIONS = frozenset({"startswith", "endswith", "getattr", "hasattr", "setattr", "find", "index", "count"})


class StringLiterals:
    """The string literals of a syntax tree that may be changed; docstrings and parts of f-strings are excluded."""

    def __init__(self, tree: ast.Module) -> None:
        self._tree = tree
        self._prose: set[int] = set()  # by identity
        self._joined: set[int] = set()
        self._questions: set[int] = set()
        self._files: set[int] = set()
        for node in nodes_of(tree):
            self._note(node)

    def devices(self) -> Iterator[ast.Constant | ast.JoinedStr]:
        """Yield the string literals and f-strings that may choose a device, such as `'cuda'`."""
        for node in nodes_of(self._tree):
            apart = id(node) in self._prose or id(node) in self._questions
            if apart:
                continue
            if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str)):
                yield node

    def paths(self) -> Iterator[ast.Constant | ast.JoinedStr]:
        """Yield the string literals and f-strings that may begin a path."""
        for node in nodes_of(self._tree):
            if id(node) in self._prose or id(node) in self._joined:
                continue
            if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str)):
                yield node

    def is_file(self, node: ast.expr) -> bool:
        """Return whether a literal is an argument of a call that expects a file, such as `open`."""
        return id(node) in self._files

    def _note(self, node: ast.AST) -> None:
        match node:
            case ast.Expr(value=value):
                self._prose.add(id(value))
            case ast.JoinedStr():
                self._prose |= {id(part) for part in ast.walk(node)} - {id(node)}
            case ast.BinOp(op=ast.Add(), right=right):
                self._joined.add(id(right))
            case ast.Compare() | ast.match_case():
                parts = node.pattern if isinstance(node, ast.match_case) else node
                self._questions |= {id(part) for part in ast.walk(parts)}
            case ast.Dict(keys=keys):
                self._questions |= {id(key) for key in keys}
            case ast.Subscript(slice=key):
                self._questions.add(id(key))
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=args):
                if name in QUESTIONS:
                    self._questions |= {id(arg) for arg in args}
                if name in FILE_CALLS:
                    self._files |= {id(arg) for arg in args}


def use_cpu(strings: StringLiterals, splices: SourceEdits) -> None:
    """Replace, in `splices`, each literal that chooses a GPU by `cpu`."""
    for node in strings.devices():
        if isinstance(node, ast.JoinedStr):
            if _leading(node) in [f"{gpu}:" for gpu in GPUS] and len(node.values) == 2:
                splices.replace(node, "'cpu'")
            continue
        match = CUDA.fullmatch(splices.segment(node)) if str(node.value).startswith(GPUS) else None
        if match:
            splices.replace(node, f"{match['prefix']}{match['quote']}cpu{match['quote']}")


def use_root(strings: StringLiterals, splices: SourceEdits, root: Path) -> tuple[Path, ...]:
    """Move absolute paths of other machines under `root`, and return the folders that these paths need to exist."""
    folders: dict[Path, None] = {}
    for node in strings.paths():
        value = _leading(node)
        if not value.startswith(str(root)) and _move(node, splices, root):
            folder = _folder(_under(value, root), strings.is_file(node), isinstance(node, ast.JoinedStr))
            if _is_safe(folder, root):
                folders[folder] = None
    return tuple(folders)


def _leading(node: ast.Constant | ast.JoinedStr) -> str:
    first = node.values[:1] if isinstance(node, ast.JoinedStr) else [node]
    return next((str(part.value) for part in first if isinstance(part, ast.Constant)), "")


def _move(node: ast.Constant | ast.JoinedStr, splices: SourceEdits, root: Path) -> bool:
    segment = splices.segment(node)
    opening = OPENING.match(segment)
    if opening is None:
        return False
    prefix, quote, at = opening["prefix"].lower(), opening["quote"], opening.end()
    new_root = _quoted(str(root), prefix)
    drive = (RAW_DRIVE if "r" in prefix else DRIVE).match(segment, at)
    posix = POSIX.match(segment, at)
    if new_root is None:
        return False
    if drive:
        rest = REST.match(segment, drive.end())
        end = rest.end() if rest else drive.end()
        path = re.sub(r"[\\/]+", "/", segment[drive.end() : end])
        return _replace(node, splices, (at, end), f"{new_root}/{path}")
    if posix and posix["next"] in ("", "/", quote[0]):
        folder = "" if posix["folder"] == COLAB else posix["folder"]
        return _replace(node, splices, (at, posix.end("folder")), new_root + folder)
    return False


def _replace(node: ast.expr, splices: SourceEdits, piece: tuple[int, int], text: str) -> bool:
    start, _ = splices.span(node)
    segment = splices.segment(node)
    before, until = (len(segment[:place].encode()) for place in piece)
    return splices.replace_span((start + before, start + until), text)


def _quoted(text: str, prefix: str) -> str | None:
    """A text as it stands inside a literal; None where a raw literal cannot hold it."""
    if not set(text) & set("'\"\\{}\n"):
        return text
    if "r" in prefix:
        return None
    escaped = text.replace("\\", "\\\\").replace("'", "\\x27").replace('"', "\\x22").replace("\n", "\\n")
    return escaped.replace("{", "{{").replace("}", "}}") if "f" in prefix else escaped


def _under(value: str, root: Path) -> str:
    drive = RAW_DRIVE.match(value)
    if drive:
        return f"{root}/" + re.sub(r"[\\/]+", "/", value[drive.end() :])
    return f"{root}{value.removeprefix(COLAB)}"


def _folder(path: str, is_file: bool, continues: bool) -> Path:
    """The folder that a path expects: a path without a suffix is taken for a folder unless it is used as a file."""
    whole = path.endswith("/") or not (continues or is_file or PurePosixPath(path).suffix)
    return Path(os.path.normpath(path if whole else os.path.dirname(path)))  # noqa: PTH120 - keeps what ends in '/'


def _is_safe(folder: Path, root: Path) -> bool:
    # a path with `..` in it must not make the grader create folders elsewhere
    return folder.is_relative_to(root) and str(folder).isprintable() and all(len(p) < 128 for p in folder.parts)
