"""Asking a notebook for its vocabulary: running its beginning again on a text, and reading what it answers."""

import ast
from contextlib import contextmanager

import numpy as np

from autograder.checks import StudentFault, WrongAnswer, assert_true

NAMES = ("encode", "decode", "stoi", "itos")
COMMON = "\n !',-.:;?ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"  # in the vocabulary of every corpus


@contextmanager
def replayed(student, text):
    """Run the notebook up to its answer again, with a text behind every file name, for the length of a block."""
    student.name_of("encode")
    beginning = _beginning(student)  # asked now, while the notebook's names are there
    with student.corpus(text), student.fresh():
        for source in beginning:
            try:
                student.run(source, steps=1)
            except StudentFault:  # as in the notebook, a cell that fails stops nothing
                if student.fault is not None:
                    raise
        yield


def _beginning(student):
    wanted = {student.name_of(name) for name in NAMES if student.has(name)}
    cells = list(student.cells().values())
    last = max((place for place, source in enumerate(cells) if wanted & _defined(source)), default=len(cells) - 1)
    return cells[: last + 1]


def _defined(source):
    """The names that a cell binds in the notebook, not within a function or a class."""
    try:
        waiting = list(ast.parse(source).body)
    except SyntaxError:
        return set()
    names = set()
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        elif isinstance(node, ast.alias):
            names.add(node.asname or node.name)
        elif not isinstance(node, ast.Lambda):
            waiting += ast.iter_child_nodes(node)
    return names


def order(text):
    """The vocabulary of a text, sorted: what the indices are the places in."""
    return sorted(set(text))


def integer(value):
    """The integer behind a value, also one of numpy's; None where it is none."""
    if type(value) is int:
        return value
    return int(value) if isinstance(value, np.integer) else None


def character(value):
    """The text behind a value, also one of numpy's; the value itself where it is none."""
    return str(value) if isinstance(value, np.str_) else value


def encode(student, text):
    """What encode returns, as integers; it must be a list of int."""
    value = student.call("encode", text)
    ids = [integer(item) for item in value] if type(value) is list else [None]
    if None in ids:
        raise WrongAnswer("expect.custom", message="encode debe retornar una lista de int.")
    return ids


def decode(student, ids):
    """What decode returns, which must be a str."""
    text = student.call("decode", ids)
    if type(text) is not str:
        raise WrongAnswer("expect.custom", message="decode debe retornar un str.")
    return text


def check_both(student, text, ids):
    """Expect a text and its indices to be one another's translation."""
    shown = text if len(text) < 20 else text[:20] + "..."
    assert_true(encode(student, text) == ids, f"encode({shown!r}) no da las posiciones en el vocabulario ordenado.")
    assert_true(decode(student, ids) == text, f"decode no recupera {shown!r} desde sus índices.")
