"""Question a: the vocabulary, judged on both corpora by running the notebook's beginning again on each."""

import numpy as np
import pytest
import torch

from autograder.checks import Opaque, StudentFault, Undecided, WrongAnswer, assert_true, points

from .vocabulary import COMMON, NAMES, character, check_both, decode, encode, integer, named, order, replayed

HELLO = "hola, que tal?"
WORD = "hola"  # of characters that stand in any part of a text
KNOWN = {
    "shakespeare": {
        HELLO: [46, 53, 50, 39, 6, 1, 55, 59, 43, 1, 58, 39, 50, 12],
        "hii there": [46, 47, 47, 1, 58, 46, 43, 56, 43],
    },
    "cabromagico": {HELLO: [73, 80, 77, 66, 14, 4, 82, 86, 70, 4, 85, 66, 77, 33]},
}
FOREIGN = ("\u2603", "a\u2603b", "\u00f1and\u00fa", "hola\u2603")


def drawn(characters, count):
    """A random text over some characters, with blanks at both ends."""
    places = torch.randint(len(characters), (count,)).tolist()
    return " \n" + "".join(characters[place] for place in places) + "\n "


@pytest.fixture(autouse=True)
def lab_names(student, spelled):
    """The notebook's own functions and tables by the names of the lab."""
    with named(student, spelled):
        yield


@pytest.fixture
def on(student, shelf, spelled):
    """Runs the notebook up to its answer again, with a corpus of the grader's behind every file name."""
    return lambda corpus: replayed(student, shelf.text(corpus), spelled)


def _check_corpus(student, text, known):
    places = {c: i for i, c in enumerate(order(text))}
    for example, ids in known.items():
        check_both(student, example, ids)
    for example in ("".join(places), drawn(list(places), 200)):
        check_both(student, example, [places[c] for c in example])


@points(0.0, hint="Los índices salen del texto: son lugares en la lista de sus caracteres.")
def test_vocabulary_is_of_the_text(student, shelf, on):
    """Los índices dependen del texto que se lea, o son los debidos en alguno."""
    found = []
    for corpus in KNOWN:
        with on(corpus):
            found.append(encode(student, WORD))
            places = {c: i for i, c in enumerate(order(shelf.text(corpus)))}
            if found[-1] == [places[c] for c in WORD]:
                return
    assert_true(found[0] != found[-1], "encode da los mismos índices con cualquier texto: no hay un vocabulario.")


@points(0.1, hint="Los índices son las posiciones en la lista ordenada de caracteres, desde cero.")
def test_shakespeare(student, shelf, on):
    """En shakespeare, encode y decode dan exactamente las posiciones en el vocabulario ordenado."""
    with on("shakespeare"):
        _check_corpus(student, shelf.text("shakespeare"), KNOWN["shakespeare"])


@points(0.1, hint="El vocabulario se construye desde el texto que se lea, sea cual sea, y se ordena.")
def test_cabromagico(student, shelf, on):
    """En cabromagico, encode y decode dan exactamente las posiciones en el vocabulario ordenado."""
    with on("cabromagico"):
        _check_corpus(student, shelf.text("cabromagico"), KNOWN["cabromagico"])


@points(0.1, hint="encode retorna una lista de int; decode retorna un str.", requires="test_vocabulary_is_of_the_text")
def test_types(student):
    """encode retorna una lista de int, uno por carácter, y decode un str, también con el texto vacío."""
    for text in ("hola", "a"):
        assert_true(len(encode(student, text)) == len(text), "encode debe dar un int por carácter.")
    assert_true(decode(student, encode(student, "hola")) == "hola", "decode(encode('hola')) no es 'hola'.")
    if not all(type(i) is int for i in student.call("encode", "hola")):
        raise Undecided("encode retorna enteros de numpy y no int de Python.")
    try:
        empty = encode(student, ""), decode(student, [])
    except StudentFault as fault:
        if student.fault is not None:
            raise
        raise Undecided(f"Con el texto vacío: {fault}") from None
    assert_true(empty == ([], ""), "encode('') debe dar [] y decode([]) debe dar ''.")


@points(
    0.05,
    hint="decode(encode(s)) == s para cada carácter del vocabulario, también espacios y saltos de línea.",
    requires="test_vocabulary_is_of_the_text",
)
def test_round_trip(student):
    """Lo que se codifica vuelve igual, también al final del cuaderno, y cada carácter tiene un índice propio."""
    for text in (COMMON, COMMON[::-1], *(drawn(COMMON, 40) for _ in range(3))):
        ids = encode(student, text)
        assert_true(len(ids) == len(text), "encode debe dar un int por carácter.")
        assert_true(len(set(ids)) == len(set(text)), "Dos caracteres distintos recibieron el mismo índice.")
        assert_true(decode(student, ids) == text, "decode(encode(s)) no es s.")


@points(0.05, hint="stoi va de carácter a índice, e itos de índice a carácter.")
def test_tables(student, shelf, on, standin):
    """stoi da el índice de cada carácter, e itos el carácter de cada índice."""
    for corpus in KNOWN:
        characters = order(shelf.text(corpus))
        places = torch.randperm(len(characters)).tolist()  # no order in which a table could tell what it is asked
        characters = [characters[place] for place in places]
        with on(corpus):
            encode(student, "aba")  # of what is not written yet nothing else can be asked
            missing = [name for name in NAMES if not student.has(name)]
            if missing:
                _check_corpus(student, shelf.text(corpus), KNOWN[corpus])
                raise Undecided(f"El cuaderno no define {', '.join(missing)}.")
            look = student.define("looked_up", standin("calls"))
            indices = look.value(student.handle("stoi"), characters)
            found = [integer(i) for i in indices] if isinstance(indices, list) else None
            assert_true(found == places, "stoi[c] no es la posición de c en el vocabulario ordenado.")
            back = look.value(student.handle("itos"), places)
            read = [character(c) for c in back] if isinstance(back, list) else None
            assert_true(read == characters, "itos[i] no es el carácter en la posición i del vocabulario ordenado.")


@points(
    0.05,
    hint="Nada debe quedar de una llamada a la siguiente, y lo que se recibe no se modifica.",
    requires="test_vocabulary_is_of_the_text",
)
def test_leaves_no_trace(student, standin):
    """La misma entrada da siempre la misma salida, y decode no cambia la lista que recibe."""
    called = student.define("called", standin("calls"))
    texts = ["hola", "que tal", "hola"]
    lists, _ = _pair(called.value(student.handle("encode"), texts))
    ids = [encode(student, text) for text in texts]
    assert_true([[integer(i) for i in _items(one)] for one in lists] == ids, "encode recuerda llamadas anteriores.")
    decoded, after = _pair(called.value(student.handle("decode"), ids))
    assert_true(decoded == texts, "decode recuerda llamadas anteriores.")
    assert_true(after == ids, "decode modifica la lista que recibe.")


def _pair(answer):
    return answer if isinstance(answer, tuple) and len(answer) == 2 else ([], [])


def _items(value):
    return value if isinstance(value, list) else []


@points(
    0.05,
    hint="Un carácter fuera del vocabulario debe dar un error, no desaparecer ni convertirse en otro.",
    requires="test_vocabulary_is_of_the_text",
)
def test_unknown_character(student, shelf, on):
    """Un carácter fuera del vocabulario no pasa en silencio."""
    with on("shakespeare"):
        assert_true(encode(student, "aba") != [], "encode no da nada para un texto conocido.")
        for text in FOREIGN:
            try:
                value = student.call("encode", text)
            except StudentFault:
                if student.fault is not None:
                    raise
                continue
            message = f"encode({text!r}) no da un error por el carácter desconocido, sino {_shown(value)}."
            raise WrongAnswer("expect.custom", message=message)


def _shown(value):
    if isinstance(value, Opaque):
        return value.text
    return repr(value)[: 200 if isinstance(value, np.ndarray | np.generic) else 60]
