"""A student's decoder block around stand-in sub-layers, and what a pre-norm block makes of the same norms."""

import ast
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import permutations

import torch

from autograder.checks import Handle, StudentFault, Undecided, WrongAnswer, assert_tensor, is_close, parse_or_empty

from . import own_sizes
from .sizes import T_MAX, C

STANDINS = {"GivenAttention", "GivenNetwork", "SilentPart"}
TERMS = 4 * C  # two norms of C channels, and averages over no more positions, on the way to one number
MOST = 6  # parameters of norms that are tried in every role


@dataclass(frozen=True)
class Block:
    """A block of the student's, and the parameters of its norms by name, each as a vector.

    `heads` says how many heads of which size it gives its attention, where that is the lab's class, and `right` which
    it should give; `kinds` are the classes of the stand-ins for its attention and its network.
    """

    handle: Handle
    scales: dict[str, torch.Tensor]
    width: int
    heads: tuple[int, int] | None
    right: tuple[int, int]
    kinds: tuple[Handle, Handle]

    def __call__(self, x):
        """What the block makes of x."""
        return assert_tensor(self.handle(x), tuple(x.shape), "DecoderBlock(x)")


@contextmanager
def opened(student, sizes, standin, attention="GivenAttention", network="GivenNetwork"):
    """A block in evaluation mode on stand-ins of two kinds, its norms with random weights of the grader's.

    It has the notebook's own sizes where its class takes no others.
    """
    with ExitStack() as stack:
        yield own_sizes.entered(
            stack, student, sizes, lambda tried: _opened(student, tried, standin, attention, network)
        )


@contextmanager
def _opened(student, sizes, standin, attention, network):
    kinds = [student.define(name, standin("sublayers")) for name in (attention, network)]
    parts = ("MultiHeadAttention", "FeedForward")
    own = student.handle(parts[0]) if student.has(parts[0]) else None
    form = None if own is None else _form(student, sizes)
    if form is not None:
        kinds[0].set("form", form)
    swapped = {name: kind for part, kind in zip(parts, kinds, strict=True) for name in student.spellings(part)}
    with student.globals(**sizes, **swapped), student.globals(**_size_of_heads(student, sizes)):
        handle = _new(student, sizes)
        yield _ready(handle, kinds, _heads(student, standin, own, kinds[0]), sizes)


def _size_of_heads(student, sizes):
    """The size of the heads, where a block is not told their number alone, from which it would follow."""
    asked = student.asked("DecoderBlock") if student.has("DecoderBlock") else {"n_head"}
    return {"head_size": _right(sizes)[1]} if "head_size" in asked or "n_head" not in asked else {}


def _right(sizes):
    """The number and the size of the heads."""
    return sizes["n_head"], sizes["n_embd"] // sizes["n_head"]


def _form(student, sizes):
    """The form of what the notebook's own attention gives; None where that is the output alone, or cannot be asked."""
    n_head, head_size = _right(sizes)
    made = {"n_head": n_head, "head_size": head_size}, {"n_embd": sizes["n_embd"], "n_head": n_head}
    return next((form for given in made if (form := _form_as(student, sizes, "MultiHeadAttention", given))), None)


def form_of(student, sizes):
    """The form of what the notebook's own block gives; None where that is the output alone, or cannot be asked."""
    given = {"n_embd": sizes["n_embd"], "n_head": sizes["n_head"]}
    return _form_as(student, sizes, "DecoderBlock", given)


def _form_as(student, sizes, name, given):
    """The place of the output among what an object gives, and how many things that is."""
    if not _may_give_several(student, name):
        return None  # what the answer to another question does when it is called is no concern of this one
    with student.globals(**sizes):
        try:
            part = student.new(name, **given)
        except (StudentFault, Undecided):
            if student.fault is not None:
                raise
            return None
        return next((form for _, form in _answers(part, sizes["n_embd"])), None)


def _may_give_several(student, name):
    """Whether a class returns several things by its source, or has none in the notebook."""
    if not student.has(name):
        return False
    statements = (part for text in student.cells().values() for part in parse_or_empty(text).body)
    classes = [part for part in statements if isinstance(part, ast.ClassDef) and part.name == student.name_of(name)]
    returned = [part.value for made in classes for part in ast.walk(made) if isinstance(part, ast.Return)]
    return not classes or any(isinstance(value, ast.Tuple) for value in returned)


def _answers(part, width, most=3):
    """What a part gives for x alone, or for x as query, key and value, and the form of it."""
    x = torch.randn(1, T_MAX, width).to(part.dtype)  # (B, T, C)
    for times in range(1, most + 1, 2):
        try:
            given = part.value(*[x] * times)
        except StudentFault:
            if part.fault is not None:
                raise
            continue
        parts = list(given) if isinstance(given, tuple | list) else []
        fits = [place for place, one in enumerate(parts) if getattr(one, "shape", None) == x.shape]
        yield given, (fits[0], len(parts)) if fits and len(parts) < MOST else None


def _new(student, sizes):
    try:
        return student.new("DecoderBlock", n_embd=sizes["n_embd"], n_head=sizes["n_head"])
    except StudentFault as fault:
        if fault.absent:
            assert_not_inlined(student, "DecoderBlock")
        raise


def assert_not_inlined(student, name):
    """Raise Undecided where the notebook's model works without a class, which then may stand in the model itself.

    That a model answers is no evidence: what it says of the last token must depend on the first one.
    """
    idx = torch.tensor([[0, 1, 1], [1, 1, 1]])
    try:
        answer = student.new("GPTLanguageModel").eval().value(idx)
    except (StudentFault, Undecided):
        if student.fault is not None:
            raise
        return
    logits = answer[0] if isinstance(answer, tuple | list) and answer else answer
    logits = logits.get("logits") if isinstance(logits, dict) else logits
    if isinstance(logits, torch.Tensor) and logits.numel() and logits.numel() % 2 == 0:
        one, other = logits.reshape(2, -1)[:, -1:]
        if torch.equal(one, other):
            return
    raise Undecided(
        f"El modelo funciona sin una clase {name}, y puede tenerla escrita dentro: debe mirarla una persona."
    )


def _ready(handle, kinds, heads, sizes):
    _replace_own_parts(handle.eval(), kinds, sizes["n_embd"])
    parameters = handle.state().parameters
    widths = {value.numel() for value in parameters.values()} or {sizes["n_embd"]}
    if len(widths) > 1 or not all(map(_is_flat, parameters.values())):
        raise Undecided(f"DecoderBlock tiene parámetros que la corrección no reconoce: {sorted(parameters)}")
    [width] = widths
    handle.load({name: torch.randn(value.shape) for name, value in parameters.items()})
    probe = torch.randn(2, 3, width)
    own_sizes.assert_taken(handle.double(probe), probe)
    if any(form is not None for _, form in _answers(handle, width, most=1)):
        raise Undecided("DecoderBlock entrega su salida junto a otras cosas: debe mirarlo una persona.")
    scales = {name: value.double().flatten() for name, value in handle.loaded.items()}
    return Block(handle, scales, width, heads, _right(sizes), tuple(kinds))


def _heads(student, standin, own, attention):
    """What the attention was told of its heads, by the names that the lab gives the arguments."""
    made = attention.get("made") if attention.name == "GivenAttention" else []
    if own is None or not made:
        return None
    try:
        given = student.define("bound", standin("model")).value(own, *made[-1])
    except StudentFault:
        return None
    found = (given.get("num_heads"), given.get("head_size")) if isinstance(given, dict) else ()
    return found if len(given) == 2 and all(type(value) is int for value in found) else None


def _replace_own_parts(block, kinds, width):
    """Put stand-ins also where the student built a sub-layer in place instead of using the lab's classes."""
    paths = {path: names[0] for path, names in block.modules() if path}
    there = list(paths.values())
    own = sorted(own_parts(paths, block.state().parameters), key=_looks_like_network)
    wanted = [kind for kind in dict.fromkeys(kinds) if there.count(kind.name) < 1]
    if kinds[0].name == kinds[1].name:
        missing = max(2 - there.count(kinds[0].name), 0)
        wanted = kinds[1:] if missing == 1 and own and _looks_like_network(own[0]) else kinds[:missing]
    if len(own) > len(wanted):
        raise Undecided(f"DecoderBlock tiene sub-módulos que la corrección no reconoce: {own}")
    if len(own) < len(wanted) and own and _looks_like_network(own[0]):
        wanted = wanted[::-1]
    for path, kind in zip(own, wanted, strict=False):
        form = _form_of(block.part(path), kind, width)
        if form is not None:
            kind.set("form", form)
        block.set(path, kind.new())


def _form_of(part, kind, width):
    """The form of what a part gives; raises Undecided where no stand-in of a kind could give it in its place."""
    given, form = next(_answers(part, width), (None, None))
    plain = isinstance(given, torch.Tensor) and given.shape == (1, T_MAX, width)
    if not plain and (form is None or kind.name == "GivenNetwork"):
        raise Undecided(f"DecoderBlock tiene una parte propia que la corrección no puede reemplazar: {part.name}")
    return form


def own_parts(paths, parameters):
    """The largest sub-modules that compute with weights of their own and hold neither a stand-in nor a norm."""
    found = []
    for path, kind in paths.items():
        inside = {p: k for p, k in paths.items() if p == path or p.startswith(f"{path}.")}
        if kind in STANDINS or any(path.startswith(f"{other}.") for other in found):
            continue
        if STANDINS & set(inside.values()) or any(_is_norm(p, parameters) for p in inside):
            continue
        if any(name.startswith(f"{path}.") for name in parameters):
            found.append(path)
    return found


def _is_norm(path, parameters):
    own = [value for name, value in parameters.items() if name.rpartition(".")[0] == path]
    return bool(own) and all(_is_flat(value) for value in own)


def _is_flat(value):
    return value.numel() == max(value.shape, default=0)


def _looks_like_network(path):
    return any(part in path.lower() for part in ("ff", "mlp", "net", "fc", "feed"))


def attention(x):
    """What the stand-in for attention does."""
    past = x.cumsum(-2) / torch.arange(1, x.shape[-2] + 1)[:, None]  # (B, T, C)
    return past.roll(1, -1) + 0.5 * x * past  # (B, T, C)


def network(x):
    """What the stand-in for the feed-forward network does."""
    return 0.5 * x.square() - x.roll(2, -1)  # (B, T, C)


def layer_norm(x, scale, correction=0, centred=True, axis=-1):
    """Normalise one axis, then scale and shift the channels; `scale` is (weight, bias), either may be None."""
    shifted = x - x.mean(axis, keepdim=True) if centred else x
    spread = shifted.square().sum(axis, keepdim=True) / (x.shape[axis] - correction)
    out = shifted / (spread + 1e-5).sqrt()
    weight, bias = scale
    out = out if weight is None else out * weight
    return out if bias is None else out + bias


def pre_norm(x, first, second, **kind):
    """The right output for norms of a kind, each with its (weight, bias)."""
    h = x + attention(layer_norm(x, first, **kind))  # (B, T, C)
    return h + network(layer_norm(h, second, **kind))  # (B, T, C)


def roles(scales):
    """Every way to hand the parameters out as ((weight, bias), (weight, bias)): their names are the student's."""
    names = list(scales)
    if len(names) > MOST:
        raise Undecided(f"DecoderBlock tiene más normalizaciones de las que la corrección reconoce: {names}")
    if not names:
        return [((None, None), (None, None))]
    if len(names) == 1:
        return []
    if len(names) == 2:
        return [((a, None), (b, None)) for a, b in permutations(names)]
    orders = [((a, b), (c, None)) for a, b, c in permutations(names, 3)]
    orders = orders + [(second, first) for first, second in orders] if len(names) == 3 else []
    return orders + [((a, b), (c, d)) for a, b, c, d in permutations(names, 4)]


def picked(scales, role):
    """The tensors of a role: names become what they stand for."""
    return tuple(tuple(scales.get(name) for name in pair) for pair in role)


def fitting(block, x, out, **kind):
    """The roles under which a pre-norm block gives this output, or None where there are none."""
    x = x.double()
    for role in roles(block.scales):
        if is_close(out, pre_norm(x, *picked(block.scales, role), **kind), TERMS):
            return role
    return None


def judged(block, x, out):
    """The roles under which the output is a pre-norm block's; raises where it is another's, or not the lab's norm."""
    role = fitting(block, x, out)
    if role is not None and block.scales:
        return role
    if role is not None or any(fitting(block, x, out, **kind) for kind in ({"correction": 1}, {"centred": False})):
        raise Undecided("DecoderBlock normaliza antes de cada sub-capa, pero no con la LayerNorm del enunciado.")
    if len({name.rpartition(".")[0] or name for name in block.scales}) == 1:
        raise WrongAnswer("expect.custom", message="DecoderBlock debe tener dos LayerNorm propias, y tiene una.")
    raise WrongAnswer("expect.custom", message="La salida no es h + ffwd(ln2(h)) con h = x + sa(ln1(x)).")


def parts_of(role):
    """The names that a role uses."""
    return [name for pair in role for name in pair if name is not None]


def gradients(block, x, weight, formula):
    """The derivatives of sum(formula(x, scales) * weight), by name; "x" stands for the input."""
    leaves = {"x": x, **block.scales}
    leaves = {name: value.double().requires_grad_() for name, value in leaves.items()}
    out = formula(leaves["x"], {name: leaves[name] for name in block.scales})
    found = torch.autograd.grad((out * weight).sum(), list(leaves.values()), allow_unused=True)
    return {
        name: torch.zeros_like(leaf) if value is None else value
        for (name, leaf), value in zip(leaves.items(), found, strict=True)
    }
