"""Where a notebook has its position-wise network: a class of its own, or a part of the decoder block."""

import torch

from autograder.checks import StudentFault, Undecided

from . import block as blocks
from . import own_sizes
from .sizes import N_HEAD, SIZES, C

INSIDE = "La red FeedForward no es una clase aparte, y no se reconoce dentro del bloque: debe mirarla una persona."


def new(student, standin, argument_alone=False):
    """A network as FeedForward(n_embd) makes it, or as the notebook's own block does.

    The block's is taken where there is no such class, or where its constructor asks for what only the block knows. One
    of the notebook's own width is taken where it takes no other; with `argument_alone` the global is another number.
    Raises StudentFault where the notebook has none, Undecided where it may have one that cannot be told.
    """
    try:
        made = student.new("FeedForward", n_embd=C)
        if own_sizes.has_conditions(student, "FeedForward"):
            _assert_taken(student, made)
        return made
    except Undecided as doubt:
        first = doubt
    except StudentFault as fault:
        if student.fault is not None:
            raise
        first = fault
    if isinstance(first, StudentFault) and own_sizes.refuses(first):
        try:
            return of_own_width(student, standin, first, argument_alone)
        except StudentFault:
            if student.fault is not None:
                raise
    return _within_block(student, standin, first)


def _assert_taken(student, made):
    """Raise the StudentFault of a network that takes no C channels."""
    try:
        made.value(torch.zeros(1, 1, C))
    except StudentFault as fault:
        if student.fault is not None or own_sizes.refuses(fault):
            raise


def of_own_width(student, standin, refusal, argument_alone=False):
    """A network of the notebook's own width, of which only the first C channels are used.

    Raises the fault with which C channels were refused where there is none, Undecided where it cannot be narrowed.
    """
    doubt = refusal
    now = student.get("n_embd") if student.has("n_embd") else None
    every = list(own_sizes.own(student, SIZES))
    tries = [(width, {}) for width in dict.fromkeys(tried["n_embd"] for tried in every)]
    for width, told in [*tries, *((tried["n_embd"], tried) for tried in every if not argument_alone)]:
        if width == C or (argument_alone and width == now):
            continue
        try:
            with student.globals(**told):
                made = student.new("FeedForward", n_embd=width)
                if getattr(made.value(torch.zeros(1, 1, width)), "shape", None) != (1, 1, width):
                    continue
            doubt = Undecided(own_sizes.OTHERS.format(name="FeedForward", fault=refusal))
            if width > C:
                network = own_sizes.narrowed(student, standin, made, width, cut=True)
                network.value(torch.zeros(1, 1, C))
                return network
        except (StudentFault, Undecided):
            if student.fault is not None:
                raise
    raise doubt


def _within_block(student, standin, first):
    attention = student.define("GivenAttention", standin("sublayers"))
    with student.globals(**dict.fromkeys(student.spellings("MultiHeadAttention"), attention)):
        try:
            block = student.new("DecoderBlock", n_embd=C, n_head=N_HEAD)
            paths = {path: kinds[0] for path, kinds in block.modules() if path}
            parameters = block.state().parameters
        except (StudentFault, Undecided):
            if student.fault is not None:
                raise
            blocks.assert_not_inlined(student, "FeedForward")
            raise first from None
    known = set(student.spellings("FeedForward"))
    named = [path for path, kind in paths.items() if kind in known]
    own = named[:1] or [p for p in blocks.own_parts(paths, parameters) if paths[p] != "MultiheadAttention"]
    if len(own) == 1:
        return block.part(own[0])
    if own or any(value.ndim > 1 for name, value in parameters.items() if "." not in name):
        raise Undecided(INSIDE)
    raise first
