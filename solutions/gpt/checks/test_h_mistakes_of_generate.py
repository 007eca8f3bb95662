"""Question h: which known mistake gives a generate's own tokens."""

import pytest
import torch

from autograder.checks import diagnosis

from . import model as models
from . import sampling
from .chains import continued, extended, plans, scripted

FALLS = (30, 7)  # steep enough to tell softmax taken twice from a uniform choice; flat enough to see a top-k
ROWS = 6_000
STEPS = 8
TEMPERATURES = (0.1, 0.2, 0.3, 0.5, 0.6, 0.7, 0.75, 0.8, 0.9, 1.1, 1.2, 1.25, 1.5, 2.0)


@pytest.fixture
def model(student, sizes, standin):
    """A model on stand-in blocks."""
    with models.opened(student, sizes, standin, double=False) as made:
        yield made


def chains(student, model, standin, shapes):
    """Prompts of some shapes (B, T, count), as (prompt, count, what came out), and the longest window; or None.

    None where a prompt is changed or forward is not used: then no chain tells anything.
    """
    script = scripted(student, model, standin, "Script", model.shape.V)
    seen = []
    for B, length, count in shapes:
        idx = torch.randint(model.shape.V, (B, length))
        out, after = extended(student, model, standin, idx, count)
        if not isinstance(out, torch.Tensor) or not torch.equal(after, idx):
            return None
        seen.append((idx, count, out))
    return (seen, script.get("longest")) if script.get("calls") else None


@diagnosis
def test_chain(student, model, sizes, standin, named):
    """Which windows, positions and ways to join give the student's own chains of tokens, for contexts of two sizes."""
    V, T = model.shape.V, model.shape.T
    first = chains(student, model, standin, ((2, T - 3, 7), (3, T + 4, 3), (2, 2, 2)))
    with models.opened(student, sizes | {"block_size": T + 3}, standin, double=False) as other:
        second = chains(student, other, standin, ((2, T, 7), (3, T + 7, 3)))
    if first is None or second is None:
        return
    seen = [(T, *chain) for chain in first[0]] + [(T + 3, *chain) for chain in second[0]]
    found = []
    for plan in plans():
        if found and len(plan.names) > len(found[0].names):
            break
        if all(torch.equal(out, continued(idx, count, V, size, plan)) for size, idx, count, out in seen):
            found.append(plan)
    if found:
        names = set.intersection(*(plan.names for plan in found))  # what all explanations share is certain
        if "h_same_token_for_all" in names and not rows_agree(student, model, standin):
            names = names - {"h_same_token_for_all"} | {"h_first_row_for_all"}
        for name in sorted(names):
            named(name, longest=first[1], block_size=T)


@diagnosis
def test_prompt(student, model, standin, named):
    """Whether generate changes the tensor that it gets."""
    scripted(student, model, standin, "Script", model.shape.V)
    idx = torch.arange(1, 7).reshape(2, 3)
    _, after = extended(student, model, standin, idx, 3)
    if not torch.equal(after, idx):
        named("h_prompt_changed")


def rows_agree(student, model, standin):
    """Whether all rows get the same token though each could draw its own."""
    chances = sampling.uneven(model.shape.V)
    scripted(student, model, standin, "Dice", chances.log().float()[None])
    out, _ = extended(student, model, standin, torch.zeros(99, 2, dtype=torch.long), 1)
    return bool((out[:, -1] == out[0, -1]).all())


@diagnosis
def test_distribution(student, model, standin, named):
    """Which chances give the student's own tokens, in rows of two kinds."""
    sides = torch.stack([sampling.uneven(model.shape.V, fall) for fall in FALLS])
    logits = (sides.log() + 3).float()  # (2, V)
    dice = scripted(student, model, standin, "Dice", logits)
    prompt = torch.stack([torch.arange(ROWS) % 2, torch.zeros(ROWS, dtype=torch.long)], dim=1)
    out, _ = extended(student, model, standin, prompt, 2)
    new = drawn(out, prompt)
    if new is None or not torch.equal(dice.get("seen"), prompt):
        return  # the rows are not those that the dice were thrown for
    rows = [new[kind::2] for kind in (0, 1)]
    if name_repeats(student, model, standin, prompt[:99], rows, sides, named) or fits(rows, sides):
        return
    found = [choice for choice in distributions(logits.double()) if fits(rows, choice[2])]
    if len({name for name, *_ in found}) == 1:
        name, shown, _ = max(found, key=lambda choice: likelihood(rows, choice[2]))
        named(name, value=shown)
    elif not found:
        _name_cut(rows, sides, named)


def drawn(out, prompt):
    """The tokens that followed a prompt, however many; the first alone where the prompt is no longer before them."""
    if not isinstance(out, torch.Tensor) or out.ndim != 2 or len(out) != len(prompt) or torch.equal(out, prompt):
        return None
    if out.shape[1] == 2:
        return out[:, :1]
    return out[:, 2:] if torch.equal(out[:, :2], prompt) else None


def name_repeats(student, model, standin, prompt, rows, sides, named):
    """Name draws that come again: whatever the seed, or at every step."""
    few = [extended(student, model, standin, prompt, STEPS)[0][:, 2:]]
    with student.seeded(student.seed + 1):
        few.append(extended(student, model, standin, prompt, STEPS)[0][:, 2:])
    kinds = [few[0][kind::2] for kind in (0, 1)]
    varied = all(len(kind.unique()) > 1 for kind in kinds)
    if varied and torch.equal(*few):
        named("h_fixed_seed")
    elif varied and all(bool((kind == kind[:1]).all()) for kind in kinds):
        if not torch.equal(kinds[0][0], kinds[1][0]):
            named("h_one_draw_for_all_rows")
    elif varied and all(bool((kind == kind[:, :1]).all()) for kind in kinds):
        if fits([draws[:, :1] for draws in rows], sides):
            named("h_draws_once")
    else:
        return False
    return True


def fits(rows, chances):
    """Whether the rows of each kind may be draws with these chances."""
    return all(_fits(*given) for given in zip(rows, chances, strict=True))


def _fits(draws, chances):
    never = chances <= 0
    if bool(never[draws.clamp(0, len(chances) - 1)].any()):
        return False
    if int((~never).sum()) == 1:
        return True
    kept = (~never).nonzero().flatten()
    return sampling.unlikely([*sampling.counts(torch.searchsorted(kept, draws), chances[kept])]) is None


def likelihood(rows, chances):
    """How likely the rows are with these chances: the logarithm."""
    return sum(float(sides.log()[draws].sum()) for draws, sides in zip(rows, chances, strict=True))


def distributions(logits):
    """What wrong ways to choose a token make of logits (2, V): the mistake, what it shows, and the chances (2, V)."""
    softmax = logits.softmax(-1)
    best = torch.nn.functional.one_hot(logits.argmax(-1), logits.shape[-1]).double()
    yield "h_argmax", "", best
    yield "h_uniform", "", torch.full_like(softmax, 1 / softmax.shape[-1])
    yield "h_softmax_twice", "", softmax.softmax(-1)
    yield "h_softmax_over_batch", "", _shared(logits.softmax(0))
    later = torch.ones_like(softmax)
    later[:, 0] = 0.0
    yield "h_softmax_over_time", "", _shared(later)
    for name, value in (("h_samples_from_logits", logits.abs()), ("h_samples_from_logits", logits.relu())):
        yield name, "", _shared(value)
    yield "h_sigmoid", "", _shared(logits.sigmoid())
    yield "h_first_row_for_all", "", softmax[:1].expand_as(softmax)
    for temperature in TEMPERATURES:
        yield "h_temperature", f"{temperature:g}", (logits / temperature).softmax(-1)


def _shared(values):
    return values / values.sum(-1, keepdim=True).clamp_min(1e-300)


def _name_cut(rows, sides, named):
    """Name a choice among the likeliest tokens only, as many in both kinds of rows."""
    support = len(rows[1].unique())  # those of the flat kind all come
    if not 1 < support < 0.7 * sides.shape[1]:
        return
    order = sides.argsort(-1, descending=True)
    cut = torch.zeros_like(sides).scatter(1, order[:, :support], 1.0)
    if fits(rows, _shared(sides * cut)):
        named("h_top_k", value=support)


@diagnosis
def test_length(student, model, standin, named):
    """Whether some token ends the text before its time."""
    asked, V, lengths = 4, model.shape.V, {}
    for token in range(V):
        scripted(student, model, standin, "Monotone", [token, V])
        out, _ = extended(student, model, standin, torch.full((1, 3), token), asked)
        lengths[token] = out.shape[1] - 3 if isinstance(out, torch.Tensor) and out.ndim == 2 else asked
    short = {token: count for token, count in lengths.items() if count < asked}
    if 0 < len(short) < V:
        token, count = min(short.items())
        named("h_stops_early", token=token, count=count, asked=asked)


@diagnosis
def test_seed(student, model, standin, named):
    """Whether forward sets the seed."""
    idx = torch.randint(model.shape.V, (2, 3))
    if models.reseeds(student, model, standin, idx):
        named("h_reseeds")


@diagnosis
def test_traces(student, model, standin, named):
    """What generate leaves behind."""
    idx = torch.randint(model.shape.V, (2, 3))
    traces = student.define("traces", standin("model")).value(model.handle, idx, 4)
    names = {"disabled": "h_gradients_left_off", "graphs": "h_gradients_kept", "frozen": "h_generate_freezes"}
    for key, name in names.items():
        if traces[key] is True:
            named(name)
