"""One head of a notebook that has no Head, but an attention that computes all of its heads at once.

Which of its weights are the query, the key and the value of a head is found by what they do, not by their names; where
that is not certain, there is no such head.
"""

from dataclasses import dataclass

import torch

from autograder.checks import StudentFault, Undecided, WrongAnswer, assert_tensor, is_close

from .sizes import N_HEAD, T_MAX, C

STRANGE = "La atención del cuaderno no se pudo separar en cabezas: debe mirarla una persona."


@dataclass(frozen=True)
class Shape:
    """The width of an attention, and the number of its heads."""

    n_embd: int = C
    n_head: int = N_HEAD

    @property
    def size(self):
        """The size of each head."""
        return self.n_embd // self.n_head

    @property
    def terms(self):
        """How many terms are summed on the way to one output."""
        return 4 * self.n_embd


def one_head(student, standin, which, shape):
    """A handle on one head of the notebook's attention, in evaluation mode; None where there is none for certain.

    `which` is the number of the head, `shape` that of the attention.
    """
    source = standin("all_heads")
    try:
        names = student.define("weighing", source).value()
        if not isinstance(names, list) or len(names) != 1:
            return None
        with student.globals(dropout=0.0):
            places = _places(student, source, _all_heads(student, source, names[0], shape), shape)
        heads = _all_heads(student, source, names[0], shape)
        made = student.define("OneHead", source).new(heads, places[which], which * shape.size)
        made.eval().value(torch.zeros(1, T_MAX, shape.n_embd))
        return made
    except (StudentFault, Undecided, WrongAnswer):
        if student.fault is not None:
            raise
        return None


def _all_heads(student, source, name, shape):
    """The notebook's attention without its output projection."""
    C = shape.n_embd
    attention = _made(student, name, shape)
    answer = student.define("layers", source).value(attention, torch.zeros(1, T_MAX, C))
    _assert_known(isinstance(answer, list | tuple) and len(answer) == 2 and all(isinstance(p, list) for p in answer))
    called, besides = answer
    _assert_known(not besides and all(isinstance(one, list) and [*map(type, one)] == [str, int, int] for one in called))
    paths, rows = [path for path, _, _ in called], [count for _, _, count in called]
    _assert_known(len({*paths}) == len(paths) and all(inputs == C for _, inputs, _ in called))
    out = ""
    if sum(rows) == 4 * C and rows[-1] == C:
        out = paths.pop()
    else:
        _assert_known(sum(rows) == 3 * C)
    return student.define("AllHeads", source).new(attention, paths, out, C, T_MAX).eval()


def _made(student, name, shape):
    """The notebook's attention, made in the first of the ways in which its constructor may ask for sizes."""
    C, n_head = shape.n_embd, shape.n_head
    ways = (
        lambda: student.new(name, n_embd=C, n_head=n_head),
        lambda: student.new(name, d_in=C, d_out=C, n_head=n_head),
        lambda: student.new(name, n_head=n_head, head_size=shape.size),
        lambda: student.new(name, n_embd=C),
        lambda: student.new(name, n_head=n_head),
        lambda: student.new(name),
    )
    with student.globals(head_size=shape.size):
        for make in ways:
            try:
                return make().eval()
            except (StudentFault, Undecided) as doubt:
                if student.fault is not None:
                    raise
                last = doubt
    raise last


def _places(student, source, heads, shape):
    """For each head the rows of its query, its key and its value."""
    C, size = shape.n_embd, shape.size
    x = torch.randn(2, T_MAX, C)
    before, after = _both(heads, x)
    _assert_known(is_close(after, before, shape.terms))
    values = _values(student, heads, shape)
    heads.load({"rows": torch.randn(3 * C, C) * C**-0.5})
    reached = student.define("reached", source).value(heads, x, size)
    _assert_known(isinstance(reached, list) and len(reached) == shape.n_head and all(map(_is_rows, reached)))
    _assert_known(sorted(row for found in reached for row in found) == [*range(3 * C)])  # each is of one head
    return [
        _parts(heads, found, values[which * size : (which + 1) * size], which, shape)
        for which, found in enumerate(reached)
    ]


def _values(student, heads, shape):
    """The row that gives each channel of the output of a single token, which has no other to look at."""
    C = shape.n_embd
    numbers = torch.arange(1, 3 * C + 1)
    first = torch.zeros(3 * C, C)
    first[:, 0] = numbers
    heads.load({"rows": first})
    try:
        out = _given(heads, torch.eye(C)[:1, None].expand(2, 1, C))[0, -1]  # (C,)
    except StudentFault:
        if student.fault is not None:
            raise
        out = _given(heads, torch.eye(C)[:1, None].expand(2, T_MAX, C))[0, -1]
    rows = [round(float(value)) - 1 for value in out]
    _assert_known(len({*rows}) == C and all(0 <= row < 3 * C for row in rows))
    _assert_known(is_close(out, numbers[rows].to(out.dtype), shape.terms))
    return rows


def _parts(heads, found, values, which, shape):
    """The rows of a head's query and key, in either order, and of its value."""
    others, size = [row for row in found if row not in values], shape.size
    _assert_known({*values} <= {*found} and len(others) == 2 * size)
    ways = ((others[:size], others[size:]), (others[::2], others[1::2]))
    fitting = [way for way in ways if _belong_together(heads, *way, which, shape)]
    _assert_known(fitting)
    return [*fitting[0], values]


def _belong_together(heads, queries, keys, which, shape):
    """Whether each of some rows is multiplied by one of others: a factor moves from one to the other unseen."""
    C, size = shape.n_embd, shape.size
    rows, x = torch.randn(3 * C, C) * C**-0.5, torch.randn(2, T_MAX, C)
    factor = torch.rand(size, 1) + 0.5
    moved = rows.clone()
    moved[queries] *= factor
    moved[keys] /= factor
    outs = []
    for state in (rows, moved):
        heads.load({"rows": state})
        outs.append(_given(heads, x)[..., which * size : (which + 1) * size])
    return is_close(outs[1], outs[0], shape.terms)


def _given(heads, x):
    return _both(heads, x)[0]


def _both(heads, x):
    """What the heads give side by side, and what the attention makes of it."""
    answer = heads.value(x)
    _assert_known(isinstance(answer, list | tuple) and len(answer) == 2)
    return [assert_tensor(value, tuple(x.shape), "MultiHeadAttention(x)") for value in answer]


def _is_rows(answer):
    return isinstance(answer, list) and all(type(row) is int for row in answer)


def _assert_known(known):
    if not known:
        raise Undecided(STRANGE)
