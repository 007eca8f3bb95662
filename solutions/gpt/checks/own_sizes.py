"""The notebook's own sizes, for a class that takes no other ones, such as those that an assert names."""

import ast
from itertools import product

import torch

from autograder.checks import StudentFault, Undecided, parse_or_empty

from .sizes import C

OTHERWISE_WRONG = (  # torch's own words for sizes that do not fit, as where one is written out, and plain mistakes
    *("RuntimeError", "IndexError", "TypeError", "NameError", "UnboundLocalError", "AttributeError"),
    *("NotImplementedError", "ModuleNotFoundError"),
)
MOST = 8  # sizes that are tried
OTHERS = "{name} funciona con los tamaños del cuaderno, pero no con los de la corrección: {fault}"


def refuses(fault):
    """Whether code may take no such sizes: it ended in an error that may be raised to say so."""
    return not fault.absent and not any(sign in str(fault) for sign in OTHERWISE_WRONG)


def has_conditions(student, name=""):
    """Whether a class, or any one, may refuse what it is called with: somewhere in it stands an assert or a raise."""
    own = name and student.name_of(name)
    statements = (part for text in student.cells().values() for part in parse_or_empty(text).body)
    classes = [part for part in statements if isinstance(part, ast.ClassDef) and own in ("", part.name)]
    return any(isinstance(node, ast.Assert | ast.Raise) for part in classes for node in ast.walk(part))


def own(student, sizes):
    """The sizes to try in turn: first as few of the notebook's own as possible in the place of the grader's."""
    widths, counts = (sorted({*_numbers(student, name)}) for name in ("n_embd", "n_head"))
    pairs = [
        {"n_embd": n_embd, "n_head": n_head}
        for n_embd, n_head in product([*widths, C], dict.fromkeys([sizes["n_head"], *counts]))
        if n_embd % n_head == 0
    ]
    current = {
        name: value
        for name in ("block_size", "vocab_size", "n_layer")
        if student.has(name) and type(value := student.get(name)) is int and value > 1
    }
    for rest in ({}, {k: v for k, v in current.items() if k != "n_layer"}, current):
        tried = [sizes | pair | rest for pair in pairs]
        yield from [one for one in tried if one != sizes][:MOST]


def _numbers(student, name):
    """The numbers that the notebook gives to a size: the present one, and those in its source."""
    now = [student.get(name)] if student.has(name) else []
    return [value for value in (*now, *student.numbers(name)) if type(value) is int and 0 < value <= 1024]


def entered(stack, student, sizes, make):
    """What a context `make(sizes)` gives, or that of the notebook's own sizes where those alone are taken.

    Raises the StudentFault of the grader's sizes where nothing else works either.
    """
    try:
        return stack.enter_context(make(sizes))
    except StudentFault as fault:
        if student.fault is not None or not refuses(fault):
            raise
        for tried in own(student, sizes):
            try:
                return stack.enter_context(make(tried))
            except (StudentFault, Undecided):
                if student.fault is not None:
                    raise
        raise


def assert_taken(handle, *probe):
    """Raise StudentFault where a module refuses the sizes of an input that it could not take in float64."""
    if handle.dtype is torch.float32:
        try:
            handle.value(*probe)
        except StudentFault as fault:
            if handle.fault is not None or refuses(fault):
                raise


def narrowed(student, standin, module, own_width, cut=False):
    """A module of the notebook's own width as one of C channels; with `cut` also its inner width and its outputs."""
    pairs = [[own_width, C], *([[4 * own_width, 4 * C]] if cut else [])]
    return student.define("Narrow", standin("narrow")).new(module, C, own_width, pairs, cut)
