"""Asking a notebook for its vocabulary: running its beginning again on a text, and reading what it answers."""

import ast
from contextlib import contextmanager

import numpy as np

from autograder.checks import StudentFault, Undecided, WrongAnswer, assert_true, parse_or_empty

NAMES = ("encode", "decode", "stoi", "itos")
PROBES = ("hola", "que tal")
NUMBERED = ("data", "datos", "train_data")  # what only a text turned into numbers can be
COMMON = "\n !',-.:;?ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"  # in the vocabulary of every corpus


@contextmanager
def replayed(student, text, spelled):
    """Run the notebook up to its answer again, with a text behind every file name, for the length of a block."""
    beginning = _beginning(student, spelled)  # asked now, while the notebook's names are there
    with student.corpus(text), student.fresh():
        for source in beginning:
            try:
                student.run(source, steps=1)
            except StudentFault:  # as in the notebook, a cell that fails stops nothing
                if student.fault is not None:
                    raise
        _define(student, spelled)
        yield


@contextmanager
def named(student, spelled):
    """Give what the notebook spells otherwise the lab's names, for the length of a block."""
    with student.globals():
        _define(student, spelled)
        yield


def _define(student, spelled):
    for name, expression in spelled.items():
        try:
            student.run(f"{name} = {expression}")
        except StudentFault:  # its cell failed here, and then the name is not there
            if student.fault is not None:
                raise


def spelled_otherwise(student, standin):
    """What the notebook has for those of the lab's names that it does not define, as expressions by those names.

    They are found by what they give: functions and methods that turn a text into numbers and back, and tables. Raises
    StudentFault where nothing in the notebook could be encode, Undecided where the text became numbers all the same.
    """
    missing = [name for name in NAMES if not student.has(name) or student.undefined([student.name_of(name)])]
    if not missing:
        return {}
    with student.globals():
        return _spelled(student, standin, missing)


def _spelled(student, standin, missing):
    ask = {name: student.define(name, standin("tokenizers")) for name in ("tokenizers", "detokenizers", "tables")}
    found = dict[str, str | None]()
    if "encode" not in missing:
        lists = _lists(student)
        if "decode" in missing and lists:
            found["decode"] = _decoder("", _pairs(ask["detokenizers"].value(lists), str))
    elif encoders := _pairs(ask["tokenizers"].value(list(PROBES)), list):
        found["encode"], lists, found["decode"] = _matched(encoders, ask["detokenizers"])
        if "decode" in missing and found["decode"] is None:
            raise Undecided(f"encode se llama {found['encode']}, y no se reconoce qué es decode.")
    elif any(student.has(name) for name in NUMBERED):
        raise Undecided("El cuaderno convierte el texto en números sin una función encode: debe mirarlo una persona.")
    else:
        student.name_of("encode")
    numbers, characters = [number for ids in lists for number in ids], list("".join(PROBES))
    answer = ask["tables"].value(characters, numbers)
    kinds = answer if isinstance(answer, list) and len(answer) == 2 else [[], []]
    for name, wanted, kind in zip(("stoi", "itos"), (numbers, characters), kinds, strict=True):
        tried = _pairs(kind)
        found[name] = next((one for one, got in tried.items() if got == wanted), next(iter(tried), None))
    return {name: found[name] for name in missing if found.get(name) is not None}


def _lists(student):
    """What the notebook's encode gives for the probes; none where that is no lists of int."""
    try:
        lists = [student.call("encode", text) for text in PROBES]
    except StudentFault:
        if student.fault is not None:
            raise
        return []
    return lists if all(type(ids) is list and all(type(i) is int for i in ids) for ids in lists) else []


def _matched(encoders, detokenizers):
    """The first encoder that something turns back, or the likeliest: its expression, what it gives, and its decoder."""
    for expression, lists in encoders.items():
        back = _pairs(detokenizers.value(lists), str)
        if [*PROBES] in back.values():
            return expression, lists, _decoder(expression, back)
    expression, lists = max(encoders.items(), key=lambda one: [*map(len, one[1])] == [*map(len, PROBES)])
    return expression, lists, _decoder(expression, _pairs(detokenizers.value(lists), str))


def _decoder(encoder, found):
    """Of what gives a text for the encoder's lists, what gives back the text, or else a method of the same object."""
    owner = encoder.rpartition(".")[0]
    likely = sorted(found, key=lambda one: (found[one] != [*PROBES], one.rpartition(".")[0] != owner))
    return next(iter(likely), None)


def _pairs(answer, kind=object):
    """Pairs of an expression and the list of what it gives, as a dict; what is neither is left out."""
    pairs = [pair for pair in answer if isinstance(pair, tuple) and len(pair) == 2] if isinstance(answer, list) else []
    return {name: outs for name, outs in pairs if _is_expression(name) and _holds(outs, kind)}


def _is_expression(name):
    return isinstance(name, str) and len(name) < 300 and bool(parse_or_empty(name).body)


def _holds(outs, kind):
    return isinstance(outs, list) and all(isinstance(out, kind) for out in outs)


def _beginning(student, spelled):
    wanted = {student.name_of(name) for name in NAMES if name not in spelled and student.has(name)}
    wanted |= {
        part.id for text in spelled.values() for part in ast.walk(parse_or_empty(text)) if isinstance(part, ast.Name)
    }
    cells = list(student.cells("a").values())
    if not wanted <= set().union(*map(_defined, cells)):
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
