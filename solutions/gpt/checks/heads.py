"""A student's head with weights of the grader's, and the right formula from those weights."""

from contextlib import contextmanager
from dataclasses import dataclass

import torch
import torch.nn.functional as F

from autograder.checks import Handle, StudentFault, Undecided, WrongAnswer, assert_close, assert_tensor, is_close

from . import own_sizes
from .formulas import nearest
from .layouts import Layout, layout
from .one_head import Shape, one_head
from .sizes import N_HEAD, T_MAX, C

PARTS = {
    "DecoderBlock": {"n_embd": C, "n_head": N_HEAD},
    "MultiHeadAttention": {"n_head": N_HEAD, "head_size": C // N_HEAD},
}
OURS = Shape()
DECOYS = {"head_size": 11}  # of the example before the question: no head has this size
OTHERWISE = "Head funciona en el modelo del cuaderno, pero no con los tamaños de la corrección: {fault}"
FUSED = "La atención del cuaderno funciona sin usar Head, que no está escrita: debe mirarla una persona."


@dataclass(frozen=True)
class Head:
    """A head in evaluation mode, in float64 where its code allows.

    `whole` says that it takes sequences of block_size tokens only, which costs one check; the others give it those.
    """

    handle: Handle
    size: int
    layout: Layout
    whole: bool = False

    def length(self, T):
        """How long a sequence may be that should have T tokens."""
        return T_MAX if self.whole else T

    def __call__(self, x):
        """The output, where it is a finite tensor of the right shape."""
        out = self.handle(x.to(self.handle.dtype))
        return assert_tensor(out, (*x.shape[:2], self.size), f"Head({self.size})(x)")

    @property
    def loaded(self):
        """The weights, in float64."""
        return {name: value.double() for name, value in self.handle.loaded.items()}

    def shake(self):
        """Give the projections new random values."""
        self._load(lambda shape: torch.randn(shape) * self.layout.n_embd**-0.5)

    def fill(self, value):
        """Give all entries of all projections the same value, so that no layout and no role matters any more."""
        self._load(lambda shape: torch.full(shape, value))

    def _load(self, make):
        self.handle.load({name: make(self.handle.loaded[name].shape) for name in self.layout.maps})

    def formulas(self, x):
        """What attention gives for every way to hand out the roles, (B, T, hs) each."""
        return [attention(x.double(), *order) for order in self.layout.orders(self.loaded)]

    def assert_attends(self, x):
        """Expect the output that the formula gives; raises Undecided where parameters that nobody expects matter."""
        out = self(x)
        self.settle(out, nearest(out, self.formulas(x)), f"Head({self.size})(x)")

    def settle(self, out, expected, what):
        """Expect what the formula gives; raises Undecided where parameters that nobody expects matter."""
        terms = terms_of(self.size, expected.shape[1])
        if not is_close(out, expected, terms) and self.unknown():
            raise Undecided(f"Head usa parámetros que la corrección no reconoce: {', '.join(self.unknown())}.")
        assert_close(out, expected, what, terms)

    def unknown(self):
        """The parameters that nobody expects and on which the output depends."""
        if not self.layout.strangers:
            return []
        found = self.handle.gradients(torch.randn(2, T_MAX, C), weight=torch.randn(2, T_MAX, self.size)).parameters
        return [name for name in self.layout.strangers if reaches(found.get(name))]

    def attends(self):
        """Whether it is right on the whole, which a check may ask before it calls in a person."""
        try:
            self.assert_attends(torch.randn(2, T_MAX, C))
        except (WrongAnswer, StudentFault, Undecided):
            return False
        return True


def called(student, standin, handle, x):
    """What a head gives for an input, and the input as it is afterwards."""
    reply = student.define("called", standin("calls")).value(handle, [x])
    parts = reply if isinstance(reply, list | tuple) and len(reply) == 2 else ()
    if not parts or not all(isinstance(part, list | tuple) and len(part) == 1 for part in parts):
        raise WrongAnswer("expect.custom", message="La respuesta de Head llegó alterada; no se puede leer.")
    return parts[0][0], parts[1][0]


def terms_of(head_size, T):
    """How many terms are summed on the way to one output: a projection, a score, a weighted sum."""
    return C + head_size + T


def reaches(gradient):
    """Whether a gradient is there and not zero."""
    return gradient is not None and bool(gradient.abs().max() > 0)


def attention(x, query, key, value, d_k=None):
    """Causal self-attention; x is (B, T, C), the maps are (hs, C)."""
    return weights(x, query, key, d_k) @ (x @ value.T)  # (B, T, hs)


def weights(x, query, key, d_k=None):
    """The weights (B, T, T) of causal self-attention."""
    scores = (x @ query.T) @ (x @ key.T).transpose(-2, -1) * (d_k or query.size(0)) ** -0.5  # (B, T, T)
    future = torch.ones(x.size(1), x.size(1), dtype=torch.bool).triu(1)  # (T, T)
    return F.softmax(scores.masked_fill(future, float("-inf")), dim=-1)


def own(student, standin, sizes):
    """The notebook's own sizes in the place of the grader's where its heads take no others; else None."""
    with student.globals(**sizes, **DECOYS):
        try:
            made, _ = new_alone(student, standin, N_HEAD)
            _call_once(made.eval(), sizes)
            return None
        except (StudentFault, Undecided):
            if student.fault is not None or not (student.has("Head") or own_sizes.has_conditions(student)):
                return None
    every = (tried for tried in own_sizes.own(student, sizes) if tried["n_embd"] > C and tried["block_size"] >= T_MAX)
    return next((tried for tried in every if _new_of_own_sizes(student, standin, N_HEAD, tried)), None)


@contextmanager
def maker(student, standin, sizes, own):
    """Yield a function that makes heads of a size, in evaluation mode, and gives them with their size.

    Where the notebook takes no sizes but its `own`, they have those, and only their first C channels are used.
    """
    with student.globals(**sizes | _chosen(own), **DECOYS if own is None else {}):
        if own is None:
            yield lambda size: new(student, standin, sizes, size)
            return
        yield lambda size: _new_of_own_sizes(student, standin, size, own) or new(student, standin, sizes, size)


def _chosen(own):
    """The sizes among a notebook's own; the others are as the check has them."""
    return {} if own is None else {name: own[name] for name in ("n_embd", "n_head", "block_size", "vocab_size")}


def _new_of_own_sizes(student, standin, head_size, own):
    """A head of the notebook's own width, or also of its own head_size, and its size; None where it makes none."""
    width, n_head = own["n_embd"], own["n_head"]
    for size in (head_size, width // n_head):
        try:
            with student.globals(**_chosen(own), head_size=size):
                made, size = new_alone(student, standin, size, Shape(width, n_head))
                made = own_sizes.narrowed(student, standin, made, width).eval()
                made.value(torch.zeros(1, T_MAX, C))
            return made, size
        except (StudentFault, Undecided):
            if student.fault is not None:
                raise
    return None


def new(student, standin, sizes, head_size):
    """A head in evaluation mode, called once, and its size; raises Undecided where the notebook attends without it."""
    try:
        made, size = new_alone(student, standin, head_size)
        _call_once(made.eval(), sizes)
    except StudentFault as fault:
        if fault.absent and _attends_without(student, standin):
            raise Undecided(FUSED) from None
        if not fault.absent and _works_otherwise(student, standin):
            raise Undecided(OTHERWISE.format(fault=fault)) from None
        raise
    return made, size


def random(made, size):
    """A head as it was made, with random weights of the grader's."""
    return load(made, C, size)


def new_alone(student, standin, head_size, shape=OURS):
    """A head as its class makes it, and its size.

    Where its constructor asks for what nobody can guess, it is one that the notebook's own attention makes. Where there
    is no such class, it is one of the heads that the notebook's attention computes all at once, whose size follows from
    the `shape` of that.
    """
    try:
        return student.new("Head", head_size=head_size), head_size
    except (Undecided, StudentFault) as doubt:
        if student.fault is not None:
            raise
        if not student.has("Head") and (inside := _inside(student, standin, head_size, shape)) is not None:
            return inside, shape.size
        if isinstance(doubt, StudentFault) and doubt.absent:
            raise
        found = _within_attention(student, head_size, shape)
        if found is None:
            raise
        return found, head_size


def _inside(student, standin, head_size, shape):
    return one_head(student, standin, head_size % shape.n_head, shape)


def _within_attention(student, head_size, shape):
    """The first head of the notebook's own attention; None where that has none of the size, or cannot be made either.

    What its constructor means by each argument is a guess, so a head of another size shows nothing.
    """
    try:
        attention = student.new("MultiHeadAttention", n_head=shape.n_head, head_size=head_size)
        own = {path: kinds[0] for path, kinds in attention.modules() if path and not hasattr(torch.nn, kinds[0])}
        known = [path for path, kind in own.items() if kind in student.spellings("Head")]
        path = next(iter(known or own), None)
        head = path and attention.part(path)
        return head if head and layout(head.state().parameters, shape.n_embd, head_size).maps else None
    except (StudentFault, Undecided):
        if student.fault is not None:
            raise
        return None


def _call_once(made, sizes):
    """See that a call comes back at one length at least; a lazy layer has no weights before."""
    for length in (1, sizes["block_size"]):
        try:
            made.value(torch.zeros(1, length, sizes["n_embd"]))
            return
        except StudentFault as fault:
            last = fault
            if fault.absent or made.fault is not None:
                break
    raise last


def _works_otherwise(student, standin):
    """Whether the notebook's own model works, which was made with the sizes that the student gives, by its heads.

    That it answers is no evidence: without its heads it must answer no more.
    """
    for name in ("model", "modelo", "m", "gpt"):
        try:
            model = student.handle(name)
            _assert_answers(model)
            head = student.handle("Head")
            forward = head.part("forward")
            head.set("forward", student.define("poisoned", standin("attention")))
            try:
                _assert_answers(model)
            except (StudentFault, WrongAnswer):
                return True
            finally:
                head.set("forward", forward)
        except (StudentFault, Undecided, WrongAnswer):
            if student.fault is not None:
                raise
    return False


def _assert_answers(model):
    """Expect logits, alone or first of several things, for a single token."""
    answer = model.value(torch.zeros(1, 1, dtype=torch.long))
    logits = answer[0] if isinstance(answer, tuple | list) and answer else answer
    known = isinstance(logits, torch.Tensor) and logits.is_floating_point() and logits.dim() > 1
    if not known:
        raise WrongAnswer("expect.custom", message="model no entrega logits.")


def load(made, n_embd, head_size, eager=True):
    """Give a head random projections, and biases of zero; what nobody expects stays as it is.

    It computes in float64 where its code allows, which only a call can show: none is made unless `eager`.
    """
    state = made.state().parameters
    found = layout(state, n_embd, head_size)
    made.load({name: torch.zeros(state[name].shape) for name in (*found.maps, *found.biases)})
    whole = eager and _needs_whole_context(made, n_embd)
    probe = torch.randn(1, T_MAX if whole else 1, n_embd)
    head = Head(made.double(probe) if eager else made, head_size, found, whole)
    head.shake()
    return head


def _needs_whole_context(made, n_embd):
    """Whether a head fails for a token and for a few, and not for block_size of them: its mask is not cut."""
    for length in (1, 4, T_MAX):
        try:
            made.value(torch.randn(1, length, n_embd))
            return length == T_MAX
        except StudentFault:
            if made.fault is not None:
                raise
    return False


def _attends_without(student, standin):
    """Whether attention in this notebook mixes positions where Head cannot be had."""
    poison = student.define("Poison", standin("attention"))
    x = torch.randn(1, T_MAX, C)  # (B, T, C)
    changed = torch.cat([x[:, :1] + 1, x[:, 1:]], dim=1)
    with student.globals(Head=poison):
        for name, arguments in PARTS.items():
            try:
                part = student.new(name, **arguments).eval()
                before, after = (assert_tensor(part(value), (1, T_MAX, C), name) for value in (x, changed))
            except (StudentFault, WrongAnswer, Undecided):
                continue
            if not is_close(after[:, -1], before[:, -1]):
                return True
    return False
