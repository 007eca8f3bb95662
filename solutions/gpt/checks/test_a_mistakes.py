"""Which mistake of question a gives the student's own indices and texts."""

import pytest

from autograder.checks import Opaque, StudentFault, assert_true, diagnosis

from .vocabulary import COMMON, integer, order, replayed
from .vocabulary_mistakes import (
    FOREIGN,
    PARTS,
    PROBE,
    container,
    decoded,
    places,
    readings,
    tables,
    transformed,
    unknown,
)

SHORT = "hola"


@pytest.fixture
def corpus(shelf):
    """The text that the notebook is run on."""
    return shelf.text("shakespeare")


@pytest.fixture
def right(corpus):
    """The right index of each character."""
    return places(order(corpus))


@pytest.fixture
def replay(student, corpus, spelled):
    """The notebook run again up to its answer on that text."""
    with replayed(student, corpus, spelled):
        yield student


def integers(student, standin, text, size):
    """The name and the type of what encode returned, and the indices in it."""
    value = student.call("encode", text)
    if isinstance(value, Opaque) and value.type in ("generator", "map"):
        listed = student.define("listed", standin("calls"))
        _, _, ids = container(listed.value(student.handle("encode"), text), size)
        return "a_generator", value.type, ids
    return container(value, size)


@diagnosis
def test_encode(replay, standin, corpus, right, named):
    """Which table, which transformation of the text and which container give what encode returned."""
    name, kind, ids = integers(replay, standin, PROBE, len(right))
    assert_true(ids is not None, "no indices")
    found = readings(ids, PROBE, corpus)
    assert_true(len(found) == 1, "no single explanation")
    table, change = found[0]
    if name is not None:
        named(name, text=SHORT, type=kind)
    if table == "a_code_points" and _is_bytes(replay):
        table = "a_bytes"
    if table is not None:
        char = next(c for c in "hola" if dict(tables(corpus))[found[0][0]][c] != right[c])
        named(table, char=char, got=dict(tables(corpus))[found[0][0]][char], right=right[char])
    if change is not None:
        named(change, text=PROBE, got=_brief(ids), right=_brief([right[c] for c in PROBE]))


def _is_bytes(student):
    """Whether a character outside ASCII gets several indices, its bytes."""
    try:
        value = student.call("encode", "\u2603")
    except StudentFault:
        return False
    return value == list("\u2603".encode())


def _brief(ids):
    return f"[{', '.join(map(str, ids[:8]))}, ...] ({len(ids)})" if len(ids) > 8 else str(ids)


@diagnosis
def test_order(replay, standin, corpus, right, named):
    """Indices that are no known table's: shifted code points, a part of the text, no order at all."""
    _, _, ids = integers(replay, standin, COMMON, len(right)) if _knows(replay, COMMON) else (None, None, None)
    if ids is not None and len(ids) == len(COMMON) and not readings(ids, COMMON, corpus):
        where = dict(zip(COMMON, ids, strict=True))
        shifts = {ord(c) - i for c, i in where.items()}
        if len(shifts) == 1:
            named("a_shifted_code_points", shift=shifts.pop(), char="h", got=where["h"], right=right["h"])
            return
    piece = corpus[:40]
    _, _, ids = integers(replay, standin, piece, len(right))
    for count in PARTS:
        part = places(order(corpus[:count]))
        if ids == [part[c] for c in piece] != [right[c] for c in piece]:
            char = next(c for c in piece if part[c] != right[c])
            named("a_part_of_text", char=char, got=part[char], right=right[char])
            return
    _, _, ids = integers(replay, standin, "".join(right), len(right))
    if ids is not None and sorted(ids) == list(range(len(right))) and not readings(ids, "".join(right), corpus):
        where = dict(zip(right, ids, strict=True))
        char = next(c for c in "hola" if where[c] != right[c])
        named("a_unsorted", last=len(right) - 1, char=char, got=where[char], right=right[char])


def _knows(student, text):
    try:
        student.call("encode", text)
    except StudentFault:
        return False
    return True


@diagnosis
def test_other_corpus(student, shelf, spelled, named):
    """A vocabulary that is one text's whatever the text."""
    first, second = (places(order(shelf.text(name))) for name in ("shakespeare", "cabromagico"))
    with replayed(student, shelf.text("shakespeare"), spelled):
        assert_true(_ids(student.call("encode", SHORT)) == [first[c] for c in SHORT], "wrong there too")
    with replayed(student, shelf.text("cabromagico"), spelled):
        if _ids(student.call("encode", SHORT)) == [first[c] for c in SHORT]:
            named("a_fixed_vocabulary", char="h", got=first["h"], right=second["h"])


def _ids(value):
    return [integer(i) for i in value] if isinstance(value, list) else None


@diagnosis
def test_unknown(replay, standin, corpus, right, named):
    """What becomes of characters that are in no vocabulary, whichever table gives the indices of the others."""
    _, _, ids = integers(replay, standin, PROBE, len(right))
    found = readings(ids, PROBE, corpus) if ids is not None else []
    assert_true(len(found) == 1 and transformed(FOREIGN).get(found[0][1]) == FOREIGN, "no single explanation")
    value = replay.call("encode", FOREIGN)
    got = [None if i is None else integer(i) for i in value] if isinstance(value, list) else value
    got = got if isinstance(value, list | str) else container(value, len(right))[2]
    name = unknown(got, dict(tables(corpus))[found[0][0]], len(right))
    assert_true(name is not None, "no explanation")
    named(name, text=FOREIGN, got=repr(got))


@diagnosis
def test_decode(replay, standin, corpus, right, named):
    """What decode makes of the indices that the student's own table gives."""
    _, _, ids = integers(replay, standin, PROBE, len(right))
    found = readings(ids, PROBE, corpus) if ids is not None else []
    table, change = found[0] if len(found) == 1 else (None, None)
    assert_true(change != "a_backwards", "decode goes backwards because encode does")
    where = dict(tables(corpus))[table]
    ids = [where[c] for c in PROBE]
    got = replay.call("decode", list(ids))
    names = [name for name, text in decoded(list(PROBE), ids, where).items() if text == got and got != PROBE]
    if len(names) == 1:
        named(names[0], ids=ids[:6], got=got[:6] if got else got, right=PROBE[:6])


@diagnosis
def test_memory(replay, standin, right, named):
    """What a call leaves behind: for the next call, or in the list that it was given."""
    called = replay.define("called", standin("calls"))
    texts = [SHORT, "que tal"]
    lists = [[right[c] for c in text] for text in texts]
    encoded, _ = _pair(called.value(replay.handle("encode"), texts))
    if encoded == [lists[0] + lists[1]] * 2:
        named("a_encode_remembers", got=_brief(encoded[1]))
        return
    decoded_, after = _pair(called.value(replay.handle("decode"), lists))
    if decoded_ == [texts[0], texts[0] + texts[1]]:
        named("a_decode_remembers", got=decoded_[1])
    elif decoded_ == texts and after == [[], []]:
        named("a_decode_consumes", before=len(lists[0]), left=0)


def _pair(answer):
    return answer if isinstance(answer, tuple) and len(answer) == 2 else ([], [])


@diagnosis
def test_tables(replay, standin, right, named):
    """What stoi and itos hold, where encode is right."""
    assert_true(_ids(replay.call("encode", PROBE)) == [right[c] for c in PROBE], "encode is wrong anyway")
    characters, indices = list(right), list(right.values())
    stoi, itos = (_Table(replay, name, standin("calls")) for name in ("stoi", "itos"))
    if stoi.holds(indices, characters) and itos.holds(characters, indices):
        named("a_tables_swapped", index=right["h"], char="h")
    elif stoi.holds(characters, indices) and itos.holds(characters, indices):
        named("a_itos_is_stoi", index=right["h"], char="h")
    elif stoi.holds(characters, indices) and itos.value == {}:
        named("a_used_up")
    elif stoi.holds(characters, indices) and itos.holds([i + 1 for i in indices], characters):
        assert_true(replay.call("decode", [right[c] for c in PROBE]) == PROBE, "decode is shifted as well")
        named("a_itos_off_by_one", index=right["h"], got=characters[right["h"] - 1], char="h")


class _Table:
    """A table of the student's."""

    def __init__(self, student, name, source):
        self.student = student
        self.handle = student.handle(name)
        self.look = student.define("looked_up", source)
        self.value = student.get(name)

    def holds(self, keys, values):
        """Whether it gives these values for these keys."""
        try:
            return self.look.value(self.handle, keys) == values
        except StudentFault:
            if self.student.fault is not None:
                raise
            return False
