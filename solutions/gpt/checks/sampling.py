"""Whether draws follow given chances: exact tests whose joint error is bounded.

Each test counts how often something happened in n independent trials of known chance p, and refuses where a binomial
count would be as far out with a probability below ERROR / (2 * number of tests), on either side. By the union bound
draws that do follow the chances are refused with a probability of at most ERROR, whatever hangs together between the
tests. No limit theorem is used: the tails are sums of the binomial distribution itself.
"""

from dataclasses import dataclass
from functools import cache

import torch

ERROR = 1e-7  # the most that the chance of refusing right draws may be
STRAY = (
    1e-6  # a draw may fall outside all sides by rounding: the cumulative float32 sum of the chances is not quite one
)


@dataclass(frozen=True)
class Count:
    """How often something happened in `trials` independent trials of chance `chance`."""

    what: str
    times: int
    trials: int
    chance: float


@cache  # a few numbers of trials, and hundreds of counts of each
def _ways(n):
    k = torch.arange(n + 1, dtype=torch.float64)
    return torch.lgamma(k[-1] + 1) - torch.lgamma(k + 1) - torch.lgamma(n - k + 1)  # (n + 1,)


def tails(count):
    """The probabilities of at most, and of at least, so many times: P(X <= times), P(X >= times)."""
    n, p = count.trials, torch.tensor(count.chance, dtype=torch.float64)
    k = torch.arange(n + 1, dtype=torch.float64)
    mass = (_ways(n) + k * p.log() + (n - k) * torch.log1p(-p)).exp()  # (n + 1,)
    return float(mass[: count.times + 1].sum()), float(mass[count.times :].sum())


def unlikely(counts, error=ERROR):
    """The first count that is too far out for right draws, or None."""
    limit = error / (2 * len(counts))
    for count in counts:
        low, high = tails(count)
        if low < limit or high < limit:
            return count
    return None


def counts(draws, chances):
    """What is counted of draws (rows, steps), each of which should follow the chances (V,) on its own.

    Single sides, and the sets of the k likeliest, show every change of the distribution: a temperature, a top-k, a
    softmax over another axis. Pairs that agree show draws that hang together, between rows or between steps.
    """
    rows, steps = draws.shape
    V, total = len(chances), draws.numel()
    inside = (draws >= 0) & (draws < V)
    found = torch.bincount(draws[inside], minlength=V)  # (V,)
    order = chances.argsort(descending=True)
    likeliest = zip(found[order].cumsum(0)[:-1].tolist(), chances[order].cumsum(0)[:-1].tolist(), strict=True)
    yield Count("tokens fuera del vocabulario", total - int(inside.sum()), total, STRAY)
    for k, (times, chance) in enumerate(likeliest, start=1):
        yield Count(f"los {k} tokens más probables", times, total, chance)
    for token, (times, chance) in enumerate(zip(found.tolist(), chances.tolist(), strict=True)):
        yield Count(f"el token {token}", times, total, chance)
    alike = float(chances.square().sum())
    half = rows // 2
    pairs = {"filas vecinas": (draws[: 2 * half : 2], draws[1 : 2 * half : 2])}
    pairs["filas de cada mitad"] = (draws[:half], draws[half : 2 * half])
    if steps > 1:
        pairs["pasos seguidos"] = (draws[:, 0], draws[:, 1])
    for what, (one, other) in pairs.items():
        yield Count(f"coincidencias entre {what}", int((one == other).sum()), one.numel(), alike)


def uneven(size, fall=8):
    """Chances (V,), none of them zero, that fall from the likeliest to the last by exp(-fall); in random order."""
    falling = torch.exp(-fall * torch.arange(size, dtype=torch.float64) / size)  # (V,)
    return (falling / falling.sum())[torch.randperm(size)]
