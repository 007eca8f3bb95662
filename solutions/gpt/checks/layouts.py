"""Finding a head's projections among its parameters, whatever their layout."""

import re
from dataclasses import dataclass
from itertools import permutations, product

from autograder.checks import Undecided, WrongAnswer

BIAS = re.compile(r"bias|sesgo|(^|[._])b(_?[qkv]\w*)?$", re.IGNORECASE)


@dataclass(frozen=True)
class Layout:
    """The names of the parameters that hold projections, those of their biases, and the sizes of those unexpected."""

    n_embd: int
    head_size: int
    maps: tuple[str, ...]
    biases: tuple[str, ...]
    strangers: dict[str, int]

    def readings(self, parameters):
        """The ways to take linear maps (head_size, n_embd) out of the parameters."""
        choices = [_readings(parameters[name], self.n_embd, self.head_size) for name in self.maps]
        return [[one for reading in chosen for one in reading] for chosen in product(*choices)]

    def orders(self, parameters):
        """Every triple (query, key, value) of maps: the names of the projections are the student's.

        Raises WrongAnswer for fewer than three, Undecided where a parameter that nobody expects may hold the others.
        """
        readings = self.readings(parameters)
        if len(readings[0]) >= 3:
            return [order for reading in readings for order in permutations(reading, 3)]
        if any(size >= self.n_embd * self.head_size for size in self.strangers.values()):
            raise Undecided(f"Head tiene parámetros que la corrección no reconoce: {', '.join(self.strangers)}.")
        found = len(readings[0])
        message = f"Head debe tener tres proyecciones de n_embd a head_size entre sus parámetros; hay {found}."
        raise WrongAnswer("expect.custom", message=message)


def layout(parameters, n_embd, head_size):
    """Sort a module's parameters into projections, biases and others, by shape; of a bias also the name counts."""
    kinds = {name: _kind(name, value, n_embd, head_size) for name, value in parameters.items()}
    maps, biases = (tuple(name for name in kinds if kinds[name] == kind) for kind in ("map", "bias"))
    strangers = {name: parameters[name].numel() for name in kinds if kinds[name] == "stranger"}
    return Layout(n_embd, head_size, maps, biases, strangers)


def _kind(name, value, n_embd, head_size):
    if _readings(value, n_embd, head_size):
        return "map"
    fits = value.numel() in (head_size, 2 * head_size, 3 * head_size)
    return "bias" if fits and BIAS.search(name) else "stranger"


def _readings(value, n_embd, head_size):
    """One to three maps, fused one after the other or channel by channel, as (out, in) or (in, out)."""
    value = value.squeeze()
    inputs = [axis for axis, size in enumerate(value.shape) if size == n_embd]
    count, rest = divmod(value.numel(), n_embd * head_size)
    if len(inputs) != 1 or rest or count not in (1, 2, 3):
        return []
    rows = value.movedim(inputs[0], -1).reshape(-1, n_embd)  # (count * hs, C)
    after = list(rows.reshape(count, head_size, n_embd).unbind(0))
    beside = list(rows.reshape(head_size, count, n_embd).unbind(1))
    return [after] if count == 1 else [after, beside]
