"""Laws of the house: where modules stand, and what each may know."""

import ast
import io
import re
import sys
import tokenize
from pathlib import Path

import pytest

import autograder
from autograder import sandbox, warm

ENGINE = Path(autograder.__file__).parent
ROOT = ENGINE.parent
LONGEST = 270  # a file that needs more holds two things, and is to be split

# Lowest floor first. A module imports only what stands before it here: on a floor below, or earlier on its own.
FLOORS = (
    ("__init__", "messages", "errors", "question", "lab", "verdict", "wire", "budget", "level", "person", "whole"),
    (
        "download",
        "corpora",
        "shipping",
        "litter",
        "libc",
        "confine",
        "seccomp",
        "jail",
        "cgroup",
        "capacity",
        "box",
        "monitor",
        "zygote",
        "warm",
        "isolation",
        "host",
        "sandbox",
        "prelude",
        "syntax",
        "submission",
        "identity",
        "master",
        "template",
        "faults",
        "tolerance",
        "expect",
    ),
    (
        "numerals",
        "loops",
        "splices",
        "places",
        "magics",
        "mistake",
        "caps",
        "cell",
        "written",
        "rewrite",
        "training",
        "replay",
    ),
    (
        "surroundings",
        "settings",
        "reach",
        "worker",
        "desk",
        "channel",
        "listener",
        "kernel",
        "notebook",
        "conversation",
        "handle",
        "construction",
        "student",
        "live",
    ),
    ("pytest_plugin", "judge", "checks", "scoring", "report", "naming", "answers", "flags"),
    ("grade", "fingerprint", "standing", "task", "window", "preloaded", "pool", "row", "parcel", "cluster"),
    (
        "intake",
        *(f"intake.{name}" for name in ("entry", "limits", "file", "names", "words", "rut", "kind", "archive", "walk")),
        *(f"intake.{name}" for name in ("tree", "holding", "sites", "gradescope", "layout", "paragraphs", "script")),
        *(f"intake.{name}" for name in ("copies", "draft", "versions", "collect", "matching")),
        "roster",
    ),
    (
        "gradebook",
        *(f"gradebook.{name}" for name in ("schema", "signs", "students", "run", "manual", "event", "stats")),
        *(f"gradebook.{name}" for name in ("migrate", "migrations.env", "migrations.versions.r0001_first")),
        *(f"gradebook.{name}" for name in ("store", "book")),
    ),
    (
        "export",
        *(f"export.{name}" for name in ("cells", "note", "wish", "scale", "worksheet", "match", "fill", "feedback")),
        *(f"export.{name}" for name in ("table", "canvas", "moodle", "nbgrader", "gradescope", "workbook")),
        *(f"export.{name}" for name in ("place", "formats")),
    ),
    ("leaks", "proofs", "otter_build", "release", "samples", "batch", "class_table"),
    (
        "specimen",
        "combination",
        "dice",
        "scrambled",
        "mutation",
        "mutants",
        "trial",
        "gather",
        "equivalence",
        "attempt",
        "ledger",
        "audit",
        "figures",
    ),
    ("finding", "packages", "gpu", "needs", "doctor"),
    ("tables", "gradebook_table", "doctor_table", "audit_json", "audit_table", "audit_page"),
    (
        "summary",
        *(
            f"summary.{name}"
            for name in ("fate", "marks", "success", "mistakes", "tried", "times", "raised", "waiting")
        ),
        *(f"summary.{name}" for name in ("summary", "page", "place")),
    ),
    (
        "similarity",
        *(f"similarity.{name}" for name in ("words", "grams", "code", "outputs", "work", "rarity", "comparison")),
        *(f"similarity.{name}" for name in ("sharing", "report", "table", "page", "written")),
    ),
    (
        "bundle",
        *(f"bundle.{name}" for name in ("target", "wish", "archive", "wheel", "pins", "carried", "place", "handed_in")),
        *(f"bundle.{name}" for name in ("grading", "gradescope", "on_gradescope")),
        *("otter", "otter.source", "bundle.otter", "bundle.targets"),
        *(f"otter.{name}" for name in ("results", "verdict", "plugin", "container")),
    ),
    (
        "commands",
        *(f"commands.{name}" for name in ("terminal", "progress", "grade", "release", "audit", "samples", "schema")),
        *(f"commands.{name}" for name in ("doctor", "corpus", "gradebook", "export", "summary", "similarity")),
        "commands.bundle",
        "cli",
    ),
)
PLACES = {module: place for place, module in enumerate(module for floor in FLOORS for module in floor)}
SIDE_BY_SIDE = {
    "wire": set(),
    "budget": set(),
    "prelude": set(),
    "surroundings": set(),
    "settings": set(),
    "reach": set(),
    "worker": {"wire", "budget", "surroundings", "settings", "reach"},
    "desk": {"wire", "worker"},
    "libc": set(),
    "confine": {"libc"},
    "seccomp": set(),
    "jail": {"libc", "confine", "seccomp"},
    "cgroup": set(),
    "box": {"confine"},
    "monitor": {"jail", "box", "cgroup"},
    "zygote": {"jail", "libc", "monitor"},
}
BESIDE_STUDENTS = sys.stdlib_module_names | {"torch", "numpy", "safetensors", "ipykernel", "pyseccomp", "autograder"}

FILES = sorted(ENGINE.rglob("*.py"))
TREES = {path: ast.parse(path.read_text("utf-8")) for path in FILES}


def module_of(path):
    """The name of a module in the table: `messages/__init__.py` is `messages`."""
    parts = path.relative_to(ENGINE).with_suffix("").parts
    return ".".join(parts[:-1] if len(parts) > 1 and parts[-1] == "__init__" else parts)


MODULES = {module_of(path): path for path in FILES}


def imported(tree):
    """The dotted names that a module imports, wherever in its text; `from a import b` gives a and a.b."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports name the whole way"
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def ours(tree):
    """The modules of the engine that a module imports."""
    names = {name.partition(".")[2] for name in imported(tree) if name.startswith("autograder.")}
    return {name for name in names if name in MODULES}


def documented(tree):
    """Whatever is public in a module, by name: itself, its functions and classes, their public methods."""
    yield "module", tree
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node.name, node
            methods = node.body if isinstance(node, ast.ClassDef) else []
            for part in methods:
                if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef) and not part.name.startswith("_"):
                    yield f"{node.name}.{part.name}", part


def code_words(path):
    """The names and texts in a module's code, without comments and docstrings."""
    docstrings = {
        (node.body[0].value.lineno, node.body[0].value.col_offset)
        for node in ast.walk(TREES[path])
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and ast.get_docstring(node) is not None
    }
    for token in tokenize.generate_tokens(io.StringIO(path.read_text("utf-8")).readline):
        if token.type not in (tokenize.COMMENT, tokenize.NL) and token.start not in docstrings:
            yield token.start[0], token.string


def test_no_module_stands_twice():
    """Every module has one place in the table of floors."""
    assert len(PLACES) == sum(map(len, FLOORS))


def test_every_module_has_a_floor():
    """A module that the table of floors does not list, or a listed one that is gone, is a fault."""
    assert set(MODULES) == set(PLACES)


@pytest.mark.parametrize("name", MODULES)
def test_imports_run_down(name):
    """A module imports only modules that stand before it in the table, so that no import runs up or in a circle."""
    above = {other for other in ours(TREES[MODULES[name]]) if PLACES.get(other, 999) >= PLACES.get(name, 999)}
    assert not above


def test_all_that_is_shipped_is_known():
    """What runs in a student's process, or forks it, is what the table of it lists."""
    assert set(SIDE_BY_SIDE) == {*sandbox.SHIPPED, *warm.SHIPPED}


@pytest.mark.parametrize("name", SIDE_BY_SIDE)
def test_what_runs_beside_student_code_knows_nothing(name):
    """A module that runs in the student's process imports of ours what runs there too, and else what kernels hold."""
    tree = TREES[MODULES[name]]
    assert ours(tree) == SIDE_BY_SIDE[name]
    assert {module.split(".")[0] for module in imported(tree)} <= BESIDE_STUDENTS


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ENGINE).as_posix())
def test_the_engine_knows_no_lab(path):
    """No module imports a lab's folder or names it in code."""
    assert not {name for name in imported(TREES[path]) if name.split(".")[0] in ("solutions", "assignment")}
    assert not [(line, word) for line, word in code_words(path) if re.search(r"\bsolutions\b", word)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ENGINE).as_posix())
def test_a_file_can_be_read_in_one_sitting(path):
    """No file of the engine is longer than 270 lines: more is not read in one go, and hides a second noun."""
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ENGINE).as_posix())
def test_everything_public_says_what_it_is(path):
    """Every module, and every public class, function and method, opens with a sentence of docstring."""
    silent = [name for name, node in documented(TREES[path]) if not (ast.get_docstring(node) or "").strip()]
    assert not silent


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ENGINE).as_posix())
def test_nothing_is_shared_by_accident(path):
    """No default of an argument is a list, dict or set, which calls would share."""
    functions = [node for node in ast.walk(TREES[path]) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    defaults = [d for f in functions for d in (*f.args.defaults, *f.args.kw_defaults) if d is not None]
    assert not [d.lineno for d in defaults if isinstance(d, ast.List | ast.Dict | ast.Set)]
