"""The modules that were handed in beside a notebook: which there are, and how the notebook imports and runs them."""

import ast
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath

from autograder.errors import SubmissionError
from autograder.notebook.submission import OwnFile, Submission, parse_notebook
from autograder.source.code_size import has_more_tokens
from autograder.source.ipython import to_python
from autograder.source.parsing import nodes_of, parse_or_empty

RUN = re.compile(r"(?m)^([ \t]*)%run[ \t]+(?:-[a-z][ \t]+)*(['\"]?)([^\s'\"]+)\2[^\n]*$")
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
MOST_MODULES = 50
MOST_TOKENS = 50_000  # of one module; a longer one stays a file, and is not rewritten


def module_texts(submission: Submission) -> dict[str, str]:
    """Return the text of each Python file that was handed in beside a notebook, by its path.

    A notebook that was handed in as a helper is one as well, under the name of a Python file.
    """
    texts: dict[str, str] = {}
    for file in submission.files[: 2 * MOST_MODULES]:
        path = PurePosixPath(file.name)
        text = None
        if path.suffix == ".py":
            text = _decoded(file)
        elif path.suffix == ".ipynb" and path.stem.isidentifier():
            text = _code(file)
        if text is not None and len(texts) < MOST_MODULES and not has_more_tokens([text], MOST_TOKENS):
            texts.setdefault(str(path.with_suffix(".py")), text)
    return texts


def module_names(paths: Iterable[str]) -> frozenset[str]:
    """Return the names that `import` may begin with for Python files at some paths."""
    parts = (PurePosixPath(path).with_suffix("").parts for path in paths)
    return frozenset(name for path in parts for name in (path[0], path[-1]) if name.isidentifier())


def shared_modules(texts: Mapping[str, str], sources: Sequence[str]) -> dict[str, str]:
    """Return the modules that may run among a notebook's own names: the path of each by its dotted name.

    There they are judged like its cells. A module that defines a function or class under a name which the notebook
    gives to something else, and one that imports relatively, stays apart.
    """
    trees = [parse_or_empty(cell.text) for source in sources if (cell := to_python(source)) is not None]
    own = {name for tree in trees for statement in tree.body for name in _defined(statement)}
    modules: dict[str, str] = {}
    for path, text in texts.items():
        tree = parse_or_empty(text)
        relative = any(isinstance(node, ast.ImportFrom) and node.level for node in nodes_of(tree))
        made = {node.name for node in tree.body if isinstance(node, DEFINITIONS)}
        parts = PurePosixPath(path).with_suffix("").parts
        if relative or made & own or parts[-1] == "__init__" or not all(part.isidentifier() for part in parts):
            continue
        own |= made
        modules[".".join(parts)] = path
        modules.setdefault(parts[-1], path)  # the folder may have been put on Python's path
    return modules


def run_own_files(source: str, paths: Iterable[str]) -> str:
    """Return a cell in which `%run` of a file that was handed in runs its text; line numbers do not change."""
    known = set(paths)

    def run(line: re.Match[str]) -> str:
        path = PurePosixPath(line[3].replace("\\", "/").removeprefix("./"))
        file = str(path.with_suffix(".py"))
        if file not in known:
            return line[0]
        return f"{line[1]}exec(compile(open({file!r}, encoding='utf-8').read(), {file!r}, 'exec'))"

    return RUN.sub(run, source) if "%run" in source else source


def _decoded(file: OwnFile) -> str | None:
    try:
        return file.content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return file.content.decode("latin-1")


def _code(file: OwnFile) -> str | None:
    """The code of a helper notebook as the text of a module."""
    try:
        cells = parse_notebook(PurePosixPath(file.name), file.content).code
    except SubmissionError:
        return None
    made = (to_python(cell.source) for cell in cells)
    return "\n\n".join(cell.text for cell in made if cell is not None)


def _defined(statement: ast.stmt) -> Iterable[str]:
    if isinstance(statement, DEFINITIONS):
        yield statement.name
    elif isinstance(statement, ast.Assign):
        yield from (target.id for target in statement.targets if isinstance(target, ast.Name))
