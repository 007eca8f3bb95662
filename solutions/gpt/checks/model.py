"""A student's language model around stand-in blocks, and the logits that it should give with the same weights."""

import math
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from itertools import combinations, permutations, product

import torch

from autograder.checks import Handle, StudentFault, Undecided, WrongAnswer, assert_tensor, is_close

from . import own_sizes
from .block import form_of, layer_norm

KNOWN = ("vocab_size", "n_embd", "block_size", "n_layer")
MOST = 4  # parameters of one shape that are tried in every role


@dataclass(frozen=True)
class Shape:
    """The sizes of a model: of its vocabulary, its channels and its context, and its number of blocks."""

    V: int
    C: int
    T: int
    layers: int

    @property
    def terms(self):
        """How many terms are summed on the way to one logit: averages over the past, a norm, the output layer."""
        return self.layers * self.T + 2 * self.C


@dataclass(frozen=True)
class Model:
    """A model of the student's, its weights by name, and the places of its blocks in order.

    `teller` calls it, and `block` is the class of the stand-ins for its blocks.
    """

    handle: Handle
    shape: Shape
    weights: dict[str, torch.Tensor]
    places: list[int]
    teller: Handle
    block: Handle

    def __call__(self, idx, *targets):
        """The logits and the loss that forward returns, in whatever form, which test_both_forms judges alone.

        A model that without targets gives the logits of the last position alone is asked for each position.
        """
        logits, loss = self.returned(idx, *targets)
        if targets or not gives_the_last_alone(logits, idx):
            return logits, loss
        each = [self.returned(idx[:, : t + 1])[0] for t in range(idx.shape[1])]
        return torch.cat([last_logits(one, idx, self.shape.V) for one in each], dim=1), loss

    def returned(self, idx, *targets):
        """The logits and the loss as forward returns them, with their own shapes."""
        return pair(self.teller.value(self.handle, idx, *targets))


@dataclass(frozen=True)
class Roles:
    """Which parameter does what, by name, and the places of the blocks in the order in which they come."""

    tokens: str
    positions: str | None
    norm: tuple[str | None, str | None]
    output: str
    bias: str | None
    blocks: tuple[int, ...]

    @property
    def names(self):
        """The parameters that take part."""
        everything = (self.tokens, self.positions, *self.norm, self.output, self.bias)
        return {name for name in everything if name is not None}


def gives_the_last_alone(logits, idx):
    """Whether the logits for some tokens (B, T) are those of the last position: (B, 1, V) of several, or (B, V)."""
    B, T = idx.shape
    return isinstance(logits, torch.Tensor) and (logits.shape[:-1] == (B,) or (T > 1 and logits.shape[:-1] == (B, 1)))


def last_logits(logits, idx, V):
    """The logits of the last position alone, as (B, 1, V)."""
    if not gives_the_last_alone(logits, idx):
        return assert_tensor(logits, (*idx.shape, V), "logits")[:, -1:]
    return assert_tensor(logits, (*logits.shape[:-1], V), "logits").reshape(len(idx), 1, V)


def pair(value):
    """The logits and the loss, also where forward gives the logits alone or both in a dict by their names."""
    if isinstance(value, torch.Tensor):
        return value, None
    if isinstance(value, dict) and isinstance(value.get("logits"), torch.Tensor):
        return value["logits"], value.get("loss")
    if not isinstance(value, tuple | list) or len(value) != 2:
        raise WrongAnswer("expect.custom", message="forward debe retornar dos cosas: (logits, loss).")
    return value


@contextmanager
def built(student, sizes, standin):
    """A model on stand-in blocks, as its constructor leaves it: its handle, the class of the blocks, and its sizes.

    They are the notebook's own where its class takes no others.
    """
    with ExitStack() as stack:
        yield own_sizes.entered(stack, student, sizes, lambda tried: _built(student, tried, standin))


@contextmanager
def _built(student, sizes, standin):
    block = student.define("GivenBlock", standin("model"))
    form = form_of(student, sizes)
    if form is not None:
        block.set("form", form)
    with student.globals(**sizes, **dict.fromkeys(student.spellings("DecoderBlock"), block)):
        if not student.has("GPTLanguageModel") and _is_whole(student, "BigramLanguageModel"):
            raise Undecided("El modelo completo se llama BigramLanguageModel: una persona debe mirarlo.")
        yield student.new("GPTLanguageModel"), block, Shape(*(sizes[name] for name in KNOWN))


def _is_whole(student, name):
    """Whether a model of another name is made of blocks, as the lecture's last one is."""
    try:
        return any("GivenBlock" in kinds for _, kinds in student.new(name).modules())
    except (StudentFault, Undecided):
        return False


@contextmanager
def opened(student, sizes, standin, double=True):
    """A model in evaluation mode on stand-in blocks, with random weights of the grader's.

    Its shape has the layers that n_layer asks for where their number follows it, and as many as there are elsewhere.
    """
    with built(student, sizes, standin) as (handle, block, shape):
        places = places_of(handle.state())
        if places and len(places) != shape.layers and not follows(numbers_of_blocks(student, sizes, standin)):
            shape = replace(shape, layers=len(places))
        teller = student.define("told", standin("model"))
        yield _ready(handle, block, shape, places, double, teller)


def numbers_of_blocks(student, sizes, standin):
    """How many blocks the model has for each of two values of n_layer, by that value."""
    found = {}
    for layers in (sizes["n_layer"], sizes["n_layer"] + 2):
        with built(student, sizes | {"n_layer": layers}, standin) as (handle, _, _):
            found[layers] = len(places_of(handle.state()))
    return found


def follows(found):
    """Whether a model has one block more where n_layer is one more; it may have further ones, which may be unused."""
    return len({count - layers for layers, count in found.items()}) == 1 and all(n >= k for k, n in found.items())


def assert_number_of_blocks(student, sizes, standin):
    """Expect the number of blocks to be n_layer, or the number that the notebook gives to that name.

    A number that stands in the class is judged as one that follows n_layer: it is right where it is the last number
    that the source gives to n_layer elsewhere, as it was written, or where the notebook has no such name. Raises
    Undecided where n_layer had that number only for a while, or its value is no number in the source.
    """
    found = numbers_of_blocks(student, sizes, standin)
    with opened(student, sizes, standin) as model:
        model.handle.value(torch.zeros(1, 2, dtype=torch.long))  # blocks that no forward uses are no answer
    if follows(found) and found[sizes["n_layer"]] == sizes["n_layer"]:
        return
    told = " y ".join(f"{count} con n_layer={layers}" for layers, count in found.items())
    message = f"El modelo debe tener n_layer bloques distintos, y tiene {told}."
    if follows(found):
        with opened(student, sizes, standin) as model:
            idx = torch.randint(model.shape.V, (2, model.shape.T))
            role = fitting(model, idx, assert_tensor(model(idx)[0], (*idx.shape, model.shape.V), "logits"))
        if role is not None and len(role.blocks) != sizes["n_layer"]:
            raise WrongAnswer("expect.custom", message=message)
        return
    [count, *others], written = {*found.values()}, student.numbers("n_layer")
    if not count or others:
        raise WrongAnswer("expect.custom", message=message)
    if (count,) == written[-1:] or not (written or student.has("n_layer")):
        return
    if count in written or not written:
        raise Undecided(message)
    raise WrongAnswer("expect.custom", message=f"{message} El cuaderno usa n_layer={written[-1]}.")


def assert_current(student):
    """Expect the notebook's own model to have the sizes that its globals have now, or at least to run with others."""
    told = [student.get(name) for name in KNOWN[:2] if student.has(name)]
    table = {size for size in told if isinstance(size, int)}
    try:
        made = student.handle("GPTLanguageModel").new()
        shapes = [set(value.shape) for value in made.state().parameters.values()]
    except StudentFault:
        return  # it wants arguments, and may be given anything; or a lazy layer of another class has no shape yet
    if any(table <= shape for shape in shapes):
        return
    try:
        made.value(torch.zeros(1, 2, dtype=torch.long))
    except StudentFault as fault:
        message = f"El modelo no se construye con los valores actuales de n_embd y block_size, y no corre: {fault}"
        raise WrongAnswer("expect.custom", message=message) from None


def places_of(state):
    """The places of the blocks that are part of a model, in order."""
    return [int(value) for name, value in state.buffers.items() if name.endswith("place")]


def _ready(handle, block, shape, places, double, teller):
    state = handle.eval().state()
    if not places and not block.get("made"):
        raise Undecided("GPTLanguageModel no construye sus bloques con la clase DecoderBlock.")
    if not places:
        message = "Los bloques no forman parte del modelo: deben estar en nn.Sequential o nn.ModuleList."
        raise WrongAnswer("expect.custom", message=message)
    gains = {name: (value.shape or (1,))[-1] ** -0.25 for name, value in state.parameters.items()}
    handle.load({name: torch.randn(value.shape) * gains[name] for name, value in state.parameters.items()})
    if double:
        handle.double(torch.zeros(1, 2, dtype=torch.long))
    return Model(handle, shape, {name: value.double() for name, value in handle.loaded.items()}, places, teller, block)


def block(x, place):
    """What the stand-in block of a place does."""
    past = x.cumsum(-2) / torch.arange(1, x.shape[-2] + 1)[:, None]  # (B, T, C)
    return x * (1 + 0.5 * place) + past.roll(place, -1).tanh()  # (B, T, C)


def logits(idx, weights, roles, scale=1.0, **kind):
    """The right logits (B, T, V) for weights in their roles; `kind` is the kind of the last norm."""
    x = scale * weights[roles.tokens][idx]  # (B, T, C)
    if roles.positions is not None:
        x = x + weights[roles.positions].reshape(-1, x.shape[-1])[: idx.shape[1]]  # (B, T, C)
    for place in roles.blocks:
        x = block(x, place)  # (B, T, C)
    output = weights[roles.output]
    output = output.T if output.shape[-1] == x.shape[-1] else output  # (C, V)
    out = layer_norm(x, [weights.get(name) for name in roles.norm], **kind) @ output  # (B, T, V)
    return out if roles.bias is None else out + weights[roles.bias]


def roles(model):
    """Every way in which a model's parameters may have their parts, the likeliest first: names are the student's."""
    shape, by = model.shape, {"tables": [], "positions": [], "norm": [], "bias": [None]}
    for name, value in model.weights.items():
        by.get(_part(tuple(value.shape), shape), []).append(name)
    tables = by["tables"]
    pairs = list(permutations(tables, 2)) if len(tables) > 1 else [(name, name) for name in tables]
    positions = by["positions"] or (tables if len(tables) > 2 else [None])
    norms = list(permutations(by["norm"], 2)) or [(name, None) for name in by["norm"]] or [(None, None)]
    many = math.comb(len(model.places), shape.layers) > 2 * MOST
    if many or max(len(tables), len(positions), len(by["norm"])) > MOST:
        raise Undecided(f"El modelo tiene más parámetros de los que la corrección reconoce: {sorted(model.weights)}")
    orders = dict.fromkeys([*combinations(model.places, shape.layers), tuple(model.places)])  # some may be unused
    for (tokens, output), place, norm, bias, order in product(pairs, positions, norms, by["bias"][::-1], orders):
        if place not in (tokens, output):
            yield Roles(tokens, place, norm, output, bias, order)


def _part(there, shape):
    if sorted(there) == sorted((shape.V, shape.C)):
        return "tables"
    if there[-1:] == (shape.C,) and len(there) > 1 and there[-2] >= shape.T and set(there[:-2]) <= {1}:
        return "positions"
    return {(shape.C,): "norm", (shape.V,): "bias"}.get(there, "unknown")


def fitting(model, idx, out, **other):
    """The roles under which the model's formula gives these logits, or None where there are none."""
    for role in roles(model):
        if model.weights[role.tokens].shape[-1] == model.shape.C:
            right = logits(idx, model.weights, role, **other)
            if is_close(out, right, model.shape.terms):
                return role
    return None


def judged(model, idx, out):
    """The roles under which these logits are right; raises where they are wrong, or not quite what the lab asks for."""
    out = assert_tensor(out, (*idx.shape, model.shape.V), "logits")
    role = fitting(model, idx, out)
    wrong = WrongAnswer("expect.custom", message="Los logits no son lm_head(ln_f(bloques(token + posición))).")
    if role is None:
        others = ({"correction": 1}, {"centred": False})
        if any(fitting(model, idx, out, **other) for other in others) or _are_logarithms(model, idx, out):
            raise Undecided("Los logits salen de una fórmula parecida a la del enunciado; debe mirarla una persona.")
        first = next(roles(model), None)
        unknown = [n for n, v in model.weights.items() if _part(tuple(v.shape), model.shape) == "unknown"]
        if unknown or (first is not None and first.positions is None):
            raise Undecided(f"El modelo no tiene las partes que la corrección reconoce: {sorted(model.weights)}")
        raise wrong
    if role.positions is None:
        raise WrongAnswer("expect.custom", message="El modelo no tiene embeddings de posición.")
    if role.norm == (None, None):
        raise Undecided("El modelo normaliza al final, pero no con una LayerNorm que se aprenda.")
    return role


def _are_logarithms(model, idx, out):
    """Whether these are the logarithms of the right probabilities, which differ from logits by a constant only."""
    if not is_close(out.exp().sum(-1), torch.ones(idx.shape), model.shape.V):
        return False
    first = [logits(idx, model.weights, role).log_softmax(-1) for role in roles(model)]
    return any(is_close(out, right, model.shape.terms) for right in first)


def reseeds(student, model, standin, idx):
    """Whether chance goes on the same way after a call of a model, however it stood before."""
    after = student.define("reseeds", standin("model")).value(model.handle, idx)
    tensors = isinstance(after, list) and len(after) == 2 and all(isinstance(value, torch.Tensor) for value in after)
    return tensors and torch.equal(*after)
