"""Question a: the vocabulary, judged on both corpora by running the notebook's beginning again on each."""

import ast
from contextlib import contextmanager

import pytest

from autograder.checks import points
from autograder.expect import WrongAnswer, assert_true
from autograder.student import StudentFault

HELLO = "hola, que tal?"
KNOWN = {
    "shakespeare": {
        HELLO: [46, 53, 50, 39, 6, 1, 55, 59, 43, 1, 58, 39, 50, 12],
        "hii there": [46, 47, 47, 1, 58, 46, 43, 56, 43],
    },
    "cabromagico": {HELLO: [73, 80, 77, 66, 14, 4, 82, 86, 70, 4, 85, 66, 77, 33]},
}


@pytest.fixture
def on(student, shelf):
    """Runs the notebook up to its answer again, with a corpus of the grader's behind every file name."""

    @contextmanager
    def replay(corpus):
        student.name_of("encode")
        with student.corpus(shelf.text(corpus)), student.fresh():
            for source in _beginning(student):
                try:
                    student.run(source)
                except StudentFault:  # as in the notebook, a cell that fails stops nothing
                    if student.fault is not None:
                        raise
            yield

    return replay


def _beginning(student):
    wanted = {student.name_of(name) for name in ("encode", "decode", "stoi", "itos") if student.has(name)}
    cells = list(student.cells().values())
    last = max((place for place, source in enumerate(cells) if wanted & _defined(source)), default=len(cells) - 1)
    return cells[: last + 1]


def _defined(source):
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return set()
    functions = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    stored = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    return functions | stored


def encode(student, text):
    """What encode returns, which must be a list of int."""
    ids = student.call("encode", text)
    if type(ids) is not list or any(type(i) is not int for i in ids):
        raise WrongAnswer("expect.custom", message="encode debe retornar una lista de int.")
    return ids


def decode(student, ids):
    """What decode returns, which must be a str."""
    text = student.call("decode", ids)
    if type(text) is not str:
        raise WrongAnswer("expect.custom", message="decode debe retornar un str.")
    return text


def check_known(student, known):
    """Compare with the published encodings."""
    for text, ids in known.items():
        got = encode(student, text)
        assert_true(got == ids, f"encode({text!r}) no es la lista que corresponde al vocabulario ordenado.")
        assert_true(decode(student, ids) == text, f"decode no recupera {text!r} desde sus índices.")


@points(0.15, hint="Los índices son las posiciones en la lista ordenada de caracteres, desde cero.")
def test_shakespeare(student, on):
    """En shakespeare, encode y decode dan exactamente los valores conocidos."""
    with on("shakespeare"):
        check_known(student, KNOWN["shakespeare"])


@points(0.1, hint="El vocabulario se construye desde el texto que se lea, sea cual sea, y se ordena.")
def test_cabromagico(student, on):
    """En cabromagico, encode y decode dan exactamente los valores conocidos."""
    with on("cabromagico"):
        check_known(student, KNOWN["cabromagico"])


@points(0.1, hint="encode retorna una lista de int; decode retorna un str.")
def test_types(student):
    """encode retorna una lista de int, uno por carácter, y decode un str, también con el texto vacío."""
    for text in ("hola", "a", ""):
        assert_true(len(encode(student, text)) == len(text), "encode debe dar un int por carácter.")
    assert_true(decode(student, encode(student, "hola")) == "hola", "decode(encode('hola')) no es 'hola'.")


@points(0.1, hint="decode(encode(s)) == s para cada carácter del vocabulario, también espacios y saltos de línea.")
def test_round_trip(student, shelf, on):
    """Todos los caracteres del vocabulario van y vuelven, cada uno con un índice propio."""
    for corpus in KNOWN:
        vocabulary = shelf.profile(corpus).vocabulary
        with on(corpus):
            ids = encode(student, vocabulary)
            assert_true(sorted(ids) == list(range(len(vocabulary))), "Los índices no son 0, 1, ..., vocab_size - 1.")
            assert_true(decode(student, ids) == vocabulary, "Algún carácter no vuelve igual de decode(encode(c)).")
            assert_true(decode(student, ids[::-1]) == vocabulary[::-1], "decode depende del orden de la lista.")


@points(0.05, hint="Un carácter fuera del vocabulario debe dar un error, no desaparecer ni convertirse en otro.")
def test_unknown_character(student, shelf, on):
    """Un carácter fuera del vocabulario no pasa en silencio."""
    with on("shakespeare"):
        size = shelf.profile("shakespeare").vocab_size
        assert_true(encode(student, "aba") != [], "encode no da nada para un texto conocido.")
        try:
            ids = student.call("encode", "a\u2603b")
        except StudentFault:
            if student.fault is not None:
                raise
            return
        marked = isinstance(ids, list) and len(ids) == 3 and ids[1] not in range(size)
        assert_true(marked, "encode aceptó sin avisar un carácter que no está en el vocabulario.")
