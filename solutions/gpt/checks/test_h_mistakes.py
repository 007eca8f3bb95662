"""Question h: which known mistake gives a forward's own logits, loss and gradients."""

from dataclasses import replace
from itertools import combinations

import pytest
import torch
import torch.nn.functional as F

from autograder.checks import Opaque, assert_tensor, assert_true, diagnosis, is_close

from . import model as models
from . import wrong_models as wrong

B = 3
LONG = 31


@pytest.fixture
def model(student, sizes, standin):
    """A model on stand-in blocks."""
    with models.opened(student, sizes, standin) as made:
        yield made


def tokens(model, B, T):
    """Random token indices (B, T)."""
    return torch.randint(model.shape.V, (B, T))


def logits_of(model, idx, *targets):
    """The logits that a model returns, whatever their shape."""
    out = model(idx, *targets)[0]
    return assert_tensor(out, tuple(getattr(out, "shape", ())), "logits")


def number(value):
    """A loss as a tensor, also where it is a number."""
    assert_true(isinstance(value, torch.Tensor | float | int), "no number")
    return torch.as_tensor(value)


def explained(model, idx, out):
    """The roles and the plan that give these logits, if one plan alone does."""
    found = []
    roles = [role for role in models.roles(model) if role.positions is not None and _reads_rows(model, role)]
    for plan in wrong.plans():
        if found and len(plan.names) > len(found[0][1].names):
            break
        for role in roles:
            right = wrong.logits(idx, model.weights, role, plan)
            if is_close(out, right, model.shape.terms):
                found.append((role, plan))
    return found[0] if found and all(plan.names == found[0][1].names for _, plan in found) else None


def _reads_rows(model, role):
    """Whether the token table has a row for each token."""
    return model.weights[role.tokens].shape == (model.shape.V, model.shape.C)


@diagnosis
def test_formula(model, named):
    """The formula that gives the logits and the gradients of the loss."""
    T = model.shape.T - 2
    idx, targets = tokens(model, B, T), tokens(model, B, T)
    out = logits_of(model, idx)
    found = explained(model, idx, out)
    if found is None or not is_close(logits_of(model, idx), out, model.shape.terms):
        return
    role, plan = found
    for name in sorted(plan.names):
        named(name, n_embd=model.shape.C, block_size=model.shape.T)
    gradients = model.handle.gradients(idx, targets, weight=torch.ones(()), pick=1)
    alone = assert_tensor(model(idx)[0], (B, T, model.shape.V), "logits")
    loss = next(
        (way for way in wrong.LOSSES if is_close(gradients.output, way.value(alone.double(), idx, targets))), None
    )
    if loss is not None:
        for place in cut(model, role, plan, lambda L: loss.value(L, idx, targets), idx, gradients.parameters):
            named(wrong.CUTS[place])


def cut(model, role, plan, loss, idx, given):
    """The places at which the gradient is cut, if cutting there and nowhere else gives the model's own gradients."""
    names = sorted(role.names)

    def slopes(cuts):
        weights = {name: value.clone().requires_grad_() for name, value in model.weights.items()}
        value = loss(wrong.logits(idx, weights, role, plan, cuts))
        value = value.detach() if "loss" in cuts else value
        value = value + 0 * sum(weight.sum() for weight in weights.values())  # so that there is a gradient at all
        return torch.autograd.grad(value, [weights[name] for name in names])

    for cuts in ((), *((place,) for place in wrong.CUTS), *combinations(("tokens", "positions"), 2)):
        pairs = zip((given.get(name) for name in names), slopes(cuts), strict=True)
        right = [(torch.zeros_like(slope) if own is None else own, slope) for own, slope in pairs]
        if all(is_close(own, slope, 8 * model.shape.terms) for own, slope in right):
            return cuts
    return ()


@diagnosis
def test_whole_table(model, named):
    """Whether the positions are those of the whole table, whatever the length."""
    whole, one = tokens(model, B, model.shape.T), tokens(model, B, 1)
    found = explained(model, whole, logits_of(model, whole))
    if found is None or found[1].positions != "first":
        return
    role, plan = found
    out = logits_of(model, one)
    wide, right = (wrong.logits(one, model.weights, role, replace(plan, positions=how)) for how in ("whole", "first"))
    if is_close(out, wide, model.shape.terms) and wide.shape != right.shape:
        for name in sorted(plan.names | {"h_positions_not_cut"}):
            named(name, n_embd=model.shape.C, block_size=model.shape.T)


@diagnosis
def test_loss(model, named):
    """Which formula of the loss gives the student's own, from the student's own logits."""
    V, pairs = model.shape.V, []
    for T in (model.shape.T - 2, 4):
        idx, targets = tokens(model, B, T), tokens(model, B, T)
        targets[0, :2] = 0
        alone = assert_tensor(model(idx)[0], (B, T, V), "logits")
        pairs.append((alone.double(), idx, targets, model(idx, targets)[1]))
    numbers = [isinstance(loss, float) for *_, loss in pairs]
    ways = {
        way.name for way in wrong.LOSSES if all(is_close(number(loss), way.value(*given), V) for *given, loss in pairs)
    }
    if len(ways) == 1 and ways != {""}:
        named(*ways)
    if all(numbers) and len(ways) == 1:
        named("h_loss_is_a_number")


@diagnosis
def test_forms(model, named):
    """What forward returns with targets and without."""
    idx, targets = tokens(model, B, 4), tokens(model, B, 4)
    shape = (B, 4, model.shape.V)
    bare = model.handle.value(idx)
    if isinstance(bare, Opaque):
        named("h_object", type=bare.type)
        return
    if isinstance(bare, torch.Tensor) and tuple(bare.shape) == shape:
        named("h_no_pair")
        return
    returned, loss = model.returned(idx)
    if models.gives_the_last_alone(returned, idx):
        named("h_logits_of_the_last")
        return
    alone = logits_of(model, idx)
    flat, value = logits_of(model, idx, targets), model(idx, targets)[1]
    if loss is not None and (type(loss) is float or type(loss) is int or isinstance(loss, torch.Tensor)) and loss == 0:
        named("h_loss_zero_without_targets")
    if tuple(alone.shape) == (shape[0] * shape[1], shape[2]):
        named("h_always_flattened")
    elif tuple(alone.shape) != shape or flat.numel() != alone.numel():
        return
    elif is_close(flat, alone, model.shape.terms):
        named("h_logits_not_flattened", shape=shape)
    elif is_close(number(value), wrong.mean(alone, targets).double(), shape[2]):  # else test_loss names it
        if is_close(flat, alone.transpose(1, 2).reshape(flat.shape), model.shape.terms):
            named("h_classes_permuted_wrong")
        elif is_close(flat, alone.transpose(0, 1).reshape(flat.shape), model.shape.terms):
            named("h_logits_time_first")


@diagnosis
def test_blocks(student, sizes, standin, named):
    """Whether the blocks are parts of the model, and as many as there should be."""
    with models.built(student, sizes, standin) as (handle, block, shape):
        places, made = models.places_of(handle.state()), block.get("made")
    if not places and made == shape.layers:
        named("h_blocks_not_registered", made=made)
    found = models.numbers_of_blocks(student, sizes, standin)
    (low, high), (some, more) = found, found.values()
    if some == more and places and _is_right(student, sizes, standin):
        named("h_fixed_layers", count=some, low=low, high=high)
    elif len(places) == 1 < shape.layers:
        named("h_one_block_for_all", layers=shape.layers)
    with models.built(student, sizes | {"block_size": LONG}, standin) as (handle, _, shape):
        shapes = [tuple(value.shape) for value in handle.state().parameters.values()]
    if shape.T == LONG and shapes.count((shape.V, shape.C)) > 2 and not any(LONG in there for there in shapes):
        named("h_positions_by_vocabulary", block_size=LONG, vocab_size=shape.V)


def _is_right(student, sizes, standin):
    """Whether the logits are right with as many blocks as there are."""
    with models.opened(student, sizes, standin) as model:
        idx = tokens(model, B, 4)
        return models.fitting(model, idx, logits_of(model, idx)) is not None


@diagnosis
def test_traces(student, model, standin, named):
    """Whether forward changes what it is given, its mode, or what it says the next time."""
    idx = tokens(model, B, 4)
    idx[0, :2] = torch.tensor([0, model.shape.V - 1])
    caller = student.define("call", standin("model"))
    for given in ((idx,), (idx, idx.flip(0))):
        _, after = caller.value(model.handle, *given)
        if not all(torch.equal(now, value) for now, value in zip(after, given, strict=True)):
            named("h_input_changed")
            return
    outs = [logits_of(model, idx) for _ in range(3)]
    offsets = [_offset(model, idx, out) for out in outs]
    if None not in offsets and len(set(offsets)) > 1:
        named("h_keeps_state", offsets=", ".join(map(str, offsets)))
    model.handle.train()
    model.handle.value(idx)
    if model.handle.get("training") is False:
        named("h_eval_in_forward")


def _offset(model, idx, out):
    """At which position the first token was put, if the logits are right but for that."""
    for role in filter(lambda role: role.positions is not None and _reads_rows(model, role), models.roles(model)):
        table = model.weights[role.positions].reshape(-1, model.shape.C)
        for offset in range(len(table)):
            weights = model.weights | {role.positions: table.roll(-offset, 0)}
            if is_close(out, models.logits(idx, weights, role), model.shape.terms):
                return offset
    return None


@diagnosis
def test_dropout(student, model, sizes, named):
    """Whether the logits are those of embeddings of which some are dropped, as the same dice drop them here."""
    idx = tokens(model, B, 4)
    out = logits_of(model, idx)
    for rate in (sizes["dropout"], 0.1, 0.2, 0.3, 0.5):  # the lab's, and usual ones
        with torch.random.fork_rng(devices=[]):
            torch.default_generator.manual_seed(student.seed)
            mask = F.dropout(torch.ones(B, 4, model.shape.C, dtype=model.handle.dtype), rate)
        for role in filter(lambda role: _reads_rows(model, role), models.roles(model)):
            if role.positions is not None and is_close(
                out, wrong.logits(idx, model.weights, role, wrong.Plan(), mask=mask), model.shape.terms
            ):
                named("h_dropout_always_on", rate=rate)
                return
